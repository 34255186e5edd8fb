using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <content>The machine behind the BMC: what happens to it, and what a test may do to it.</content>
public sealed partial class VirtualBmc
{
    private const byte SensorSpecific = 0x6F;

    /// <summary>Names of the BMC's own sensors, in the order of its SDRs.</summary>
    public IReadOnlyList<string> SensorNames => Controllers.Main.Definition.Sensors.ConvertAll(sensor => sensor.Name);

    /// <summary>Makes an analog sensor measure a value, as near to it as the sensor can, until <see cref="ReleaseSensor"/>. Thresholds that it crosses are recorded in the SEL.</summary>
    /// <param name="name">The sensor's name, exactly as in its SDR.</param>
    /// <param name="value">The value in the sensor's unit.</param>
    /// <exception cref="ArgumentException">There is no such sensor, or it is not analog.</exception>
    public void SetSensorValue(string name, double value) => UnderLock(() =>
    {
        var sensor = SensorNamed(name);
        if (!sensor.IsThreshold)
            throw new ArgumentException($"The sensor '{name}' is discrete: it has states and no value.", nameof(name));
        Controllers.Main.Sensors.SetRaw(sensor, sensor.Conversion.ToRaw(value));
        UpdateFaults();
    });

    /// <summary>Asserts exactly these states of a discrete sensor. What changes by it is recorded in the SEL.</summary>
    /// <param name="name">The sensor's name, exactly as in its SDR.</param>
    /// <param name="offsets">The offsets of the states, 0 to 14.</param>
    /// <exception cref="ArgumentException">There is no such sensor, or it is analog.</exception>
    public void SetSensorStates(string name, params int[] offsets) => UnderLock(() =>
    {
        var sensor = SensorNamed(name);
        if (sensor.IsThreshold)
            throw new ArgumentException($"The sensor '{name}' is analog: its states follow from its value.", nameof(name));
        Controllers.Main.Sensors.SetStates(sensor, Bits(offsets));
        UpdateFaults();
    });

    /// <summary>Lets an analog sensor measure the machine again.</summary>
    /// <exception cref="ArgumentException">There is no such sensor.</exception>
    public void ReleaseSensor(string name) => UnderLock(() =>
    {
        Controllers.Main.Sensors.Release(SensorNamed(name));
        UpdateFaults();
    });

    /// <summary>Lets go wrong what the profile has for it: a fan fails, a power supply is lost. Recorded in the SEL.</summary>
    public void MakeUnhealthy() => UnderLock(() =>
    {
        foreach (var ailment in Definition.Ailments)
        {
            var bank = Controllers.Main.Sensors;
            if (bank.Find(0, ailment.SensorNumber) is not { } sensor)
                continue;
            if (ailment.Value is { } value)
                bank.SetRaw(sensor, sensor.Conversion.ToRaw(value));
            else
                bank.SetStates(sensor, Bits(ailment.States));
        }

        UpdateFaults();
    });

    private static ushort Bits(int[] offsets) => (ushort)offsets.Aggregate(0, (bits, offset) =>
        offset is >= 0 and < 15 ? bits | 1 << offset : throw new ArgumentOutOfRangeException(nameof(offsets), offset, "A state's offset is 0 to 14."));

    private SensorDefinition SensorNamed(string name) => Controllers.Main.Definition.Sensors.Find(sensor => sensor.Name == name)
        ?? throw new ArgumentException($"There is no sensor '{name}'.", nameof(name));

    /// <summary>The fault bits of the chassis status follow from the sensors.</summary>
    private void UpdateFaults()
    {
        var bank = Controllers.Main.Sensors;
        bool fan = false, power = false, drive = false, intrusion = false;
        foreach (var sensor in Controllers.Main.Definition.Sensors)
        {
            ushort states = bank.Read(sensor).States;
            fan |= sensor.SensorType == 0x04 && sensor.IsThreshold && (states & 0x3F) != 0;
            power |= sensor.SensorType == 0x08 && !sensor.IsThreshold && (states & 0x0A) != 0;
            drive |= sensor.SensorType == 0x0D && !sensor.IsThreshold && (states & 0x02) != 0;
            intrusion |= sensor.SensorType == 0x05 && !sensor.IsThreshold && (states & 0x01) != 0;
        }

        Chassis.IsFanFault = fan;
        Chassis.IsPowerFault = power;
        Chassis.IsDriveFault = drive;
        Chassis.IsIntruded = intrusion;
    }

    private void OnPowerChanged(PowerChange change)
    {
        var bank = Controllers.Main.Sensors;
        foreach (var sensor in Controllers.Main.Definition.Sensors)
        {
            if (sensor.EventReadingType != SensorSpecific)
                continue;
            switch (sensor.SensorType)
            {
                // Power unit: offset 0 power off. System ACPI power state: offset 0 S0 working, 6 S4/S5 soft-off.
                case 0x09 when change is PowerChange.On or PowerChange.Off or PowerChange.SoftOff:
                    bank.SetStates(sensor, (ushort)(bank.Read(sensor).States & ~1 | (Chassis.IsOn ? 0 : 1)));
                    break;
                case 0x22 when change is PowerChange.On or PowerChange.Off or PowerChange.SoftOff:
                    bank.SetStates(sensor, (ushort)(Chassis.IsOn ? 1 : 1 << 6));
                    break;

                // System boot initiated: offset 0 by power-up, 1 by hard reset. Critical interrupt: offset 0 NMI.
                case 0x1D when change is PowerChange.On or PowerChange.Reset:
                    bank.Report(sensor, change == PowerChange.On ? 0 : 1, true, 0x01);
                    break;
                case 0x13 when change == PowerChange.Diagnostic:
                    bank.Report(sensor, 0, true);
                    break;

                // OS shutdown: offset 3 graceful shutdown.
                case 0x20 when change == PowerChange.SoftOff:
                    bank.Report(sensor, 3, true);
                    break;
            }
        }

        if (change is PowerChange.On or PowerChange.Reset)
            Boot.Consume();
        Sol.OnPowerChanged(change);
    }
}
