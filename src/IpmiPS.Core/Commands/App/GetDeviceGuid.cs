using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Device GUID: which one of its kind the controller is. IPMI 2.0 section 20.8.</summary>
public sealed class GetDeviceGuid() : IpmiCommand<GuidBytes>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetDeviceGuid, GuidBytes> Definition { get; } =
        new(NetFn.App, 0x08, "Get Device GUID", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override GuidBytes ReadResponse(ByteReader reader) => GuidBytes.Read(reader);
}

/// <summary>
/// The 16 bytes of a GUID as they came. The specification has them in reverse order; many BMCs send another,
/// so they are not interpreted here.
/// </summary>
/// <param name="Bytes">16 bytes.</param>
public sealed record GuidBytes(byte[] Bytes)
{
    /// <summary>Length of a GUID.</summary>
    public const int Length = 16;

    /// <summary>Reads the response.</summary>
    public static GuidBytes Read(ByteReader reader) => new(reader.ReadBytes(Length));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteBytes(Bytes);
}
