using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>
/// The description of a kind of server, read from a profile or an .emu file. All BMCs of the kind share it; it is not changed after it was read.
/// </summary>
internal sealed class MachineDefinition
{
    private uint? _sdrBuildTime;

    public string Name { get; set; } = "";

    /// <summary>Address of the controller that the LAN reaches.</summary>
    public byte BmcAddress { get; set; } = 0x20;

    public List<ControllerDefinition> Controllers { get; } = [];

    /// <summary>Null: all standard suites.</summary>
    public byte[]? CipherSuites { get; set; }

    /// <summary>Names of the IPMI 1.5 authentication types; null: all four.</summary>
    public string[]? AuthenticationTypes { get; set; }

    /// <summary>The machine's GUID; null: each BMC has its own.</summary>
    public byte[]? Guid { get; set; }

    /// <summary>Whether the GUID is sent in SMBIOS order instead of the specification's.</summary>
    public bool HasSmbiosGuid { get; set; }

    /// <summary>Whether there is a serial console.</summary>
    public bool HasSol { get; set; } = true;

    /// <summary>The lines that the machine prints on its console when it starts; {name} is replaced by the machine's name.</summary>
    public List<string> BootLog { get; } = [];

    /// <summary>Watts that DCMI reports while the machine is on; null if the BMC does not support DCMI.</summary>
    public int? DcmiWatts { get; set; }

    /// <summary>Whose fan control the BMC has: "dell" or "supermicro"; null for none.</summary>
    public string? FanControl { get; set; }

    /// <summary>Maximum number of bytes in one read of an SDR or of FRU data; 0 for no limit.</summary>
    public int MaximumRead { get; set; }

    /// <summary>Whether the BMC supports the POH counter, restart cause, front-panel enables and the like.</summary>
    public bool HasExtendedChassis { get; set; } = true;

    /// <summary>Whether the BMC supports platform event filtering, if it has an extended chassis at all.</summary>
    public bool HasPef { get; set; } = true;

    /// <summary>Whether alerts wait until no session is open on their channel. IPMI 1.5 section 15.13.3.</summary>
    public bool AlertsWait { get; set; }

    /// <summary>Whether every packet of an IPMI 1.5 session is authenticated; unless the options say otherwise.</summary>
    public bool PerMessageAuthentication { get; set; } = true;

    /// <summary>Maximum number of session slots; null for that of the options.</summary>
    public int? SessionSlots { get; set; }

    /// <summary>Whether all servers of this kind are unhealthy initially.</summary>
    public bool IsUnhealthy { get; set; }

    /// <summary>The failures of an unhealthy server of this kind.</summary>
    public List<SensorFailure> Failures { get; } = [];

    /// <summary>The lines of the .emu file that could not be used.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>When the SDRs were added, in seconds since 1970; the same for all racks of this kind.</summary>
    public uint SdrBuildTime => _sdrBuildTime ??= SdrStore.BuildTime(Controllers.SelectMany(controller => controller.MainSdrs.Concat(controller.DeviceSdrs.SelectMany(sdrs => sdrs))));

    public ControllerDefinition Bmc => Find(BmcAddress) ?? throw new InvalidOperationException($"No controller has the BMC's address {BmcAddress:X2}h.");

    public ControllerDefinition? Find(byte address) => Controllers.Find(controller => controller.Address == address);
}

/// <summary>A sensor that is not in its normal state: its analog value, or the asserted offsets of a discrete sensor.</summary>
internal sealed record SensorFailure(byte SensorNumber, double? Value, int[] States);
