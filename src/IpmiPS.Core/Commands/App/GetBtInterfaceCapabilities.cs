using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get BT Interface Capabilities: sizes and times of a block transfer interface. IPMI 2.0 section 22.10.</summary>
public sealed class GetBtInterfaceCapabilities() : IpmiCommand<BtInterfaceCapabilities>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetBtInterfaceCapabilities, BtInterfaceCapabilities> Definition { get; } =
        new(NetFn.App, 0x36, "Get BT Interface Capabilities", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override BtInterfaceCapabilities ReadResponse(ByteReader reader) => BtInterfaceCapabilities.Read(reader);
}

/// <summary>Sizes and times of a block transfer interface. IPMI 2.0 section 22.10, table 22-13.</summary>
/// <param name="OutstandingRequests">Requests that may be open at once; 0 is not allowed.</param>
/// <param name="InputSize">Largest request in bytes.</param>
/// <param name="OutputSize">Largest response in bytes.</param>
/// <param name="ResponseSeconds">Longest time for a response, in seconds.</param>
/// <param name="Retries">Recommended number of retries.</param>
public sealed record BtInterfaceCapabilities(byte OutstandingRequests, byte InputSize, byte OutputSize, byte ResponseSeconds, byte Retries)
{
    /// <summary>Reads the response.</summary>
    public static BtInterfaceCapabilities Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(OutstandingRequests);
        writer.WriteByte(InputSize);
        writer.WriteByte(OutputSize);
        writer.WriteByte(ResponseSeconds);
        writer.WriteByte(Retries);
    }
}
