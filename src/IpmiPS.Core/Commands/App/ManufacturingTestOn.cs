using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Manufacturing Test On: puts the controller into a test mode that its maker defines. No cmdlet sends it. IPMI 2.0 section 20.5.</summary>
/// <param name="data">Data that the maker defines, such as a password.</param>
public sealed class ManufacturingTestOn(byte[] data) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<ManufacturingTestOn> Definition { get; } =
        new(NetFn.App, 0x05, "Manufacturing Test On", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = false };

    /// <summary>Data that the maker defines.</summary>
    public byte[] Data { get; } = data;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteBytes(Data);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static ManufacturingTestOn ReadRequest(ByteReader reader) => new(reader.ReadRest());
}
