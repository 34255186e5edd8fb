using System;
using System.Collections.Generic;
using Xunit;

namespace IpmiPS.Interop.Support;

/// <summary>What a test needs that is not of this project.</summary>
[Flags]
public enum Needs
{
    /// <summary>OpenIPMI's BMC simulator.</summary>
    IpmiSim = 1,

    /// <summary>The captured servers, and what serves them.</summary>
    Captures = 2 | IpmiSim,

    /// <summary>ipmitool.</summary>
    IpmiTool = 4,

    /// <summary>ipmi-sensors and its siblings.</summary>
    FreeIpmi = 8,

    /// <summary>The relay behind the captured servers' serial consoles.</summary>
    Socat = 16,

    /// <summary>snmptrap and snmpinform of net-snmp.</summary>
    SnmpTrap = 32,

    /// <summary>The receiver of SNMP traps of net-snmp.</summary>
    SnmpTrapd = 64,
}

/// <summary>A test that is skipped, with what is missing named, where the machine has not what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropFactAttribute : FactAttribute
{
    public InteropFactAttribute(Needs needs)
    {
        Needs = needs;
        Skip = Requirements.ReasonToSkip(needs);
    }

    public Needs Needs { get; }
}

/// <summary>The same for tests with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropTheoryAttribute : TheoryAttribute
{
    public InteropTheoryAttribute(Needs needs)
    {
        Needs = needs;
        Skip = Requirements.ReasonToSkip(needs);
    }

    public Needs Needs { get; }
}

internal static class Requirements
{
    public static string? ReasonToSkip(Needs needs)
    {
        var missing = new List<string>();
        void Want(Needs need, bool isHere, string name)
        {
            if (needs.HasFlag(need) && !isHere)
                missing.Add(name);
        }

        Want(Needs.IpmiSim, Has("ipmi_sim") && Has("bash") && OperatingSystem.IsLinux(), "ipmi_sim (Debian package openipmi)");
        Want(Needs.Captures, Captures.AreHere, $"the captured servers in {Captures.Folder} (or where IPMIPS_CAPTURES says)");
        Want(Needs.IpmiTool, Has("ipmitool"), "ipmitool");
        Want(Needs.FreeIpmi, Has("ipmi-sensors") && Has("ipmi-sel") && Has("ipmi-fru") && Has("ipmi-pet") && Has("bmc-info"), "FreeIPMI (Debian package freeipmi-tools)");
        Want(Needs.Socat, Has("socat"), "socat");
        Want(Needs.SnmpTrap, Has("snmptrap") && Has("snmpinform"), "snmptrap (Debian package snmp)");
        Want(Needs.SnmpTrapd, Has("snmptrapd") && Has("bash") && OperatingSystem.IsLinux(), "snmptrapd (Debian package snmptrapd)");
        return missing.Count == 0 ? null : "Not here: " + string.Join(", ", missing) + ".";
    }

    private static bool Has(string program) => ExternalTool.Find(program) is not null;
}
