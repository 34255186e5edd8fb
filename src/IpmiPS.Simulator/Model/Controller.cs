using System;

namespace IpmiPS.Simulator;

/// <summary>A management controller as it is now.</summary>
internal sealed class Controller
{
    private readonly SdrStore?[] _deviceSdrs = new SdrStore?[4];
    private readonly uint _built;

    public Controller(ControllerDefinition definition, VirtualBmc bmc)
    {
        Definition = definition;
        Bmc = bmc;
        Sensors = new SensorBank(definition, unchecked(bmc.Options.Seed * 31 + bmc.Index), () => bmc.Time.Now, () => bmc.Chassis.IsOn, OnSensorEvent);
        Frus = new FruStore(definition, bmc.Number);
        _built = bmc.Definition.SdrBuildTime;
        if ((definition.DeviceSupport & 0x02) != 0 || definition.MainSdrs.Count > 0)
            MainSdrs = new SdrStore(definition.MainSdrs, _built);
        if (definition.Sel is { } sel)
            Sel = new EventLog(sel, bmc.Options.SelEntries, bmc.Time);
    }

    public ControllerDefinition Definition { get; }

    public VirtualBmc Bmc { get; }

    public SensorBank Sensors { get; }

    public FruStore Frus { get; }

    /// <summary>The SDR repository; null where the controller has none.</summary>
    public SdrStore? MainSdrs { get; }

    public EventLog? Sel { get; }

    /// <summary>Device SDRs of a LUN.</summary>
    public SdrStore DeviceSdrs(byte lun) => _deviceSdrs[lun] ??= new SdrStore(Definition.DeviceSdrs[lun], _built);

    private void OnSensorEvent(SensorEvent e) => Bmc.Controllers.Log?.AddEvent(
        Definition.Address, e.Sensor.Lun, e.Sensor.SensorType, e.Sensor.Number, e.Assertion, e.Sensor.EventReadingType, e.Data1, e.Data2, e.Data3);
}
