using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get BMC Global Enables. IPMI 2.0 section 22.2.</summary>
public sealed class GetBmcGlobalEnables() : IpmiCommand<BmcGlobalEnables>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetBmcGlobalEnables, BmcGlobalEnables> Definition { get; } =
        new(NetFn.App, 0x2F, "Get BMC Global Enables", PrivilegeLevel.User, static _ => new(), static (writer, response) => writer.WriteByte((byte)response));

    /// <summary>Reads the response: one byte of flags.</summary>
    public override BmcGlobalEnables ReadResponse(ByteReader reader) => (BmcGlobalEnables)reader.ReadByte();
}
