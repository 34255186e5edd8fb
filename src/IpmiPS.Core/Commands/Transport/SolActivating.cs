using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>SOL Activating: sent by a BMC to the software on the serial port before SOL takes the port over. IPMI 2.0 section 26.1.</summary>
public sealed class SolActivating(byte state, byte instance) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SolActivating> Definition { get; } =
        new(NetFn.Transport, 0x20, "SOL Activating", PrivilegeLevel.User, ReadRequest) { IsIdempotent = true };

    /// <summary>SOL session state, 0 to 15; 0 if a SOL session is about to use the port.</summary>
    public byte State { get; } = state;

    /// <summary>Payload instance, 1 to 15.</summary>
    public byte Instance { get; } = instance;

    /// <summary>Version of the SOL format.</summary>
    public byte FormatMajor { get; init; } = 1;

    /// <summary>Version of the SOL format.</summary>
    public byte FormatMinor { get; init; }

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] session state, 2 [3:0] payload instance, 3 format version major, 4 minor.
        writer.WriteByte((byte)(State & 0x0F));
        writer.WriteByte((byte)(Instance & 0x0F));
        writer.WriteByte(FormatMajor);
        writer.WriteByte(FormatMinor);
    }

    /// <summary>Reads the request, as the software on the serial port does.</summary>
    public static SolActivating ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (byte)(reader.ReadByte() & 0x0F))
    {
        FormatMajor = reader.ReadByte(),
        FormatMinor = reader.ReadByte(),
    };
}
