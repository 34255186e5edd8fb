using System;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>The fans of a virtual machine whose maker lets them be controlled. Sensors of fans follow their duty.</summary>
internal sealed class FanState(Controller controller)
{
    private const byte FanType = 0x04, FullMode = 1;

    /// <summary>Duty at which fans have their nominal speed.</summary>
    private const int NominalPercent = 50;

    private readonly byte[] _duty = [NominalPercent, NominalPercent];

    /// <summary>Whether the BMC controls the fans.</summary>
    public bool IsAutomatic { get; private set; } = true;

    /// <summary>Fan mode of Supermicro.</summary>
    public byte Mode { get; private set; }

    /// <summary>Duty of a zone in percent.</summary>
    public byte Duty(byte zone) => _duty[zone];

    public bool HasZone(byte zone) => zone < _duty.Length;

    public void SetAutomatic(bool isAutomatic)
    {
        IsAutomatic = isAutomatic;
        Apply();
    }

    public void SetMode(byte mode)
    {
        Mode = mode;
        SetAutomatic(mode != FullMode);
    }

    /// <param name="percent">Percent.</param>
    /// <param name="zone">The zone; null for all.</param>
    public void SetDuty(byte percent, byte? zone = null)
    {
        for (byte i = 0; i < _duty.Length; i++)
        {
            if (zone is null || zone == i)
                _duty[i] = percent;
        }

        Apply();
    }

    private void Apply()
    {
        foreach (var sensor in controller.Definition.Sensors.Where(static sensor => sensor is { SensorType: FanType, IsThreshold: true }))
        {
            if (IsAutomatic)
                controller.Sensors.Release(sensor);
            else
                controller.Sensors.SetRaw(sensor, (byte)Math.Min(sensor.NominalRaw * _duty[0] / NominalPercent, byte.MaxValue));
        }
    }
}
