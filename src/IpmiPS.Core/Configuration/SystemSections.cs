using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Boot;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Energy;
using IpmiPS.Parameters;
using IpmiPS.Power;
using IpmiPS.Sel;

namespace IpmiPS.Configuration;

/// <summary>The sections of the machine as a whole.</summary>
internal static class SystemSections
{
    private const int LongestText = SystemInfoBlocks.MaximumLength, LongestAssetTag = 63;

    /// <summary>Chassis. IPMI 2.0 sections 28.2 to 28.8. The power cycle interval cannot be read.</summary>
    public static ConfigurationSection Chassis { get; } = new SingleSection<PowerStatus, ChassisSettings>("Chassis", "What the server does when AC power returns, and its front panel.", new()
    {
        { "RestorePolicy", static state => (PowerRestorePolicy?)state.RestorePolicy, static (settings, value) => settings with { RestorePolicy = value } },
        { SettingTypes.Flags<PowerStatus, ChassisSettings, FrontPanelButtons>("DisabledButtons", static state => state.DisabledButtons, static (settings, value) => settings with { DisabledButtons = value }) },
    }, static () => new())
    {
        ReadStateAsync = static async (context, cancellationToken) => (await ChassisPower.GetAsync(context.Connection, cancellationToken).ConfigureAwait(false), []),
        PrepareStepAsync = static async (context, settings, cancellationToken) =>
            ConfigurationStep.Of("Chassis", await ChassisSettingsChange.PrepareAsync(context.Connection, settings, cancellationToken).ConfigureAwait(false)),
    };

    /// <summary>Boot options. IPMI 2.0 section 28.13. Who has asked for them is not a setting.</summary>
    public static ConfigurationSection Boot { get; } = new SingleSection<BootOption, BootSettings>("Boot", "Boot options that are in force, and how long they stay.", new()
    {
        { SettingTypes.Flags<BootOption, BootSettings, BootFlagValidBitClearing>("ValidBitClearing", static state => state.ValidBitClearing, static (settings, value) => settings with { ValidBitClearing = value }) },
        { "ServicePartition", 0, 255, static state => state.ServicePartition, static (settings, value) => settings with { ServicePartition = value } },
        { "Valid", static state => state.Valid, static (settings, value) => settings with { Valid = value } },
        { "Device", static state => InForce(state, state.Device), static (settings, value) => settings with { Device = value } },
        { "Instance", 0, 31, static state => InForce(state, state.Instance), static (settings, value) => settings with { Instance = value } },
        { "Persistent", static state => InForce(state, state.Persistent), static (settings, value) => settings with { Persistent = value } },
        { "Uefi", static state => InForce(state, state.Uefi), static (settings, value) => settings with { Uefi = value } },
        { "LockKeyboard", static state => InForce(state, state.LockKeyboard), static (settings, value) => settings with { LockKeyboard = value } },
        { "LockPowerButton", static state => InForce(state, state.LockPowerButton), static (settings, value) => settings with { LockPowerButton = value } },
        { "LockResetButton", static state => InForce(state, state.LockResetButton), static (settings, value) => settings with { LockResetButton = value } },
        { "LockSleepButton", static state => InForce(state, state.LockSleepButton), static (settings, value) => settings with { LockSleepButton = value } },
        { "BlankScreen", static state => InForce(state, state.BlankScreen), static (settings, value) => settings with { BlankScreen = value } },
        { "Verbosity", static state => InForce(state, state.Verbosity), static (settings, value) => settings with { Verbosity = value } },
        { "ConsoleRedirection", static state => InForce(state, state.ConsoleRedirection), static (settings, value) => settings with { ConsoleRedirection = value } },
        { "EventTraps", static state => InForce(state, state.EventTraps), static (settings, value) => settings with { EventTraps = value } },
        { "BypassPassword", static state => InForce(state, state.BypassPassword), static (settings, value) => settings with { BypassPassword = value } },
        { "MuxControl", static state => InForce(state, state.MuxControl), static (settings, value) => settings with { MuxControl = value } },
        { "SharedMode", static state => InForce(state, state.SharedMode), static (settings, value) => settings with { SharedMode = value } },
    }, static () => new())
    {
        ReadStateAsync = static async (context, cancellationToken) =>
        {
            var options = await BootOptionReader.GetAsync(context.Connection, cancellationToken).ConfigureAwait(false);
            return (options, options.Notes);
        },
        PrepareStepAsync = static async (context, settings, cancellationToken) =>
            ConfigurationStep.Of("Boot", await BootOptionChange.PrepareAsync(context.Connection, settings, cancellationToken).ConfigureAwait(false)),
    };

    /// <summary>System information. IPMI 2.0 section 22.14a. The version of the BIOS is what the BIOS says of itself.</summary>
    public static ConfigurationSection SystemInfo { get; } = new SingleSection<SystemInfo, SystemInfo>("SystemInfo", "Names that the server and its operating system have on the BMC.", new()
    {
        { "SystemName", Text, static state => state.SystemName, static (settings, value) => With(settings, name: value), LongestText, true },
        { "PrimaryOperatingSystem", Text, static state => state.PrimaryOperatingSystem, static (settings, value) => With(settings, primary: value), LongestText, true },
        { "OperatingSystem", Text, static state => state.OperatingSystem, static (settings, value) => With(settings, present: value), LongestText, true },
        { "OperatingSystemVersion", Text, static state => state.OperatingSystemVersion, static (settings, value) => With(settings, version: value), LongestText, true },
        { "BmcUrl", Text, static state => state.BmcUrl, static (settings, value) => With(settings, bmc: value), LongestText, true },
        { "HypervisorUrl", Text, static state => state.HypervisorUrl, static (settings, value) => With(settings, hypervisor: value), LongestText, true },
    }, static () => new())
    {
        Severity = ConfigurationSeverity.Information,
        ReadStateAsync = static async (context, cancellationToken) =>
        {
            var info = await SystemInfoReader.GetAsync(context.Connection, null, cancellationToken).ConfigureAwait(false);
            return (info, info.Notes);
        },
        PrepareStepAsync = static async (context, settings, cancellationToken) =>
            ConfigurationStep.Of("SystemInfo", await SystemInfoChange.PrepareAsync(context.Connection, settings, cancellationToken).ConfigureAwait(false)),
    };

    /// <summary>Global enables. IPMI 2.0 section 22.1.</summary>
    public static ConfigurationSection GlobalEnables { get; } = new SingleSection<GlobalEnables, EnableSettings>("GlobalEnables", "What the BMC does with events and messages.", new()
    {
        { "SystemEventLogging", static state => state.SystemEventLogging, static (settings, value) => settings.With(BmcGlobalEnables.SystemEventLogging, value) },
        { "EventMessageBuffer", static state => state.EventMessageBuffer, static (settings, value) => settings.With(BmcGlobalEnables.EventMessageBuffer, value) },
        { "EventMessageBufferFullInterrupt", static state => state.EventMessageBufferFullInterrupt, static (settings, value) => settings.With(BmcGlobalEnables.EventMessageBufferFullInterrupt, value) },
        { "ReceiveMessageQueueInterrupt", static state => state.ReceiveMessageQueueInterrupt, static (settings, value) => settings.With(BmcGlobalEnables.ReceiveMessageQueueInterrupt, value) },
        { "Oem0", static state => state.Oem0, static (settings, value) => settings.With(BmcGlobalEnables.Oem0, value) },
        { "Oem1", static state => state.Oem1, static (settings, value) => settings.With(BmcGlobalEnables.Oem1, value) },
        { "Oem2", static state => state.Oem2, static (settings, value) => settings.With(BmcGlobalEnables.Oem2, value) },
    }, static () => default)
    {
        ReadStateAsync = static async (context, cancellationToken) => (await GlobalEnablesControl.GetAsync(context.Connection, cancellationToken).ConfigureAwait(false), []),
        PrepareStepAsync = static async (context, settings, cancellationToken) =>
            ConfigurationStep.Of("GlobalEnables", await GlobalEnablesControl.PrepareAsync(context.Connection, settings.On, settings.Off, cancellationToken).ConfigureAwait(false)),
    };

    /// <summary>Event receiver. IPMI 2.0 section 29.1.</summary>
    public static ConfigurationSection EventReceiver { get; } = new SingleSection<IpmiEventReceiver, (byte? Address, byte? Lun)>("EventReceiver", "Where the BMC sends its event messages.", new()
    {
        { "SlaveAddress", 0, 255, static state => state.SlaveAddress, static (settings, value) => (((byte)value), settings.Lun) },
        { "Lun", 0, 3, static state => state.Lun, static (settings, value) => (settings.Address, (byte)value) },
    }, static () => default)
    {
        ReadStateAsync = static async (context, cancellationToken) => (await EventReceiverChange.GetAsync(context.Connection, cancellationToken).ConfigureAwait(false), []),
        PrepareStepAsync = static async (context, settings, cancellationToken) => ConfigurationStep.Of(
            "EventReceiver", await EventReceiverChange.PrepareAsync(context.Connection, settings.Address, settings.Lun, cancellationToken).ConfigureAwait(false)),
    };

    /// <summary>The offset of the BMC's clock to UTC. IPMI 2.0 section 31.11a. The time itself is not a setting.</summary>
    public static ConfigurationSection Clock { get; } = new SingleSection<IpmiClock, ClockSettings>("Clock", "The clock of the BMC.", new()
    {
        { "UtcOffsetMinutes", -1440, 1440, static state => (long?)state.UtcOffset?.TotalMinutes, static (settings, value) => settings with { UtcOffset = (short)value } },
    }, static () => new())
    {
        ReadStateAsync = static async (context, cancellationToken) => (await ClockReader.GetAsync(context.Connection, cancellationToken).ConfigureAwait(false), []),
        PrepareStepAsync = static async (context, settings, cancellationToken) =>
            ConfigurationStep.Of("Clock", await ClockChange.PrepareAsync(context.Connection, settings, cancellationToken).ConfigureAwait(false)),
    };

    /// <summary>DCMI. DCMI 1.5 sections 6.1 and 6.7.</summary>
    public static ConfigurationSection Dcmi { get; } = new SingleSection<DcmiConfiguration, DcmiSettings>("Dcmi", "DHCP and the limit of the inlet temperature, of DCMI.", new()
    {
        { SettingTypes.Flags<DcmiConfiguration, DcmiSettings, DhcpDiscovery>("DhcpDiscovery", static state => state.DhcpDiscovery, static (settings, value) => settings with { DhcpDiscovery = value }) },
        { "DhcpInitialTimeoutSeconds", 0, 255, static state => state.DhcpInitialTimeoutSeconds, static (settings, value) => settings with { DhcpInitialTimeoutSeconds = value } },
        { "DhcpContactTimeoutSeconds", 0, 65535, static state => state.DhcpContactTimeoutSeconds, static (settings, value) => settings with { DhcpContactTimeoutSeconds = value } },
        { "DhcpRetrySeconds", 0, 65535, static state => state.DhcpRetrySeconds, static (settings, value) => settings with { DhcpRetrySeconds = value } },
        { "InletLimitCelsius", 0, 255, static state => state.InletLimitCelsius, static (settings, value) => settings with { InletLimitCelsius = value } },
        { "InletLimitSeconds", 0, 65535, static state => state.InletLimitSeconds, static (settings, value) => settings with { InletLimitSeconds = value } },
        { SettingTypes.Flags<DcmiConfiguration, DcmiSettings, ThermalLimitActions>("InletLimitAction", static state => state.InletLimitAction, static (settings, value) => settings with { InletLimitAction = value }) },
    }, static () => new())
    {
        ReadStateAsync = static async (context, cancellationToken) =>
        {
            var dcmi = await DcmiConfigurationReader.GetAsync(context.Connection, cancellationToken).ConfigureAwait(false);
            return (dcmi, dcmi.Notes);
        },
        PrepareStepAsync = static async (context, settings, cancellationToken) =>
        {
            var change = await DcmiConfigurationChange.PrepareAsync(context.Connection, settings, cancellationToken).ConfigureAwait(false);
            return ConfigurationStep.Of("Dcmi", change, change.MayPowerOff ? "The BMC powers the server off, without a shutdown, if the inlet is too warm" : null);
        },
    };

    /// <summary>Power limit. DCMI 1.5 section 6.6; Node Manager 3.0.</summary>
    public static ConfigurationSection PowerLimit { get; } = new SingleSection<PowerLimit, PowerLimitSettings>("PowerLimit", "The limit of the server's power.", new()
    {
        { "Watts", 1, 65535, static state => state.Watts is > 0 ? state.Watts : null, static (settings, value) => settings with { Watts = value } },
        { "CorrectionMilliseconds", 0, int.MaxValue, static state => state.Watts is > 0 ? state.CorrectionMilliseconds : null, static (settings, value) => settings with { CorrectionMilliseconds = value } },
        { "SamplingSeconds", 0, 65535, static state => state.Watts is > 0 ? state.SamplingSeconds : null, static (settings, value) => settings with { SamplingSeconds = value } },
        { "ExceptionAction", static state => state.Watts is > 0 ? (PowerLimitAction?)state.ExceptionAction : null, static (settings, value) => settings with { ExceptionAction = value } },
        { "State", static state => (PowerLimitState?)state.State, static (settings, value) => settings with { State = value } },
    }, static () => new())
    {
        ReadStateAsync = static async (context, cancellationToken) =>
        {
            var limit = await PowerLimitReader.GetAsync(context.Connection, cancellationToken).ConfigureAwait(false);
            return (limit, limit.Notes);
        },
        PrepareStepAsync = static async (context, settings, cancellationToken) =>
        {
            var change = await PowerLimitChange.PrepareAsync(context.Connection, settings, cancellationToken).ConfigureAwait(false);
            return ConfigurationStep.Of("PowerLimit", change, change.MayPowerOff ? "With the action PowerOff, the BMC powers the server off, without a shutdown, if it cannot hold the limit" : null);
        },
    };

    /// <summary>Asset tag. DCMI 1.5 section 6.4.</summary>
    public static ConfigurationSection AssetTag { get; } = new SingleSection<AssetTagInfo, (string? Tag, string? Identifier)>("AssetTag", "The asset tag, and the name of the BMC for DHCP.", new()
    {
        { "AssetTag", Text, static state => state.AssetTag, static (settings, value) => (value, settings.Identifier), LongestAssetTag, true },
        { "ControllerIdentifier", Text, static state => state.ControllerIdentifier, static (settings, value) => (settings.Tag, value), LongestAssetTag, true },
    }, static () => default)
    {
        Severity = ConfigurationSeverity.Information,
        ReadStateAsync = static async (context, cancellationToken) =>
        {
            var tag = await AssetTagReader.GetAsync(context.Connection, cancellationToken).ConfigureAwait(false);
            return (tag, tag.Notes);
        },
        PrepareStepAsync = static async (context, settings, cancellationToken) =>
            ConfigurationStep.Of("AssetTag", await AssetTagChange.PrepareAsync(context.Connection, settings.Tag, settings.Identifier, cancellationToken).ConfigureAwait(false)),
    };

    private const string Text = "text";

    /// <summary>Boot flags that are not valid are left over, and mean nothing.</summary>
    private static T? InForce<T>(BootOption options, T? value)
        where T : struct => options.Valid == true ? value : null;

    private static SystemInfo With(SystemInfo info, string? name = null, string? primary = null, string? present = null, string? version = null, string? bmc = null, string? hypervisor = null) => new()
    {
        SystemName = name ?? info.SystemName,
        PrimaryOperatingSystem = primary ?? info.PrimaryOperatingSystem,
        OperatingSystem = present ?? info.OperatingSystem,
        OperatingSystemVersion = version ?? info.OperatingSystemVersion,
        BmcUrl = bmc ?? info.BmcUrl,
        HypervisorUrl = hypervisor ?? info.HypervisorUrl,
    };

    /// <summary>Bits to set and bits to clear.</summary>
    internal readonly record struct EnableSettings(BmcGlobalEnables On, BmcGlobalEnables Off)
    {
        public EnableSettings With(BmcGlobalEnables flag, bool isOn) => isOn ? this with { On = On | flag } : this with { Off = Off | flag };
    }
}
