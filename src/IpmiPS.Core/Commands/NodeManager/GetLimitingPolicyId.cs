using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Get Limiting Policy Id: completion code A1h says that none is limiting. Intel Node Manager 3.0.</summary>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
public sealed class GetLimitingPolicyId(byte domain) : NodeManagerCommand<byte>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetLimitingPolicyId, byte> Definition { get; } =
        new(NetFn.OemGroup, 0xF2, "Get Limiting Policy Id", PrivilegeLevel.User, ReadRequest, WriteResponse) { Iana = NodeManagerGroup.Iana };

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(domain);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static GetLimitingPolicyId ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte());
    }

    /// <summary>Reads the response: enterprise number, policy id.</summary>
    public override byte ReadResponse(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return reader.ReadByte();
    }

    private static void WriteResponse(ByteWriter writer, byte policy)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(policy);
    }
}
