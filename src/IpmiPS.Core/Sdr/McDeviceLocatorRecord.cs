using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A management controller: the BMC itself, or a satellite. Type 12h. IPMI 2.0 section 43.9.</summary>
public sealed record McDeviceLocatorRecord : LocatorRecord
{
    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.McDeviceLocator;

    /// <summary>Slave address of the controller.</summary>
    public byte SlaveAddress { get; init; }

    /// <summary>Channel that the controller is on, 0 to 15.</summary>
    public byte Channel { get; init; }

    /// <summary>[7:6] ACPI notifications wanted, [5] always present, [3:2] logging of init errors, [1:0] event messages at init.</summary>
    public byte PowerStateAndInit { get; init; }

    /// <summary>
    /// [7] chassis device, [6] bridge, [5] IPMB event generator, [4] event receiver, [3] FRU inventory, [2] SEL,
    /// [1] SDR repository (of a satellite: device SDRs), [0] sensors.
    /// </summary>
    public byte Capabilities { get; init; }

    /// <summary>Whether the controller has FRU device 0.</summary>
    public bool HasFru => (Capabilities & 0x08) != 0;

    /// <summary>Whether the controller has records: a repository (BMC) or device SDRs (satellite).</summary>
    public bool HasSdrs => (Capabilities & 0x02) != 0;

    /// <summary>Whether the controller has sensors.</summary>
    public bool HasSensors => (Capabilities & 0x01) != 0;

    internal static McDeviceLocatorRecord ReadBody(ByteReader reader)
    {
        // 6 slave address; 7 [3:0] channel; 8 power state notification, initialization; 9 capabilities; 10:12 reserved
        var record = new McDeviceLocatorRecord
        {
            SlaveAddress = (byte)(reader.ReadByte() & 0xFE),
            Channel = (byte)(reader.ReadByte() & 0x0F),
            PowerStateAndInit = reader.ReadByte(),
            Capabilities = reader.ReadByte(),
        };
        reader.Skip(3);
        return record.ReadEntityAndName<McDeviceLocatorRecord>(reader);
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        writer.WriteByte(SlaveAddress);
        writer.WriteByte(Channel);
        writer.WriteByte(PowerStateAndInit);
        writer.WriteByte(Capabilities);
        writer.WriteUInt24(0);
        WriteEntityAndName(writer);
    }
}
