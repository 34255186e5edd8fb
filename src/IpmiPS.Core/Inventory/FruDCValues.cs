using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>Common values of output and load records, in volts and amperes. FRU 1.0 sections 18.2 to 18.3a.</summary>
internal readonly struct FruDCValues
{
    private const byte FirstExtendedType = 0x09;
    private const int LargeUnitBit = 0x10;

    public FruDCValues(FruRecordHeader header, byte information, ByteReader reader)
    {
        // Voltages are signed, in 10 mV; ripple in mV; currents in mA, in extended records in 10 or 100 mA.
        NominalVoltage = (short)reader.ReadUInt16() / 100.0;
        LowVoltage = (short)reader.ReadUInt16() / 100.0;
        HighVoltage = (short)reader.ReadUInt16() / 100.0;
        RippleAndNoise = reader.ReadUInt16() / 1000.0;
        double perAmpere = header.TypeId < FirstExtendedType ? 1000 : (information & LargeUnitBit) == 0 ? 100 : 10;
        MinimumCurrent = reader.ReadUInt16() / perAmpere;
        MaximumCurrent = reader.ReadUInt16() / perAmpere;
    }

    public double NominalVoltage { get; }

    public double LowVoltage { get; }

    public double HighVoltage { get; }

    public double RippleAndNoise { get; }

    public double MinimumCurrent { get; }

    public double MaximumCurrent { get; }
}
