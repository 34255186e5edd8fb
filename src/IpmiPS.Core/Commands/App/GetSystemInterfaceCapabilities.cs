using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get System Interface Capabilities: version and sizes of the interface between the server and its BMC. IPMI 2.0 section 22.9.</summary>
/// <param name="type">The kind of interface.</param>
public sealed class GetSystemInterfaceCapabilities(SystemInterfaceType type) : IpmiCommand<SystemInterfaceCapabilities>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSystemInterfaceCapabilities, SystemInterfaceCapabilities> Definition { get; } =
        new(NetFn.App, 0x57, "Get System Interface Capabilities", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>The kind of interface.</summary>
    public SystemInterfaceType Type { get; } = type;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)((byte)Type & 0x0F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetSystemInterfaceCapabilities ReadRequest(ByteReader reader) => new((SystemInterfaceType)(reader.ReadByte() & 0x0F));

    /// <inheritdoc/>
    public override SystemInterfaceCapabilities ReadResponse(ByteReader reader) => SystemInterfaceCapabilities.Read(reader);
}

/// <summary>Interfaces between a server and its BMC. IPMI 2.0 section 22.9.</summary>
public enum SystemInterfaceType : byte
{
    /// <summary>SMBus system interface.</summary>
    Ssif = 0,

    /// <summary>Keyboard controller style.</summary>
    Kcs = 1,

    /// <summary>Server management interface chip.</summary>
    Smic = 2,
}

/// <summary>Version and sizes of a system interface. IPMI 2.0 section 22.9, table 22-12.</summary>
/// <param name="Flags">SSIF: [7:6] transactions (0 single part, 1 multi-part without middle, 2 with middle), [3] PEC, [2:0] version. Others: [2:0] version.</param>
/// <param name="InputSize">Largest request in bytes.</param>
/// <param name="OutputSize">Largest response in bytes; null for KCS and SMIC.</param>
public sealed record SystemInterfaceCapabilities(byte Flags, byte InputSize, byte? OutputSize)
{
    /// <summary>Reads the response: reserved, flags, input size, [output size].</summary>
    public static SystemInterfaceCapabilities Read(ByteReader reader)
    {
        reader.Skip(1);
        return new(reader.ReadByte(), reader.ReadByte(), reader.IsAtEnd ? null : reader.ReadByte());
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(0);
        writer.WriteByte(Flags);
        writer.WriteByte(InputSize);
        if (OutputSize is { } output)
            writer.WriteByte(output);
    }
}
