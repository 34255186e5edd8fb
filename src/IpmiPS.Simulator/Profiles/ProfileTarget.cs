namespace IpmiPS.Simulator;

/// <summary>The machine that a profile is read into, and what its lines set for the lines behind them.</summary>
internal sealed class ProfileTarget
{
    public ProfileTarget(string name)
    {
        Machine = new MachineDefinition { Name = name };
        Machine.Controllers.Add(Controller);
    }

    public MachineDefinition Machine { get; }

    /// <summary>The controller that the lines are about.</summary>
    public ControllerDefinition Controller { get; set; } = new();

    /// <summary>Whether SDRs are device SDRs of the controller, instead of records in the BMC's repository.</summary>
    public bool UsesDeviceSdrs { get; set; }

    /// <summary>How names in SDRs are coded; see <see cref="SdrNames"/>.</summary>
    public string NameCoding { get; set; } = "";

    public void Store(byte[] record, byte lun = 0)
    {
        record = SdrNames.Recode(record, NameCoding);
        if (UsesDeviceSdrs)
            Controller.DeviceSdrs[lun].Add(record);
        else
            Machine.Bmc.MainSdrs.Add(record);
    }
}
