using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set Channel Security Keys: reads, sets or locks the BMC's keys for RMCP+ log-ins. IPMI 2.0 section 22.25.</summary>
public sealed class SetChannelSecurityKeys(byte channel, SecurityKeyOperation operation, SecurityKey key, byte[] value) : IpmiCommand<SecurityKeyState>(Definition)
{
    /// <summary>The command's definition. Not idempotent: a key that arrives late could undo the next one.</summary>
    public static CommandDefinition<SetChannelSecurityKeys, SecurityKeyState> Definition { get; } =
        new(NetFn.App, 0x56, "Set Channel Security Keys", PrivilegeLevel.Administrator, ReadRequest, static (writer, response) => response.Write(writer))
        {
            IsIdempotent = false,
            HoldsSecret = true,
        };

    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 20;

    /// <summary>Completion code: the key is locked, or the operation is not possible.</summary>
    public const byte KeyLocked = 0x80;

    /// <summary>Completion code: the key has fewer bytes than the BMC needs.</summary>
    public const byte TooFewBytes = 0x81;

    /// <summary>Completion code: the key has more bytes than the BMC takes.</summary>
    public const byte TooManyBytes = 0x82;

    /// <summary>Completion code: the key can be set, and not read.</summary>
    public const byte KeyUnreadable = 0x84;

    /// <summary>Channel, 0 to 15; Eh is the channel of the request.</summary>
    public byte Channel => channel;

    /// <summary>What to do.</summary>
    public SecurityKeyOperation Operation => operation;

    /// <summary>Which key.</summary>
    public SecurityKey Key => key;

    /// <summary>The new key for <see cref="SecurityKeyOperation.Set"/>, else empty.</summary>
    public byte[] Value => value;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        KeyLocked => "the key is locked",
        TooFewBytes => "the key has too few bytes",
        TooManyBytes => "the key has too many bytes",
        0x83 => "the key does not meet the BMC's rules",
        KeyUnreadable => "the key cannot be read",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel; 2 [1:0] operation; 3 key ID; (4:N) key.
        writer.WriteByte((byte)(channel & 0x0F));
        writer.WriteByte((byte)operation);
        writer.WriteByte((byte)key);
        writer.WriteBytes(value);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetChannelSecurityKeys ReadRequest(ByteReader reader) =>
        new((byte)(reader.ReadByte() & 0x0F), (SecurityKeyOperation)(reader.ReadByte() & 0x03), (SecurityKey)reader.ReadByte(), reader.ReadRest());

    /// <inheritdoc/>
    public override SecurityKeyState ReadResponse(ByteReader reader) => SecurityKeyState.Read(reader);
}

/// <summary>What Set Channel Security Keys does. IPMI 2.0 section 22.25, byte 2.</summary>
public enum SecurityKeyOperation : byte
{
    /// <summary>Read the key.</summary>
    Read = 0,

    /// <summary>Set the key.</summary>
    Set = 1,

    /// <summary>Lock the key: from then on it can neither be read nor set.</summary>
    Lock = 2,
}

/// <summary>The keys of a channel. IPMI 2.0 section 22.25, byte 3.</summary>
public enum SecurityKey : byte
{
    /// <summary>K_R, the random number key.</summary>
    Random = 0,

    /// <summary>K_G, the BMC key.</summary>
    Generation = 1,
}

/// <summary>The response of Set Channel Security Keys. IPMI 2.0 section 22.25, table 22-30.</summary>
/// <param name="LockStatus">0 not lockable, 1 locked, 2 unlocked.</param>
/// <param name="Value">The key, where it was read.</param>
public sealed record SecurityKeyState(byte LockStatus, byte[] Value)
{
    /// <summary>The key can neither be read nor set.</summary>
    public const byte Locked = 1;

    /// <summary>The key can be read and set.</summary>
    public const byte Unlocked = 2;

    /// <summary>Reads the response: [1:0] lock status, [key].</summary>
    public static SecurityKeyState Read(ByteReader reader) => new((byte)(reader.ReadByte() & 0x03), reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(LockStatus);
        writer.WriteBytes(Value);
    }
}
