using System;
using IpmiPS.Commands.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>The SOL configuration parameters. IPMI 2.0 section 26.3, table 26-5. 192 to 255 are the vendor's.</summary>
public static class SolParameters
{
    private const byte BitRateBits = 0x0F;

    /// <summary>Announces a change.</summary>
    public static Parameter<SetInProgress> SetInProgress { get; } = ParameterCodecs.SetInProgress(Owner);

    /// <summary>Whether SOL can be activated.</summary>
    public static Parameter<bool> Enable { get; } =
        new(Owner, 1, "SOL Enable", 1, static reader => (reader.ReadByte() & 0x01) != 0, static (writer, value) => writer.WriteByte((byte)(value ? 1 : 0)));

    /// <summary>Protection and privilege that SOL needs.</summary>
    public static Parameter<SolAuthentication> Authentication { get; } =
        new(Owner, 2, "SOL Authentication", 1, SolAuthentication.Read, static (writer, value) => value.Write(writer));

    /// <summary>When the BMC sends the characters that it has gathered.</summary>
    public static Parameter<SolAccumulation> Accumulation { get; } =
        new(Owner, 3, "Character Accumulate Interval & Character Send Threshold", 2, SolAccumulation.Read, static (writer, value) => value.Write(writer));

    /// <summary>How often the BMC repeats a packet.</summary>
    public static Parameter<SolRetry> Retry { get; } = new(Owner, 4, "SOL Retry", 2, SolRetry.Read, static (writer, value) => value.Write(writer));

    /// <summary>Bit rate that is kept.</summary>
    public static Parameter<SolBitRate> NonVolatileBitRate { get; } = BitRate(5, "SOL non-volatile bit rate");

    /// <summary>Bit rate until the BMC restarts.</summary>
    public static Parameter<SolBitRate> VolatileBitRate { get; } = BitRate(6, "SOL volatile bit rate");

    /// <summary>Channel whose parameters SOL uses. Optional.</summary>
    public static Parameter<byte> PayloadChannel { get; } = new(Owner, 7, "SOL Payload Channel", 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte) { Access = ParameterAccess.ReadOnly };

    /// <summary>UDP port of SOL. Some BMCs let it be written.</summary>
    public static Parameter<int> PayloadPort { get; } = new(Owner, 8, "SOL Payload Port Number", 2, ParameterCodecs.ReadUInt16, ParameterCodecs.WriteUInt16);

    /// <summary>The family.</summary>
    public static ParameterFamily Family { get; } = new("SOL", [SetInProgress, Enable, Authentication, Accumulation, Retry, NonVolatileBitRate, VolatileBitRate, PayloadChannel, PayloadPort])
    {
        HasChannels = true,
        SetInProgress = SetInProgress,
        IsCommitted = true,
        GetAsync = static async (connection, address, cancellationToken) =>
        {
            var request = new GetSolConfigurationParameters(address.Channel, address.Number, address.Set, address.Block);
            var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new ParameterData(response.Revision, response.Data);
        },
        Set = static (address, data) => new SetSolConfigurationParameters(address.Channel, address.Number, data),
    };

    private static ParameterFamily Owner() => Family;

    private static Parameter<SolBitRate> BitRate(byte number, string name) =>
        new(Owner, number, name, 1, static reader => (SolBitRate)(reader.ReadByte() & BitRateBits), static (writer, value) => writer.WriteByte((byte)value));
}

/// <summary>What SOL needs. IPMI 2.0 table 26-5, parameter 2.</summary>
/// <param name="ForceEncryption">Whether SOL is always encrypted, whatever a client wants.</param>
/// <param name="ForceAuthentication">Whether SOL is always authenticated.</param>
/// <param name="Privilege">The lowest privilege that may activate SOL.</param>
public readonly record struct SolAuthentication(bool ForceEncryption, bool ForceAuthentication, PrivilegeLevel Privilege)
{
    /// <summary>Reads the data: [7] encryption forced, [6] authentication forced, [3:0] privilege.</summary>
    public static SolAuthentication Read(ByteReader reader)
    {
        byte value = reader.ReadByte();
        return new((value & 0x80) != 0, (value & 0x40) != 0, (PrivilegeLevel)(value & 0x0F));
    }

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer) => writer.WriteByte((byte)((ForceEncryption ? 0x80 : 0) | (ForceAuthentication ? 0x40 : 0) | (byte)Privilege & 0x0F));
}

/// <summary>When a BMC sends characters. IPMI 2.0 table 26-5, parameter 3.</summary>
/// <param name="Interval">How long characters are gathered, in steps of 5 ms from 5 ms to 1.275 s.</param>
/// <param name="Threshold">Number of characters that are sent at once; 0 for as many as fit into a packet.</param>
public readonly record struct SolAccumulation(TimeSpan Interval, byte Threshold)
{
    private const int MillisecondsPerUnit = 5;

    /// <summary>Reads the data: interval, threshold.</summary>
    public static SolAccumulation Read(ByteReader reader) => new(TimeSpan.FromMilliseconds(reader.ReadByte() * MillisecondsPerUnit), reader.ReadByte());

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(Interval.TotalMilliseconds / MillisecondsPerUnit));
        writer.WriteByte(Threshold);
    }
}

/// <summary>How often a BMC repeats a packet. IPMI 2.0 table 26-5, parameter 4.</summary>
/// <param name="Count">Repetitions, 0 to 7.</param>
/// <param name="Interval">Time between them, in steps of 10 ms up to 2.55 s.</param>
public readonly record struct SolRetry(byte Count, TimeSpan Interval)
{
    private const int MillisecondsPerUnit = 10;

    /// <summary>Reads the data: [2:0] count; interval.</summary>
    public static SolRetry Read(ByteReader reader) => new((byte)(reader.ReadByte() & 0x07), TimeSpan.FromMilliseconds(reader.ReadByte() * MillisecondsPerUnit));

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(Count & 0x07));
        writer.WriteByte((byte)(Interval.TotalMilliseconds / MillisecondsPerUnit));
    }
}
