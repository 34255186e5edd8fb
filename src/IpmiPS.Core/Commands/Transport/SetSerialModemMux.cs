using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Set Serial/Modem Mux: who has the serial port, the system or the BMC. IPMI 2.0 section 25.3.</summary>
public sealed class SetSerialModemMux(byte channel, SerialMuxRequest request) : IpmiCommand<SerialMuxState>(Definition)
{
    /// <summary>The command's definition. Idempotent: the same request twice leaves the same owner.</summary>
    public static CommandDefinition<SetSerialModemMux, SerialMuxState> Definition { get; } =
        new(NetFn.Transport, 0x12, "Set Serial/Modem Mux", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer)) { IsIdempotent = true };

    /// <summary>Channel, 0 to 15.</summary>
    public byte Channel { get; } = channel;

    /// <summary>What to do.</summary>
    public SerialMuxRequest Request { get; } = request;

    /// <summary>Writes the request: [3:0] channel; [3:0] mux setting.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)((byte)Request & 0x0F));
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSerialModemMux ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (SerialMuxRequest)(reader.ReadByte() & 0x0F));

    /// <inheritdoc/>
    public override SerialMuxState ReadResponse(ByteReader reader) => SerialMuxState.Read(reader);
}

/// <summary>The state of a serial port's mux. IPMI 2.0 section 25.3, table 25-5.</summary>
/// <param name="Data">[7] requests for the system are blocked, [6] requests for the BMC are blocked, [3] an alert is in progress, [2] a session is, [1] the request was
/// accepted, [0] the BMC has the port.</param>
public readonly record struct SerialMuxState(byte Data)
{
    /// <summary>Whether the BMC has the port; else the system has it.</summary>
    public bool IsBmc => (Data & 0x01) != 0;

    /// <summary>Whether the request was accepted.</summary>
    public bool IsAccepted => (Data & 0x02) != 0;

    /// <summary>Reads the response.</summary>
    public static SerialMuxState Read(ByteReader reader) => new(reader.ReadByte());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteByte(Data);
}
