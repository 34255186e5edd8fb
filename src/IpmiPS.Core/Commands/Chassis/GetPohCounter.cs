using System;
using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Get POH Counter: how long the machine has been on in its life. IPMI 2.0 section 28.14.</summary>
public sealed class GetPohCounter() : IpmiCommand<PohCounter>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetPohCounter, PohCounter> Definition { get; } =
        new(NetFn.Chassis, 0x0F, "Get POH Counter", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override PohCounter ReadResponse(ByteReader reader) => PohCounter.Read(reader);
}

/// <summary>The power-on hours counter. IPMI 2.0 section 28.14, table 28-15.</summary>
/// <param name="MinutesPerCount">Minutes per count.</param>
/// <param name="Counter">Counts so far.</param>
public readonly record struct PohCounter(byte MinutesPerCount, uint Counter)
{
    /// <summary>The time powered on, limited to what a TimeSpan can hold.</summary>
    public TimeSpan PoweredOn => (double)MinutesPerCount * Counter is var minutes && minutes < TimeSpan.MaxValue.TotalMinutes
        ? TimeSpan.FromMinutes(minutes)
        : TimeSpan.MaxValue;

    /// <summary>Reads the response: minutes per count, counter (least significant byte first).</summary>
    public static PohCounter Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadUInt32());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(MinutesPerCount);
        writer.WriteUInt32(Counter);
    }
}
