using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>The machine that an .emu file is read into. Commands name its controllers and sensors by address, LUN and number.</summary>
internal sealed class EmuMachine(string name)
{
    private readonly Dictionary<ControllerDefinition, List<SelSeed>> _logs = [];

    public MachineDefinition Definition { get; } = new() { Name = name };

    /// <summary>The controller whose address is the next token.</summary>
    public ControllerDefinition Controller(EmuTokens tokens)
    {
        byte address = tokens.Byte("address");
        return Definition.Find(address) ?? throw new FormatException($"there is no controller {address:X2}h");
    }

    /// <summary>The sensor whose address, LUN and number are the next tokens.</summary>
    public (ControllerDefinition Controller, SensorDefinition Sensor) Sensor(EmuTokens tokens)
    {
        var controller = Controller(tokens);
        byte lun = tokens.Byte("LUN"), number = tokens.Byte("sensor number");
        return (controller, controller.FindSensor(lun, number) ?? throw new FormatException($"there is no sensor {number:X2}h"));
    }

    /// <summary>Gives a controller a SEL, which is empty.</summary>
    public void AddLog(ControllerDefinition controller, int capacity, byte operationSupport) =>
        controller.Sel = new SelDefinition(capacity, operationSupport, _logs[controller] = []);

    /// <summary>The SEL entries of a controller; null if it has no SEL.</summary>
    public List<SelSeed>? LogOf(ControllerDefinition controller) => _logs.TryGetValue(controller, out var log) ? log : null;

    /// <summary>Records an event in the SEL of the BMC, if it has one with room.</summary>
    public void RecordEvent(ControllerDefinition controller, SensorDefinition sensor, bool assertion, byte data1, byte data2, byte data3)
    {
        if (Definition.Find(Definition.BmcAddress) is not { Sel: { } sel } bmc || LogOf(bmc) is not { } log || log.Count >= sel.Capacity)
            return;
        log.Add(new SelSeed(TimeSpan.Zero, 0x02,
        [
            0, 0, 0, 0, controller.Address, sensor.Lun, 0x04, sensor.SensorType, sensor.Number,
            (byte)((assertion ? 0 : 0x80) | sensor.EventReadingType), data1, data2, data3,
        ]));
    }

    /// <summary>The SDR of a sensor, in the BMC's repository or among the device SDRs of its controller.</summary>
    public byte[]? FindRecord(ControllerDefinition controller, SensorDefinition sensor)
    {
        var places = new List<List<byte[]>>(controller.DeviceSdrs);
        if (Definition.Find(Definition.BmcAddress) is { } bmc)
            places.Insert(0, bmc.MainSdrs);
        foreach (var records in places)
            foreach (byte[] record in records)
                if (record.Length > 8 && record[3] is 0x01 or 0x02 or 0x03 && record[5] == controller.Address && (record[6] & 0x03) == sensor.Lun && record[7] == sensor.Number)
                    return record;
        return null;
    }
}
