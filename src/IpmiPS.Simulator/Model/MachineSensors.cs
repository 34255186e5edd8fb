using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>The BMC's own sensors, as the machine's power, its failures and a test move them. The fault bits of the chassis follow from them.</summary>
internal sealed class MachineSensors(Controller controller, MachineDefinition machine, Chassis chassis)
{
    private const byte SensorSpecific = 0x6F;
    private const byte SessionAudit = 0x2A;

    private readonly SensorBank _bank = controller.Sensors;
    private readonly List<SensorDefinition> _sensors = controller.Definition.Sensors;

    public IReadOnlyList<string> Names => _sensors.ConvertAll(sensor => sensor.Name);

    /// <exception cref="ArgumentException">There is no such sensor, or it is not analog.</exception>
    public void SetValue(string name, double value)
    {
        var sensor = Find(name);
        if (!sensor.IsThreshold)
            throw new ArgumentException($"The sensor '{name}' is discrete: it has states and no value.", nameof(name));
        _bank.SetRaw(sensor, sensor.Conversion.ToRaw(value));
        UpdateChassisFaults();
    }

    /// <exception cref="ArgumentException">There is no such sensor, or it is analog.</exception>
    public void SetStates(string name, int[] offsets)
    {
        var sensor = Find(name);
        if (sensor.IsThreshold)
            throw new ArgumentException($"The sensor '{name}' is analog: its states follow from its value.", nameof(name));
        _bank.SetStates(sensor, Bits(offsets));
        UpdateChassisFaults();
    }

    /// <exception cref="ArgumentException">There is no such sensor.</exception>
    public void Release(string name)
    {
        _bank.Release(Find(name));
        UpdateChassisFaults();
    }

    public void MakeUnhealthy()
    {
        foreach (var failure in machine.Failures)
        {
            if (_bank.Find(0, failure.SensorNumber) is not { } sensor)
                continue;
            if (failure.Value is { } value)
                _bank.SetRaw(sensor, sensor.Conversion.ToRaw(value));
            else
                _bank.SetStates(sensor, Bits(failure.States));
        }

        UpdateChassisFaults();
    }

    public void OnPowerChanged(PowerChange change)
    {
        foreach (var sensor in _sensors)
        {
            if (sensor.EventReadingType != SensorSpecific)
                continue;
            switch (sensor.SensorType)
            {
                // Power unit: offset 0 power off. System ACPI power state: offset 0 S0 working, 6 S4/S5 soft-off.
                case 0x09 when change is PowerChange.On or PowerChange.Off or PowerChange.SoftOff:
                    _bank.SetStates(sensor, (ushort)(_bank.Read(sensor).States & ~1 | (chassis.IsOn ? 0 : 1)));
                    break;
                case 0x22 when change is PowerChange.On or PowerChange.Off or PowerChange.SoftOff:
                    _bank.SetStates(sensor, (ushort)(chassis.IsOn ? 1 : 1 << 6));
                    break;

                // System boot initiated: offset 0 by power-up, 1 by hard reset. Critical interrupt: offset 0 NMI.
                case 0x1D when change is PowerChange.On or PowerChange.Reset:
                    _bank.Report(sensor, change == PowerChange.On ? 0 : 1, true, 0x01);
                    break;
                case 0x13 when change == PowerChange.Diagnostic:
                    _bank.Report(sensor, 0, true);
                    break;

                // OS shutdown: offset 3 graceful shutdown.
                case 0x20 when change == PowerChange.SoftOff:
                    _bank.Report(sensor, 3, true);
                    break;
            }
        }
    }

    /// <summary>Reports a refused log-in to the SEL, if the machine has a session audit sensor.</summary>
    /// <param name="user">The user whose password was wrong; null if there is no such user.</param>
    public void ReportRefusedLogIn(User? user)
    {
        // Offset 3 invalid user name or password; data 2 the user id, data 3 the channel.
        if (_sensors.Find(sensor => sensor.SensorType == SessionAudit) is { } audit)
            _bank.Report(audit, 0xF3, true, user?.Id ?? 0, Channels.Lan);
    }

    private static ushort Bits(int[] offsets) => (ushort)offsets.Aggregate(0, (bits, offset) =>
        offset is >= 0 and < 15 ? bits | 1 << offset : throw new ArgumentOutOfRangeException(nameof(offsets), offset, "A state's offset is 0 to 14."));

    private SensorDefinition Find(string name) => _sensors.Find(sensor => sensor.Name == name)
        ?? throw new ArgumentException($"There is no sensor '{name}'.", nameof(name));

    private void UpdateChassisFaults()
    {
        bool fan = false, power = false, drive = false, intrusion = false;
        foreach (var sensor in _sensors)
        {
            ushort states = _bank.Read(sensor).States;
            fan |= sensor.SensorType == 0x04 && sensor.IsThreshold && (states & 0x3F) != 0;
            power |= sensor.SensorType == 0x08 && !sensor.IsThreshold && (states & 0x0A) != 0;
            drive |= sensor.SensorType == 0x0D && !sensor.IsThreshold && (states & 0x02) != 0;
            intrusion |= sensor.SensorType == 0x05 && !sensor.IsThreshold && (states & 0x01) != 0;
        }

        chassis.IsFanFault = fan;
        chassis.IsPowerFault = power;
        chassis.IsDriveFault = drive;
        chassis.IsIntruded = intrusion;
    }
}
