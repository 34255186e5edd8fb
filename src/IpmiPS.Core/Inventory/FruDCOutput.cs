using IpmiPS.Inventory;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>DC Output and Extended DC Output: an output of a power supply. FRU 1.0 sections 18.2 and 18.2a.</summary>
public sealed class FruDCOutput : FruMultiRecord
{
    internal FruDCOutput(FruRecordHeader header, ByteReader reader)
        : base(header)
    {
        // 0 [7] standby, [4] current unit (extended), [3:0] output; 1 nominal, 3 negative, 5 positive voltage; 7 ripple; 9, 11 current
        byte information = reader.ReadByte();
        Output = information & 0x0F;
        Standby = (information & 0x80) != 0;
        var values = new FruDCValues(header, information, reader);
        NominalVoltage = values.NominalVoltage;
        MaximumNegativeVoltage = values.LowVoltage;
        MaximumPositiveVoltage = values.HighVoltage;
        RippleAndNoise = values.RippleAndNoise;
        MinimumCurrent = values.MinimumCurrent;
        MaximumCurrent = values.MaximumCurrent;
    }

    /// <summary>Number of the output, 1 to 15; 0 for unknown.</summary>
    public int Output { get; }

    /// <summary>Whether the output is available in standby.</summary>
    public bool Standby { get; }

    /// <summary>Nominal voltage in volts.</summary>
    public double NominalVoltage { get; }

    /// <summary>Lowest rated voltage in volts; some manufacturers specify the deviation from the nominal one.</summary>
    public double MaximumNegativeVoltage { get; }

    /// <summary>Highest rated voltage in volts; some manufacturers specify the deviation from the nominal one.</summary>
    public double MaximumPositiveVoltage { get; }

    /// <summary>Ripple and noise, peak to peak, in volts.</summary>
    public double RippleAndNoise { get; }

    /// <summary>Minimum current draw in amperes.</summary>
    public double MinimumCurrent { get; }

    /// <summary>Maximum current draw in amperes.</summary>
    public double MaximumCurrent { get; }
}

/// <summary>DC Load and Extended DC Load: the load of a board. FRU 1.0 sections 18.3 and 18.3a.</summary>
public sealed class FruDCLoad : FruMultiRecord
{
    internal FruDCLoad(FruRecordHeader header, ByteReader reader)
        : base(header)
    {
        // 0 [4] current unit (extended), [3:0] output; 1 nominal, 3 minimum, 5 maximum voltage; 7 ripple; 9, 11 current
        byte information = reader.ReadByte();
        Output = information & 0x0F;
        var values = new FruDCValues(header, information, reader);
        NominalVoltage = values.NominalVoltage;
        MinimumVoltage = values.LowVoltage;
        MaximumVoltage = values.HighVoltage;
        RippleAndNoise = values.RippleAndNoise;
        MinimumCurrent = values.MinimumCurrent;
        MaximumCurrent = values.MaximumCurrent;
    }

    /// <summary>Number of the output, 1 to 15; 0 for unknown.</summary>
    public int Output { get; }

    /// <summary>Nominal voltage in volts.</summary>
    public double NominalVoltage { get; }

    /// <summary>Lowest tolerable voltage in volts.</summary>
    public double MinimumVoltage { get; }

    /// <summary>Highest tolerable voltage in volts.</summary>
    public double MaximumVoltage { get; }

    /// <summary>Tolerable ripple and noise, peak to peak, in volts.</summary>
    public double RippleAndNoise { get; }

    /// <summary>Minimum load in amperes.</summary>
    public double MinimumCurrent { get; }

    /// <summary>Maximum load in amperes.</summary>
    public double MaximumCurrent { get; }
}
