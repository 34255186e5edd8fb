using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get System GUID: which machine this is; accepted outside of sessions too. IPMI 2.0 section 22.14.</summary>
public sealed class GetSystemGuid() : IpmiCommand<GuidBytes>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSystemGuid, GuidBytes> Definition { get; } =
        new(NetFn.App, 0x37, "Get System GUID", null, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override GuidBytes ReadResponse(ByteReader reader) => GuidBytes.Read(reader);
}
