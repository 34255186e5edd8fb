using System;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Builds sensor data records. IPMI 2.0 section 43. Record ids are set when a record is stored.</summary>
internal static class SdrBuilder
{
    private const byte Version = 0x51;

    /// <summary>Full sensor record, type 01h.</summary>
    public static byte[] Full(SensorDefinition sensor, SensorPlace place, SensorUnits units, AnalogRange range) => Record(0x01, writer =>
    {
        WriteKey(writer, sensor, place);
        WriteCapabilities(writer, sensor);
        byte lower = (byte)(sensor.ThresholdMask & 0x07), upper = (byte)(sensor.ThresholdMask >> 3);
        int settable = sensor.ThresholdAccess == 2 ? sensor.ThresholdMask : 0;
        writer.WriteUInt16(sensor.AssertionSupport & 0x0FFF | lower << 12);
        writer.WriteUInt16(sensor.DeassertionSupport & 0x0FFF | upper << 12);
        writer.WriteUInt16(settable << 8 | sensor.ThresholdMask);
        var conversion = sensor.Conversion;
        writer.WriteByte((byte)(conversion.Format << 6 | units.Rate << 3 | units.ModifierUse << 1 | (units.IsPercentage ? 1 : 0)));
        writer.WriteByte(units.Base);
        writer.WriteByte(units.Modifier);
        writer.WriteByte(conversion.Linearization);
        writer.WriteByte((byte)conversion.M);
        writer.WriteByte((byte)(conversion.M >> 2 & 0xC0));
        writer.WriteByte((byte)conversion.B);
        writer.WriteByte((byte)(conversion.B >> 2 & 0xC0));
        writer.WriteByte(0);
        writer.WriteByte((byte)(conversion.RExponent << 4 | conversion.BExponent & 0x0F));

        // All three analog characteristics are present: nominal reading, normal maximum and minimum.
        writer.WriteByte(0x07);
        writer.WriteByte(sensor.NominalRaw);
        writer.WriteByte(range.NormalMaximum);
        writer.WriteByte(range.NormalMinimum);
        writer.WriteByte(range.Maximum);
        writer.WriteByte(range.Minimum);
        for (int bit = 5; bit >= 3; bit--)
            writer.WriteByte(sensor.Thresholds[bit]);
        for (int bit = 2; bit >= 0; bit--)
            writer.WriteByte(sensor.Thresholds[bit]);
        writer.WriteByte(sensor.PositiveHysteresis);
        writer.WriteByte(sensor.NegativeHysteresis);
        writer.WriteRepeated(0, 3);
        WriteName(writer, sensor.Name);
    });

    /// <summary>Compact sensor record, type 02h. If <paramref name="shared"/> is above 1, that number of sensors share it.</summary>
    public static byte[] Compact(SensorDefinition sensor, SensorPlace place, int shared) => Record(0x02, writer =>
    {
        WriteKey(writer, sensor, place);
        WriteCapabilities(writer, sensor);
        writer.WriteUInt16(sensor.AssertionSupport);
        writer.WriteUInt16(sensor.DeassertionSupport);
        writer.WriteUInt16(sensor.AssertionSupport);

        // No analog reading, no unit.
        writer.WriteByte(0xC0);
        writer.WriteUInt16(0);
        WriteSharing(writer, shared);
        writer.WriteRepeated(0, 6);
        WriteName(writer, sensor.Name);
    });

    /// <summary>Event-only record, type 03h.</summary>
    public static byte[] EventOnly(SensorDefinition sensor, SensorPlace place) => Record(0x03, writer =>
    {
        WriteKey(writer, sensor, place);
        writer.WriteByte(sensor.SensorType);
        writer.WriteByte(sensor.EventReadingType);
        WriteSharing(writer, 1);
        writer.WriteUInt16(0);
        WriteName(writer, sensor.Name);
    });

    /// <summary>FRU device locator, type 11h, of a logical FRU device.</summary>
    public static byte[] FruLocator(byte controller, byte fruId, byte entity, byte instance, string name) => Record(0x11, writer =>
    {
        writer.WriteByte(controller);
        writer.WriteByte(fruId);
        writer.WriteByte(0x80);
        writer.WriteUInt16(0);
        writer.WriteByte(0x10);
        writer.WriteByte(0x00);
        writer.WriteByte(entity);
        writer.WriteByte(instance);
        writer.WriteByte(0);
        WriteName(writer, name);
    });

    /// <summary>Management controller device locator, type 12h.</summary>
    public static byte[] ControllerLocator(byte address, byte channel, byte capabilities, byte entity, byte instance, string name) => Record(0x12, writer =>
    {
        writer.WriteByte(address);
        writer.WriteByte(channel);
        writer.WriteByte(0);
        writer.WriteByte(capabilities);
        writer.WriteRepeated(0, 3);
        writer.WriteByte(entity);
        writer.WriteByte(instance);
        writer.WriteByte(0);
        WriteName(writer, name);
    });

    /// <summary>Generic device locator, type 10h.</summary>
    public static byte[] DeviceLocator(byte controller, byte slaveAddress, byte bus, byte deviceType, byte entity, byte instance, string name) => Record(0x10, writer =>
    {
        writer.WriteByte(controller);
        writer.WriteByte(slaveAddress);
        writer.WriteByte(bus);
        writer.WriteUInt16(0);
        writer.WriteByte(deviceType);
        writer.WriteByte(0);
        writer.WriteByte(entity);
        writer.WriteByte(instance);
        writer.WriteByte(0);
        WriteName(writer, name);
    });

    /// <summary>Entity association, type 08h, with a list of up to four contained entities.</summary>
    public static byte[] EntityAssociation(byte entity, byte instance, (byte Entity, byte Instance)[] contained) => Record(0x08, writer =>
    {
        writer.WriteByte(entity);
        writer.WriteByte(instance);
        writer.WriteByte(0x20);
        for (int i = 0; i < 4; i++)
        {
            writer.WriteByte(i < contained.Length ? contained[i].Entity : (byte)0);
            writer.WriteByte(i < contained.Length ? contained[i].Instance : (byte)0);
        }
    });

    /// <summary>A record of any type, given as the bytes after the header.</summary>
    public static byte[] Raw(byte type, byte[] body) => Record(type, writer => writer.WriteBytes(body));

    private static byte[] Record(byte type, Action<ByteWriter> write)
    {
        var writer = new ByteWriter(64);
        writer.WriteUInt16(0);
        writer.WriteByte(Version);
        writer.WriteByte(type);
        writer.WriteByte(0);
        write(writer);
        writer[4] = (byte)(writer.Length - 5);
        return writer.ToArray();
    }

    private static void WriteKey(ByteWriter writer, SensorDefinition sensor, SensorPlace place)
    {
        writer.WriteByte(place.Owner);
        writer.WriteByte((byte)(place.Channel << 4 | sensor.Lun));
        writer.WriteByte(sensor.Number);
        writer.WriteByte(place.Entity);
        writer.WriteByte(place.Instance);
    }

    private static void WriteCapabilities(ByteWriter writer, SensorDefinition sensor)
    {
        // Initialization: scanning, events, thresholds, hysteresis, type; on at power-up: events, scanning.
        writer.WriteByte(sensor.IsThreshold ? (byte)0x7F : (byte)0x67);
        writer.WriteByte((byte)(0x40 | sensor.HysteresisAccess << 4 | sensor.ThresholdAccess << 2 | sensor.EventControl));
        writer.WriteByte(sensor.SensorType);
        writer.WriteByte(sensor.EventReadingType);
    }

    /// <summary>Sharing: count, and numbers (decimal, from 1) behind the name; entity instances count up too.</summary>
    private static void WriteSharing(ByteWriter writer, int shared) => writer.WriteUInt16(shared > 1 ? shared | 0x8100 : 0x0001);

    private static void WriteName(ByteWriter writer, string name)
    {
        byte[] text = Encoding.ASCII.GetBytes(name);
        if (text.Length > 16)
            throw new FormatException($"The name '{name}' has more than 16 characters.");
        writer.WriteByte((byte)(0xC0 | text.Length));
        writer.WriteBytes(text);
    }
}

/// <summary>The owner of a sensor, and the entity that it monitors.</summary>
internal readonly record struct SensorPlace(byte Owner, byte Channel, byte Entity, byte Instance);

/// <summary>Units of a sensor. Modifier use: 0 none, 1 base/modifier, 2 base·modifier. Rate: 0 none, 1 per µs, 2 ms, 3 s, 4 minute, 5 hour, 6 day.</summary>
internal readonly record struct SensorUnits(byte Base, byte Modifier, byte ModifierUse, byte Rate, bool IsPercentage);

/// <summary>Raw limits of a sensor.</summary>
internal readonly record struct AnalogRange(byte NormalMinimum, byte NormalMaximum, byte Minimum, byte Maximum);
