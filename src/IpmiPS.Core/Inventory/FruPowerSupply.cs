using IpmiPS.Inventory;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>Power Supply Information. FRU 1.0 section 18.1, table 18-1.</summary>
public sealed class FruPowerSupply : FruMultiRecord
{
    private const double CentiVolts = 100;
    private const int TwelveBits = 0xFFF;

    internal FruPowerSupply(FruRecordHeader header, ByteReader reader)
        : base(header)
    {
        // 0 [11:0] capacity; 2 peak VA; 4 inrush A; 5 inrush ms; 6, 8 input range 1; 10, 12 input range 2; 14, 15 frequency;
        // 16 dropout ms; 17 flags; 18 [15:12] hold-up s, [11:0] peak W; 20 [7:4] [3:0] voltages; 21 combined W; 23 tachometer
        Capacity = reader.ReadUInt16() & TwelveBits;
        PeakVA = reader.ReadUInt16() is var peak and not ushort.MaxValue ? peak : null;
        InrushCurrent = reader.ReadByte() is var inrush and not byte.MaxValue ? inrush : null;
        InrushInterval = reader.ReadByte();
        InputVoltageLow1 = (short)reader.ReadUInt16() / CentiVolts;
        InputVoltageHigh1 = (short)reader.ReadUInt16() / CentiVolts;
        short low2 = (short)reader.ReadUInt16();
        short high2 = (short)reader.ReadUInt16();
        bool hasSecondRange = low2 != 0 || high2 != 0;
        InputVoltageLow2 = hasSecondRange ? low2 / CentiVolts : null;
        InputVoltageHigh2 = hasSecondRange ? high2 / CentiVolts : null;
        InputFrequencyLow = reader.ReadByte();
        InputFrequencyHigh = reader.ReadByte();
        DropoutTolerance = reader.ReadByte();
        byte flags = reader.ReadByte();
        PredictiveFail = (flags & 0x01) != 0;
        PowerFactorCorrection = (flags & 0x02) != 0;
        Autoswitch = (flags & 0x04) != 0;
        HotSwap = (flags & 0x08) != 0;
        TwoPulsesPerRotation = (flags & 0x10) != 0;
        ushort peakWattage = reader.ReadUInt16();
        PeakCapacity = (peakWattage & TwelveBits) == TwelveBits ? null : peakWattage & TwelveBits;
        HoldUpTime = peakWattage >> 12;
        byte voltages = reader.ReadByte();
        ushort combined = reader.ReadUInt16();
        if (combined != 0)
        {
            CombinedVoltages = $"{Voltage(voltages >> 4)} and {Voltage(voltages & 0xF)}";
            CombinedCapacity = combined;
        }

        TachometerThreshold = reader.ReadByte();
    }

    /// <summary>Overall capacity in watts.</summary>
    public int Capacity { get; }

    /// <summary>Peak volt-amperes; null if unspecified.</summary>
    public int? PeakVA { get; }

    /// <summary>Inrush current in amperes; null if unspecified.</summary>
    public int? InrushCurrent { get; }

    /// <summary>Inrush interval in milliseconds.</summary>
    public int InrushInterval { get; }

    /// <summary>Low end of the first input voltage range in volts.</summary>
    public double InputVoltageLow1 { get; }

    /// <summary>High end of the first input voltage range in volts.</summary>
    public double InputVoltageHigh1 { get; }

    /// <summary>Low end of the second input voltage range in volts; null if there is one range.</summary>
    public double? InputVoltageLow2 { get; }

    /// <summary>High end of the second input voltage range in volts; null if there is one range.</summary>
    public double? InputVoltageHigh2 { get; }

    /// <summary>Low end of the input frequency range in hertz; 0 for DC input.</summary>
    public int InputFrequencyLow { get; }

    /// <summary>High end of the input frequency range in hertz; 0 for DC input only.</summary>
    public int InputFrequencyHigh { get; }

    /// <summary>Input dropout tolerance in milliseconds.</summary>
    public int DropoutTolerance { get; }

    /// <summary>Whether a pin predicts failure.</summary>
    public bool PredictiveFail { get; }

    /// <summary>Whether there is power factor correction.</summary>
    public bool PowerFactorCorrection { get; }

    /// <summary>Whether the input voltage range is switched automatically.</summary>
    public bool Autoswitch { get; }

    /// <summary>Whether the supply can be hot-swapped.</summary>
    public bool HotSwap { get; }

    /// <summary>Whether the tachometer has two pulses per rotation; without a tachometer, whether the pin is low on failure.</summary>
    public bool TwoPulsesPerRotation { get; }

    /// <summary>Peak capacity in watts; null if unspecified.</summary>
    public int? PeakCapacity { get; }

    /// <summary>Duration of the peak capacity in seconds, 0 to 15.</summary>
    public int HoldUpTime { get; }

    /// <summary>The two voltages that share <see cref="CombinedCapacity"/>, such as "5 V and 3.3 V"; null for none.</summary>
    public string? CombinedVoltages { get; }

    /// <summary>Combined capacity of two voltages in watts; null for none.</summary>
    public int? CombinedCapacity { get; }

    /// <summary>Fan speed below which failure is predicted, in rotations per second; 0 if a pin signals it.</summary>
    public int TachometerThreshold { get; }

    private static string Voltage(int code) => code switch
    {
        0 => "12 V",
        1 => "-12 V",
        2 => "5 V",
        3 => "3.3 V",
        _ => $"voltage {code}",
    };
}
