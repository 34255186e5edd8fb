using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Simulator;

/// <summary>The state of a management controller.</summary>
internal sealed class Controller
{
    private readonly SdrStore?[] _deviceSdrs = new SdrStore?[4];
    private readonly uint _sdrBuildTime;

    public Controller(ControllerDefinition definition, SensorBank sensors, FruStore frus, uint sdrBuildTime, EventLog? sel)
    {
        Definition = definition;
        Sensors = sensors;
        Frus = frus;
        Sel = sel;
        _sdrBuildTime = sdrBuildTime;
        if ((definition.DeviceSupport & 0x02) != 0 || definition.MainSdrs.Count > 0)
            MainSdrs = new SdrStore(definition.MainSdrs, sdrBuildTime);
    }

    public ControllerDefinition Definition { get; }

    public SensorBank Sensors { get; }

    public FruStore Frus { get; }

    /// <summary>The SDR repository; null if the controller has none.</summary>
    public SdrStore? MainSdrs { get; }

    /// <summary>The SEL; null if the controller has none.</summary>
    public EventLog? Sel { get; }

    /// <summary>Where the controller sends its events.</summary>
    public EventReceiver EventReceiver { get; set; } = new(IpmbTarget.BmcAddress, 0);

    /// <summary>Device SDRs of a LUN.</summary>
    public SdrStore DeviceSdrs(byte lun) => _deviceSdrs[lun] ??= new SdrStore(Definition.DeviceSdrs[lun], _sdrBuildTime);
}
