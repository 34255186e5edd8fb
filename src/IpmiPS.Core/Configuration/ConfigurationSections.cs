using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Configuration;

/// <summary>All sections of a configuration, in the order of the file.</summary>
internal static class ConfigurationSections
{
    /// <summary>Order of sections about access: after everything that needs access.</summary>
    public const int Access = 10;

    /// <summary>Order of the section that may end the connection.</summary>
    public const int Last = 20;

    /// <summary>The sections.</summary>
    public static IReadOnlyList<ConfigurationSection> All { get; } =
    [
        SystemSections.Chassis, SystemSections.Boot, SystemSections.SystemInfo, SystemSections.AssetTag, SystemSections.Clock, SystemSections.GlobalEnables, SystemSections.EventReceiver,
        SystemSections.Dcmi, SystemSections.PowerLimit, NetworkSections.Network, NetworkSections.Sol, NetworkSections.Serial,
        new UserSection { Severity = ConfigurationSeverity.Critical, Order = Access },
        new CipherSuiteSection { Severity = ConfigurationSeverity.Critical, Order = Access + 1 },
        NetworkSections.Channels, AlertSections.Pef, AlertSections.Destinations, SensorSections.Thresholds, SensorSections.Events,
    ];

    /// <summary>The names of the sections.</summary>
    public static IEnumerable<string> Names => All.Select(static section => section.Name);

    /// <summary>The section of a name; null if there is none.</summary>
    public static ConfigurationSection? Find(string name) => All.FirstOrDefault(section => section.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
