using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Self Test Results: what the controller found when it started. IPMI 2.0 section 20.4.</summary>
public sealed class GetSelfTestResults() : IpmiCommand<SelfTestResults>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSelfTestResults, SelfTestResults> Definition { get; } =
        new(NetFn.App, 0x04, "Get Self Test Results", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override SelfTestResults ReadResponse(ByteReader reader) => SelfTestResults.Read(reader);
}

/// <summary>Outcome of a controller's self test. IPMI 2.0 section 20.4, table 20-5.</summary>
/// <param name="Result">55h passed, 56h not implemented, 57h corrupted or inaccessible data or devices, 58h fatal hardware error, else the vendor's.</param>
/// <param name="Detail">For 57h a bit for each fault; 00h for 55h and 56h; else the vendor's.</param>
public readonly record struct SelfTestResults(byte Result, byte Detail)
{
    /// <summary>All tests passed.</summary>
    public const byte Passed = 0x55;

    /// <summary>The controller has no self test.</summary>
    public const byte NotImplemented = 0x56;

    /// <summary>Something is corrupted or cannot be reached; <see cref="Detail"/> says what.</summary>
    public const byte Corrupted = 0x57;

    /// <summary>Fatal hardware error.</summary>
    public const byte Fatal = 0x58;

    /// <summary>Reads the response.</summary>
    public static SelfTestResults Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByteOr(0));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Result);
        writer.WriteByte(Detail);
    }
}
