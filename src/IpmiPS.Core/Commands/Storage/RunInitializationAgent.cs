using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Run Initialization Agent: sets all sensors to the initial values of their records, or reads whether that is complete. The response says
/// whether it is. IPMI 2.0 section 33.21.
/// </summary>
/// <param name="run">True to run it, false to read the progress.</param>
public sealed class RunInitializationAgent(bool run) : IpmiCommand<bool>(Definition)
{
    private const byte Flag = 0x01;

    /// <summary>The command's definition. Idempotent: sensors that were just set back are set to the same values.</summary>
    public static CommandDefinition<RunInitializationAgent, bool> Definition { get; } =
        new(NetFn.Storage, 0x2C, "Run Initialization Agent", PrivilegeLevel.Operator, ReadRequest, static (writer, isComplete) => writer.WriteByte(isComplete ? Flag : (byte)0)) { IsIdempotent = true };

    /// <summary>Whether this runs it; otherwise it reads the progress.</summary>
    public bool Run => run;

    /// <summary>Writes the request: [0] 1 run, 0 read the progress.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(run ? Flag : (byte)0);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static RunInitializationAgent ReadRequest(ByteReader reader) => new((reader.ReadByte() & Flag) != 0);

    /// <summary>Reads the response: [0] 1 complete, 0 in progress.</summary>
    public override bool ReadResponse(ByteReader reader) => (reader.ReadByte() & Flag) != 0;
}
