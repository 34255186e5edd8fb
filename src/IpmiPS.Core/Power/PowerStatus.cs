using IpmiPS.Commands.Chassis;

namespace IpmiPS;

/// <summary>Power and chassis of a machine, as its BMC reports them. IPMI 2.0 section 28.2.</summary>
public sealed class PowerStatus
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether the power is on.</summary>
    public PowerState State { get; init; }

    /// <summary>How the power last changed.</summary>
    public PowerEvents LastEvent { get; init; }

    /// <summary>What happens when AC returns.</summary>
    public PowerRestorePolicy RestorePolicy { get; init; }

    /// <summary>The faults of power and chassis.</summary>
    public PowerFaults Fault { get; init; }

    /// <summary>Whether the chassis is or was opened.</summary>
    public bool Intrusion => (Fault & PowerFaults.Intrusion) != 0;

    /// <summary>Whether the front panel's power and reset buttons are locked.</summary>
    public bool FrontPanelLockout { get; init; }

    /// <summary>Whether a drive is faulty.</summary>
    public bool DriveFault => (Fault & PowerFaults.DriveFault) != 0;

    /// <summary>Whether a fan or the cooling is faulty.</summary>
    public bool CoolingFault => (Fault & PowerFaults.CoolingFault) != 0;

    /// <summary>The identify light; null if the BMC does not report it.</summary>
    public IdentifyState? IdentifyState { get; init; }

    /// <summary>Front-panel buttons that are disabled; null if the BMC does not report them.</summary>
    public FrontPanelButtons? DisabledButtons { get; init; }

    /// <summary>What last started the machine; null if it was not requested or the BMC does not report it.</summary>
    public RestartCause? RestartCause { get; init; }

    internal static PowerStatus From(string computerName, ChassisStatus status, RestartCause? cause) => new()
    {
        ComputerName = computerName,
        State = status.IsOn ? PowerState.On : PowerState.Off,
        LastEvent = (PowerEvents)(status.LastPowerEvent & 0x1F),
        RestorePolicy = (PowerRestorePolicy)(status.PowerState >> 5 & 0x03),
        Fault = (PowerFaults)(status.PowerState & 0x1E | (status.MiscState & 0x0D) << 8),
        FrontPanelLockout = (status.MiscState & 0x02) != 0,
        // [6] says whether [5:4] are valid; 11b is reserved.
        IdentifyState = (status.MiscState & 0x40) != 0 && (status.MiscState & 0x30) != 0x30 ? (IdentifyState)(status.MiscState >> 4 & 0x03) : null,
        DisabledButtons = status.FrontPanel is { } panel ? (FrontPanelButtons)(panel & 0x0F) : null,
        RestartCause = cause,
    };
}
