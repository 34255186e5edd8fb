using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>
/// What a kind of server is like, read from a profile or an .emu file. Not changed once it is read: all BMCs of a kind share it.
/// </summary>
internal sealed class MachineDefinition
{
    private uint? _sdrBuildTime;

    public string Name { get; set; } = "";

    /// <summary>Address of the controller that the LAN reaches.</summary>
    public byte BmcAddress { get; set; } = 0x20;

    public List<ControllerDefinition> Controllers { get; } = [];

    /// <summary>Null: every standard suite.</summary>
    public byte[]? CipherSuites { get; set; }

    /// <summary>Names of the IPMI 1.5 authentication types; null: all four.</summary>
    public string[]? AuthenticationTypes { get; set; }

    /// <summary>The machine's GUID; null: one of its own for each BMC.</summary>
    public byte[]? Guid { get; set; }

    /// <summary>Whether the GUID is sent in SMBIOS order instead of the specification's.</summary>
    public bool HasSmbiosGuid { get; set; }

    /// <summary>Whether there is a serial console.</summary>
    public bool HasSol { get; set; } = true;

    /// <summary>What the machine prints on its console when it starts; {name} stands for the machine's name.</summary>
    public List<string> BootLog { get; } = [];

    /// <summary>Watts that DCMI reports when the machine runs; null where the BMC knows no DCMI.</summary>
    public int? DcmiWatts { get; set; }

    /// <summary>The largest number of bytes that one read of an SDR or of FRU data may ask for; 0 for no limit.</summary>
    public int MaximumRead { get; set; }

    /// <summary>Whether POH counter, restart cause, front-panel enables and the like are known.</summary>
    public bool HasExtendedChassis { get; set; } = true;

    /// <summary>Whether every packet of an IPMI 1.5 session is authenticated; not where the options say otherwise.</summary>
    public bool PerMessageAuthentication { get; set; } = true;

    /// <summary>The most session slots there are; null for what the options say.</summary>
    public int? SessionSlots { get; set; }

    /// <summary>Whether every server of this kind is unhealthy from the start.</summary>
    public bool IsUnhealthy { get; set; }

    /// <summary>What makes this kind of server unhealthy.</summary>
    public List<Ailment> Ailments { get; } = [];

    /// <summary>Lines of the file that could not be understood; playing goes on without them.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>When the SDRs were put in, in seconds since 1970; the same for every rack of this kind.</summary>
    public uint SdrBuildTime => _sdrBuildTime ??= SdrStore.BuildTime(Controllers.SelectMany(controller => controller.MainSdrs.Concat(controller.DeviceSdrs.SelectMany(sdrs => sdrs))));

    public ControllerDefinition Bmc => Find(BmcAddress) ?? throw new InvalidOperationException($"No controller has the BMC's address {BmcAddress:X2}h.");

    public ControllerDefinition? Find(byte address) => Controllers.Find(controller => controller.Address == address);
}

/// <summary>A sensor out of its normal state: an analog value, or the offsets asserted of a discrete sensor.</summary>
internal sealed record Ailment(byte SensorNumber, double? Value, int[] States);
