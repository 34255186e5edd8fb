using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>One parameter that has to be written.</summary>
/// <param name="Write">The write.</param>
/// <param name="Name">The setting's name in messages.</param>
/// <param name="Before">Its present value as text.</param>
/// <param name="After">The new value as text.</param>
internal sealed record PlannedWrite(ParameterWrite Write, string Name, string Before, string After)
{
    /// <summary>Name, present and new value.</summary>
    public string Description => Before == After ? $"{Name} {After}" : $"{Name} {Before} -> {After}";
}

/// <summary>
/// What has to be written for settings, in the order that BMCs need: what is harmless first; from DHCP to a static address the source, mask and gateway before the address; the
/// way to DHCP after that; the VLAN last, since the connection ends with it. Whole records are written, with the parts that do not change.
/// </summary>
internal sealed partial class NetworkPlan
{
    private readonly NetworkReading? _reading;
    private readonly NetworkSettings _settings;
    private readonly IPAddress? _path;
    private readonly bool _isOwn;
    private readonly List<PlannedWrite> _writes = [];
    private readonly List<PlannedWrite> _last = [];
    private readonly List<LanKey> _needed = [];
    private readonly List<string> _notes = [];

    /// <param name="settings">The settings.</param>
    /// <param name="reading">What was read; null to find out what has to be read.</param>
    /// <param name="isOwn">Whether the session goes through the channel.</param>
    /// <param name="path">The address that the session goes to; null if not known.</param>
    private NetworkPlan(NetworkSettings settings, NetworkReading? reading, bool isOwn, IPAddress? path)
    {
        (_settings, _reading, _isOwn, _path) = (settings, reading, isOwn, path);
        AddHarmless();
        AddIpv6();
        AddIpv4();
        AddLast();
    }

    /// <summary>The writes in their order.</summary>
    public IReadOnlyList<PlannedWrite> Writes => [.. _writes, .. _last];

    /// <summary>What is not written although it was given, and why.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Where the BMC is to be reached after the change, if it is known: its new address.</summary>
    public IPAddress? NewAddress { get; private set; }

    /// <summary>Whether the change may end the connection.</summary>
    public bool CutsOff => _last.Count > 0;

    private bool IsIpv6Path => _path?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    /// <summary>What has to be read before the change can be planned.</summary>
    public static IReadOnlyList<LanKey> Needed(NetworkSettings settings) => [.. new NetworkPlan(settings, null, false, null)._needed.Distinct()];

    /// <summary>Plans the change.</summary>
    /// <exception cref="IpmiException">A setting could not be read, or the BMC does not have it; or settings do not fit together.</exception>
    public static NetworkPlan Create(NetworkSettings settings, NetworkReading reading, bool isOwn, IPAddress? path) => new(settings, reading, isOwn, path);

    private void AddHarmless()
    {
        var s = _settings;
        Change(LanParameters.ArpControl, "ARP control", s.ArpResponses is not null || s.GratuitousArp is not null,
            present => Flag(Flag(present, ArpControl.Responses, s.ArpResponses), ArpControl.Gratuitous, s.GratuitousArp), static value => $"{value}");
        Change(LanParameters.GratuitousArpInterval, "gratuitous ARP interval", s.GratuitousArpInterval is not null, _ => TimeSpan.FromSeconds(s.GratuitousArpInterval!.Value), static value => FormattableString.Invariant($"{value.TotalSeconds} s"));
        Change(LanParameters.Ipv4Header, "IPv4 header", s.TimeToLive is not null || s.IPv4Flags is not null || s.Precedence is not null || s.TypeOfService is not null,
            present => new(s.TimeToLive ?? present.TimeToLive, s.IPv4Flags ?? present.Flags, s.Precedence ?? present.Precedence, s.TypeOfService ?? present.TypeOfService),
            static value => $"(time to live {value.TimeToLive}, flags {value.Flags}, precedence {value.Precedence}, type of service {value.TypeOfService})");
        Change(LanParameters.SecondaryRmcpPort, "secure RMCP port", s.SecureRmcpPort is not null, _ => s.SecureRmcpPort!.Value, static value => $"{value}");
        Change(LanParameters.CommunityString, "SNMP community", s.Community is not null, _ => s.Community!, static _ => "(not shown)");
        Change(LanParameters.BadPasswordThreshold, "bad passwords",
            s.BadPasswordThreshold is not null || s.BadPasswordEvent is not null || s.BadPasswordResetInterval is not null || s.LockOutInterval is not null,
            present => new(s.BadPasswordEvent ?? present.RaisesEvent, s.BadPasswordThreshold ?? present.Threshold, Seconds(s.BadPasswordResetInterval) ?? present.ResetInterval, Seconds(s.LockOutInterval) ?? present.LockOutInterval),
            static value => $"(threshold {value.Threshold}, event {value.RaisesEvent}, reset {value.ResetInterval.TotalSeconds} s, lock-out {value.LockOutInterval.TotalSeconds} s)");
        Change(LanParameters.AuthenticationTypeEnables, "authentication types",
            s.CallbackAuthentication is not null || s.UserAuthentication is not null || s.OperatorAuthentication is not null || s.AdministratorAuthentication is not null || s.OemAuthentication is not null,
            present => new(s.CallbackAuthentication ?? present.Callback, s.UserAuthentication ?? present.User, s.OperatorAuthentication ?? present.Operator, s.AdministratorAuthentication ?? present.Administrator, s.OemAuthentication ?? present.Oem),
            static value => $"(callback {value.Callback}; user {value.User}; operator {value.Operator}; administrator {value.Administrator}; OEM {value.Oem})");
        Change(LanParameters.VlanPriority, "VLAN priority", s.VlanPriority is not null, _ => s.VlanPriority!.Value, static value => $"{value}");
        Change(LanParameters.MacAddress, "MAC address", s.MacAddress is not null, _ => s.MacAddress!, LanText.Of);
    }

    /// <summary>From DHCP: source, mask, gateway, address. To DHCP: the source, and nothing that DHCP provides.</summary>
    private void AddIpv4()
    {
        var s = _settings;
        Need(LanParameters.IPAddress, LanParameters.IPAddressSource, LanParameters.SubnetMask, LanParameters.DefaultGateway);
        AddressSource? before = Present(LanParameters.IPAddressSource);
        bool differs = Differs(LanParameters.IPAddress, s.IPv4Address) || Differs(LanParameters.SubnetMask, s.SubnetMask) || Differs(LanParameters.DefaultGateway, s.DefaultGateway);
        AddressSource? after = s.AddressSource ?? (differs && before is not null ? AddressSource.Static : before);
        bool isStatic = after is null or AddressSource.Static, becomesStatic = after == AddressSource.Static && before != after;
        if (becomesStatic)
            Change(LanParameters.IPAddressSource, "address source", true, static _ => AddressSource.Static, static value => $"{value}");
        if (isStatic)
            AddStatic(becomesStatic);
        else if (differs)
            _notes.Add($"IPv4Address, SubnetMask, DefaultGateway: not set, because the address source is {after}.");
        Change(LanParameters.DefaultGatewayMac, "default gateway MAC address", s.DefaultGatewayMac is not null, _ => s.DefaultGatewayMac!, LanText.Of);
        Change(LanParameters.BackupGateway, "backup gateway", s.BackupGateway is not null, _ => s.BackupGateway!, static value => $"{value}");
        Change(LanParameters.BackupGatewayMac, "backup gateway MAC address", s.BackupGatewayMac is not null, _ => s.BackupGatewayMac!, LanText.Of);
        if (isStatic)
            Change(LanParameters.IPAddress, "IPv4 address", s.IPv4Address is not null || becomesStatic, present => s.IPv4Address ?? present, static value => $"{value}", cutsOff: !IsIpv6Path, force: becomesStatic);
        if (!isStatic && after is { } source)
            Change(LanParameters.IPAddressSource, "address source", true, _ => source, static value => $"{value}", cutsOff: !IsIpv6Path);
        if (isStatic && !IsIpv6Path && Differs(LanParameters.IPAddress, s.IPv4Address))
            NewAddress = s.IPv4Address;
    }

    /// <summary>A BMC that leaves DHCP may have other static values stored, so all are written, even those that stay.</summary>
    private void AddStatic(bool becomesStatic)
    {
        var s = _settings;
        if (s.IPv4Address is not null || s.SubnetMask is not null || s.DefaultGateway is not null || becomesStatic)
            NetworkRules.CheckFinal(s.IPv4Address ?? PresentObject(LanParameters.IPAddress), s.SubnetMask ?? PresentObject(LanParameters.SubnetMask), s.DefaultGateway ?? PresentObject(LanParameters.DefaultGateway));
        Change(LanParameters.SubnetMask, "subnet mask", s.SubnetMask is not null || becomesStatic, present => s.SubnetMask ?? present, static value => $"{value}", force: becomesStatic);
        Change(LanParameters.DefaultGateway, "default gateway", s.DefaultGateway is not null || becomesStatic, present => s.DefaultGateway ?? present, static value => $"{value}", force: becomesStatic);
    }

    /// <summary>What moves the BMC to another port or network.</summary>
    private void AddLast()
    {
        var s = _settings;
        Change(LanParameters.PrimaryRmcpPort, "RMCP port", s.RmcpPort is not null, _ => s.RmcpPort!.Value, static value => $"{value}", cutsOff: true);
        Need(LanParameters.VlanId);
        Change(LanParameters.VlanId, "VLAN", s.VlanId is not null, present => s.VlanId is > 0 and { } id ? new VlanId(true, id) : present with { IsEnabled = false },
            static value => value.IsEnabled ? $"{value.Id}" : "off", cutsOff: true);
    }

    private void Need(params Parameter[] parameters) => _needed.AddRange(parameters.Select(static parameter => new LanKey(parameter)));

    private bool Differs(Parameter<IPAddress> parameter, IPAddress? wanted) => wanted is not null && PresentObject(parameter) is { } present && !present.Equals(wanted);

    private T? Present<T>(Parameter<T> parameter)
        where T : struct => _reading is not null && _reading.TryGet(parameter, out T value) ? value : null;

    private T? PresentObject<T>(Parameter<T> parameter)
        where T : class => _reading is not null && _reading.TryGet(parameter, out var value) ? value : null;

    /// <summary>Adds the write of a parameter if it is wanted and changes something.</summary>
    private void Change<T>(Parameter<T> parameter, string name, bool isWanted, Func<T, T> change, Func<T, string> text, bool cutsOff = false, bool force = false)
    {
        if (!isWanted)
            return;
        var key = new LanKey(parameter);
        _needed.Add(key);
        if (_reading is null)
            return;
        if (!_reading.TryGet(parameter, out var present))
        {
            if (force)
                return;
            throw Missing(name, key);
        }

        T wanted = change(present);
        byte[] data = parameter.Encode(wanted);
        if (force || !data.SequenceEqual(parameter.Encode(present)))
            Add(new(new ParameterWrite(parameter, data) { CutsOff = cutsOff && _isOwn }, name, text(present), text(wanted)));
    }

    /// <summary>What may end the connection comes after everything else.</summary>
    private void Add(PlannedWrite write) => (write.Write.CutsOff ? _last : _writes).Add(write);

    private IpmiException Missing(string name, LanKey key) => _reading!.ErrorOf(key) is IpmiCommandException { CompletionCode: ParameterCompletionCode.NotSupported } refused
        ? new(IpmiErrorKind.CommandNotSupported, $"The BMC does not have this setting: {name}.", "Leave it out. See Get-IpmiNetwork for what the BMC has.", refused)
        : new(_reading.ErrorOf(key)?.Kind ?? IpmiErrorKind.ProtocolError, $"The {name} could not be read, so nothing was changed: {_reading.ReasonFor(key) ?? "there was no response."}", innerException: _reading.ErrorOf(key));

    private static ArpControl Flag(ArpControl present, ArpControl flag, bool? wanted) => wanted switch
    {
        null => present,
        true => present | flag,
        _ => present & ~flag,
    };

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;
}
