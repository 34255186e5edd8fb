using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using IpmiPS.Serial;
using IpmiPS.Sol;
using IpmiPS.Wire;

namespace IpmiPS.Configuration;

/// <summary>The sections of channels.</summary>
internal static class NetworkSections
{
    /// <summary>The keys of channels.</summary>
    public const string ChannelPattern = "^([0-9]|1[0-5])$";

    private const string Channel = "channel";
    private const string Ipv4 = "an IPv4 address", Ipv6 = "an IPv6 address", Mac = "a MAC address", Bytes = "hexadecimal bytes";

    /// <summary>LAN. IPMI 2.0 section 23.2. The community is a secret, and the MAC address is the hardware's.</summary>
    public static ConfigurationSection Network { get; } = new KeyedSection<Network, NetworkSettings>("Network", "Network settings of the LAN channels.", ChannelPattern, new()
    {
        { "AddressSource", static state => state.AddressSource, static (settings, value) => settings with { AddressSource = value } },
        { "IPv4Address", Ipv4, static state => Static(state, state.IPv4Address), static (settings, value) => settings with { IPv4Address = ReadIpv4(value) }, null, true },
        { "SubnetMask", Ipv4, static state => Static(state, state.SubnetMask), static (settings, value) => settings with { SubnetMask = ReadIpv4(value) }, null, true },
        { "DefaultGateway", Ipv4, static state => Static(state, state.DefaultGateway), static (settings, value) => settings with { DefaultGateway = ReadIpv4(value) }, null, true },
        { "DefaultGatewayMac", Mac, static state => state.DefaultGatewayMac, static (settings, value) => settings with { DefaultGatewayMac = ReadMac(value) }, null, true },
        { "BackupGateway", Ipv4, static state => state.BackupGateway, static (settings, value) => settings with { BackupGateway = ReadIpv4(value) }, null, true },
        { "BackupGatewayMac", Mac, static state => state.BackupGatewayMac, static (settings, value) => settings with { BackupGatewayMac = ReadMac(value) }, null, true },
        { "VlanId", 0, 4094, static state => state.VlanId, static (settings, value) => settings with { VlanId = value } },
        { "VlanPriority", 0, 7, static state => state.VlanPriority, static (settings, value) => settings with { VlanPriority = (byte)value } },
        { "ArpResponses", static state => state.ArpResponses, static (settings, value) => settings with { ArpResponses = value } },
        { "GratuitousArp", static state => state.GratuitousArp, static (settings, value) => settings with { GratuitousArp = value } },
        { "GratuitousArpInterval", 0.5, 128, static state => state.GratuitousArpInterval, static (settings, value) => settings with { GratuitousArpInterval = value } },
        { "TimeToLive", 0, 255, static state => state.TimeToLive, static (settings, value) => settings with { TimeToLive = (byte)value } },
        { "IPv4Flags", 0, 7, static state => state.IPv4Flags, static (settings, value) => settings with { IPv4Flags = (byte)value } },
        { "Precedence", 0, 7, static state => state.Precedence, static (settings, value) => settings with { Precedence = (byte)value } },
        { "TypeOfService", 0, 15, static state => state.TypeOfService, static (settings, value) => settings with { TypeOfService = (byte)value } },
        { "RmcpPort", 0, 65535, static state => state.RmcpPort, static (settings, value) => settings with { RmcpPort = value }, true },
        { "SecureRmcpPort", 0, 65535, static state => state.SecureRmcpPort, static (settings, value) => settings with { SecureRmcpPort = value } },
        { "BadPasswordThreshold", 0, 255, static state => state.BadPasswordThreshold, static (settings, value) => settings with { BadPasswordThreshold = (byte)value } },
        { "BadPasswordEvent", static state => state.BadPasswordEvent, static (settings, value) => settings with { BadPasswordEvent = value } },
        { "BadPasswordResetInterval", 0, 655350, static state => state.BadPasswordResetInterval, static (settings, value) => settings with { BadPasswordResetInterval = value } },
        { "LockOutInterval", 0, 655350, static state => state.LockOutInterval, static (settings, value) => settings with { LockOutInterval = value } },
        { SettingTypes.Flags<Network, NetworkSettings, AuthenticationTypes>("CallbackAuthentication", static state => state.CallbackAuthentication, static (settings, value) => settings with { CallbackAuthentication = value }) },
        { SettingTypes.Flags<Network, NetworkSettings, AuthenticationTypes>("UserAuthentication", static state => state.UserAuthentication, static (settings, value) => settings with { UserAuthentication = value }) },
        { SettingTypes.Flags<Network, NetworkSettings, AuthenticationTypes>("OperatorAuthentication", static state => state.OperatorAuthentication, static (settings, value) => settings with { OperatorAuthentication = value }) },
        { SettingTypes.Flags<Network, NetworkSettings, AuthenticationTypes>("AdministratorAuthentication", static state => state.AdministratorAuthentication, static (settings, value) => settings with { AdministratorAuthentication = value }) },
        { SettingTypes.Flags<Network, NetworkSettings, AuthenticationTypes>("OemAuthentication", static state => state.OemAuthentication, static (settings, value) => settings with { OemAuthentication = value }) },
        { "IPVersion", static state => state.IPVersion, static (settings, value) => settings with { IPVersion = value } },
        { new("IPv6StaticAddress", new SettingType { Json = "array", Description = "a list of IPv6 addresses with their prefix lengths, such as 2001:db8::5/64" },
            static state => state.IPv6StaticAddress is { } text ? LanText.Words(text).Where(static word => !word.Equals(LanText.NoAddress, StringComparison.OrdinalIgnoreCase)).ToArray() : null,
            static (settings, value) => settings with { IPv6StaticAddress = [.. ((IReadOnlyList<string>)value).Select(static word => Required(LanText.ReadPrefix(word)))] }) { IsIdentity = true } },
        { SettingTypes.Flags<Network, NetworkSettings, Ipv6RouterControl>("IPv6RouterControl", static state => state.IPv6RouterControl, static (settings, value) => settings with { IPv6RouterControl = value }) },
        { "IPv6Router1", Ipv6, static state => state.IPv6Router1, static (settings, value) => settings with { IPv6Router1 = settings.IPv6Router1 with { Address = ReadIpv6(value) } }, null, true },
        { "IPv6Router1Mac", Mac, static state => state.IPv6Router1Mac, static (settings, value) => settings with { IPv6Router1 = settings.IPv6Router1 with { MacAddress = ReadMac(value) } }, null, true },
        { "IPv6Router1Prefix", "a prefix with its length, such as 2001:db8::/64", static state => state.IPv6Router1Prefix, static (settings, value) => settings with { IPv6Router1 = settings.IPv6Router1 with { Prefix = Required(LanText.ReadPrefix(value)) } }, null, true },
        { "IPv6Router2", Ipv6, static state => state.IPv6Router2, static (settings, value) => settings with { IPv6Router2 = settings.IPv6Router2 with { Address = ReadIpv6(value) } }, null, true },
        { "IPv6Router2Mac", Mac, static state => state.IPv6Router2Mac, static (settings, value) => settings with { IPv6Router2 = settings.IPv6Router2 with { MacAddress = ReadMac(value) } }, null, true },
        { "IPv6Router2Prefix", "a prefix with its length, such as 2001:db8::/64", static state => state.IPv6Router2Prefix, static (settings, value) => settings with { IPv6Router2 = settings.IPv6Router2 with { Prefix = Required(LanText.ReadPrefix(value)) } }, null, true },
        { "IPv6TrafficClass", 0, 255, static state => state.IPv6TrafficClass, static (settings, value) => settings with { IPv6TrafficClass = (byte)value } },
        { "IPv6HopLimit", 0, 255, static state => state.IPv6HopLimit, static (settings, value) => settings with { IPv6HopLimit = (byte)value } },
        { "IPv6FlowLabel", 0, 0xFFFFF, static state => state.IPv6FlowLabel, static (settings, value) => settings with { IPv6FlowLabel = value } },
        { "IPv6StaticDuid", Bytes, static state => state.IPv6StaticDuid, static (settings, value) => settings with { IPv6StaticDuid = Hex.Parse(value) }, null, true },
        { "Dhcpv6Timing", Bytes, static state => state.Dhcpv6Timing, static (settings, value) => settings with { Dhcpv6Timing = Hex.Parse(value) } },
        { "NeighborTiming", Bytes, static state => state.NeighborTiming, static (settings, value) => settings with { NeighborTiming = Hex.Parse(value) } },
    }, static () => new())
    {
        Order = ConfigurationSections.Last,
        KeyNoun = Channel,
        ReadStatesAsync = static async (context, cancellationToken) =>
            (await NetworkReader.GetAsync(context.Connection, null, cancellationToken).ConfigureAwait(false)).Select(static network => (Key(network.Channel), network, (IEnumerable<string>)network.Notes)),
        PrepareStepAsync = static async (context, key, settings, cancellationToken) =>
        {
            var change = await Lan.NetworkChange.PrepareAsync(context.Connection, settings with { Channel = Number(key) }, context.Endpoint, cancellationToken).ConfigureAwait(false);
            return ConfigurationStep.Of($"Network/{key}", change, change.Danger, change.CutsOff);
        },
    };

    /// <summary>Channel access, as it is stored and as it is until the BMC restarts. IPMI 2.0 section 22.22.</summary>
    public static ConfigurationSection Channels { get; } = new KeyedSection<ChannelSettings, AccessSettings>("Channels", "Access to the BMC through its channels: stored, and in force until the BMC restarts.", ChannelPattern, new()
    {
        { "StoredAccessMode", static state => state.StoredAccessMode, static (settings, value) => settings with { Stored = settings.Stored with { AccessMode = value } } },
        { "StoredAlerting", static state => state.StoredAlerting, static (settings, value) => settings with { Stored = settings.Stored with { Alerting = value } } },
        { "StoredPerMessageAuthentication", static state => state.StoredPerMessageAuthentication, static (settings, value) => settings with { Stored = settings.Stored with { PerMessageAuthentication = value } } },
        { "StoredUserLevelAuthentication", static state => state.StoredUserLevelAuthentication, static (settings, value) => settings with { Stored = settings.Stored with { UserLevelAuthentication = value } } },
        { "StoredPrivilegeLimit", static state => state.StoredPrivilegeLimit, static (settings, value) => settings with { Stored = settings.Stored with { PrivilegeLimit = value } } },
        { "ActiveAccessMode", static state => state.ActiveAccessMode, static (settings, value) => settings with { Active = settings.Active with { AccessMode = value } } },
        { "ActiveAlerting", static state => state.ActiveAlerting, static (settings, value) => settings with { Active = settings.Active with { Alerting = value } } },
        { "ActivePerMessageAuthentication", static state => state.ActivePerMessageAuthentication, static (settings, value) => settings with { Active = settings.Active with { PerMessageAuthentication = value } } },
        { "ActiveUserLevelAuthentication", static state => state.ActiveUserLevelAuthentication, static (settings, value) => settings with { Active = settings.Active with { UserLevelAuthentication = value } } },
        { "ActivePrivilegeLimit", static state => state.ActivePrivilegeLimit, static (settings, value) => settings with { Active = settings.Active with { PrivilegeLimit = value } } },
    }, static () => new())
    {
        Severity = ConfigurationSeverity.Critical,
        Order = ConfigurationSections.Access + 2,
        KeyNoun = Channel,
        ReadStatesAsync = static async (context, cancellationToken) =>
            (await ChannelReader.GetAsync(context.Connection, null, cancellationToken).ConfigureAwait(false)).Where(static channel => channel.StoredAccessMode is not null || channel.ActiveAccessMode is not null)
                .Select(static channel => (Key(channel.Channel), channel, (IEnumerable<string>)channel.Notes)),
        PrepareStepAsync = PrepareChannelAsync,
    };

    /// <summary>SOL. IPMI 2.0 section 26.3.</summary>
    public static ConfigurationSection Sol { get; } = new KeyedSection<SolConfiguration, SolSettings>("Sol", "Serial over LAN, by channel.", ChannelPattern, new()
    {
        { "Enabled", static state => state.Enabled, static (settings, value) => settings with { Enabled = value } },
        { "ForceEncryption", static state => state.ForceEncryption, static (settings, value) => settings with { ForceEncryption = value } },
        { "ForceAuthentication", static state => state.ForceAuthentication, static (settings, value) => settings with { ForceAuthentication = value } },
        { "Privilege", static state => state.Privilege, static (settings, value) => settings with { Privilege = value } },
        { "AccumulateInterval", 0, 1275, static state => state.AccumulateInterval, static (settings, value) => settings with { AccumulateInterval = value } },
        { "SendThreshold", 0, 255, static state => state.SendThreshold, static (settings, value) => settings with { SendThreshold = value } },
        { "PacketRetryCount", 0, 7, static state => state.PacketRetryCount, static (settings, value) => settings with { PacketRetryCount = value } },
        { "PacketRetryInterval", 0, 2550, static state => state.PacketRetryInterval, static (settings, value) => settings with { PacketRetryInterval = value } },
        { "BitRate", static state => state.BitRate, static (settings, value) => settings with { BitRate = value } },
        { "VolatileBitRate", static state => state.VolatileBitRate, static (settings, value) => settings with { VolatileBitRate = value } },
        { "PayloadPort", 0, 65535, static state => state.PayloadPort, static (settings, value) => settings with { PayloadPort = value }, true },
    }, static () => new())
    {
        KeyNoun = Channel,
        ReadStatesAsync = static async (context, cancellationToken) =>
        {
            var channels = await LanChannels.FindAsync(context.Connection, cancellationToken).ConfigureAwait(false);
            var read = await OptionalAsync(channels.All, channel => SolConfigurationChange.ReadAsync(context.Connection, channel, cancellationToken)).ConfigureAwait(false);
            return read.Select(static sol => (Key(sol.Channel), sol, (IEnumerable<string>)sol.Notes));
        },
        PrepareStepAsync = static async (context, key, settings, cancellationToken) =>
            ConfigurationStep.Of($"Sol/{key}", await SolConfigurationChange.PrepareAsync(context.Connection, (byte)Number(key), settings, cancellationToken).ConfigureAwait(false)),
    };

    /// <summary>Serial. IPMI 2.0 section 25.1. Modem strings and dial-up are not typed.</summary>
    public static ConfigurationSection Serial { get; } = new KeyedSection<SerialConfiguration, SerialSettings>("Serial", "The serial port of the BMC.", ChannelPattern, new()
    {
        { "Connection", static state => state.Connection, static (settings, value) => settings with { Connection = value } },
        { SettingTypes.Flags<SerialConfiguration, SerialSettings, SerialConnectionModes>("ConnectionModes", static state => state.ConnectionModes, static (settings, value) => settings with { ConnectionModes = value }) },
        { "InactivityTimeout", 0, 450, static state => state.InactivityTimeout, static (settings, value) => settings with { InactivityTimeout = value } },
        { SettingTypes.Flags<SerialConfiguration, SerialSettings, SerialSessionTermination>("SessionTermination", static state => state.SessionTermination, static (settings, value) => settings with { SessionTermination = value }) },
        { "FlowControl", static state => state.FlowControl, static (settings, value) => settings with { FlowControl = value } },
        { "DtrHangUp", static state => state.DtrHangUp, static (settings, value) => settings with { DtrHangUp = value } },
        { "BitRate", static state => state.BitRate, static (settings, value) => settings with { BitRate = value } },
        { SettingTypes.Flags<SerialConfiguration, SerialSettings, SerialMuxControls>("MuxControls", static state => state.MuxControls, static (settings, value) => settings with { MuxControls = value }) },
        { "RingDuration", 0, 31500, static state => state.RingDuration, static (settings, value) => settings with { RingDuration = value } },
        { "RingDeadTime", 0, 7500, static state => state.RingDeadTime, static (settings, value) => settings with { RingDeadTime = value } },
        { "PageBlackoutInterval", 0, 255, static state => state.PageBlackoutInterval, static (settings, value) => settings with { PageBlackoutInterval = value } },
        { "CallRetryInterval", 0, 255, static state => state.CallRetryInterval, static (settings, value) => settings with { CallRetryInterval = value } },
        { "TerminalLineEditing", static state => state.TerminalLineEditing, static (settings, value) => settings with { TerminalLineEditing = value } },
        { "TerminalDelete", static state => state.TerminalDelete, static (settings, value) => settings with { TerminalDelete = value } },
        { "TerminalEcho", static state => state.TerminalEcho, static (settings, value) => settings with { TerminalEcho = value } },
        { "TerminalHandshake", static state => state.TerminalHandshake, static (settings, value) => settings with { TerminalHandshake = value } },
        { "TerminalOutputNewline", static state => state.TerminalOutputNewline, static (settings, value) => settings with { TerminalOutputNewline = value } },
        { "TerminalInputNewline", static state => state.TerminalInputNewline, static (settings, value) => settings with { TerminalInputNewline = value }, [SerialNewline.CrLf, SerialNewline.LfCr, SerialNewline.Lf] },
    }, static () => new())
    {
        KeyNoun = Channel,
        ReadStatesAsync = static async (context, cancellationToken) =>
        {
            var serial = await SerialConfigurationReader.ReadAsync(context.Connection, null, cancellationToken).ConfigureAwait(false);
            return [(Key(serial.Channel), serial, serial.Notes)];
        },
        PrepareStepAsync = static async (context, key, settings, cancellationToken) =>
            ConfigurationStep.Of($"Serial/{key}", await SerialConfigurationChange.PrepareAsync(context.Connection, (byte)Number(key), settings, cancellationToken).ConfigureAwait(false)),
    };

    /// <summary>Reads what only some channels have.</summary>
    /// <exception cref="IpmiException">No channel has it, or the BMC does not respond.</exception>
    public static async Task<IReadOnlyList<T>> OptionalAsync<T>(IReadOnlyList<byte> channels, Func<byte, Task<T>> readAsync)
    {
        var read = await Task.WhenAll(channels.Select(channel => OptionalRequest.TryAsync(() => readAsync(channel)))).ConfigureAwait(false);
        return read.Any(static response => response.Succeeded) ? [.. read.Where(static response => response.Succeeded).Select(static response => response.Value)] : throw read[0].Error!;
    }

    public static string Key(int channel) => channel.ToString(CultureInfo.InvariantCulture);

    public static int Number(string key) => int.Parse(key, CultureInfo.InvariantCulture);

    private static async Task<ConfigurationStep> PrepareChannelAsync(ConfigurationContext context, string key, AccessSettings settings, CancellationToken cancellationToken)
    {
        var stored = await PrepareAsync(settings.Stored, ChannelStore.Stored).ConfigureAwait(false);
        var active = await PrepareAsync(settings.Active, ChannelStore.Active).ConfigureAwait(false);
        string? danger = stored?.Danger ?? active?.Danger;
        string[] descriptions = [.. new[] { stored?.Description, active?.Description }.Select(description => ConfigurationStep.Without(danger, description)).OfType<string>()];
        return new ConfigurationStep($"Channels/{key}", descriptions.Length == 0 ? null : string.Join(", ", descriptions), async token =>
        {
            IpmiException? first = stored is null ? null : (await stored.RunAsync(token).ConfigureAwait(false)).Difference;
            IpmiException? second = active is null ? null : (await active.RunAsync(token).ConfigureAwait(false)).Difference;
            return first ?? second;
        })
        {
            Danger = descriptions.Length == 0 ? null : danger,
        };

        async Task<ChannelChange?> PrepareAsync(ChannelChangeSettings part, ChannelStore store) => part.IsEmpty ? null
            : await ChannelChange.PrepareAsync(context.Connection, part with { Channel = Number(key), Store = store }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An address from a server is the server's setting, and differs from day to day.</summary>
    private static string? Static(Network network, string? value) => network.AddressSource is AddressSource.Dhcp or AddressSource.Bios or AddressSource.Other ? null : value;

    private static IPAddress ReadIpv4(string text) => LanText.ReadIpv4(text) ?? throw new FormatException(text);

    private static IPAddress ReadIpv6(string text) => LanText.ReadIpv6(text) ?? throw new FormatException(text);

    private static PhysicalAddress ReadMac(string text) => LanText.ReadMac(text) ?? throw new FormatException(text);

    private static T Required<T>(T? value)
        where T : struct => value ?? throw new FormatException();

    /// <summary>Access as it is stored, and as it is in force.</summary>
    internal sealed record AccessSettings
    {
        public ChannelChangeSettings Stored { get; init; } = new();

        public ChannelChangeSettings Active { get; init; } = new();
    }
}
