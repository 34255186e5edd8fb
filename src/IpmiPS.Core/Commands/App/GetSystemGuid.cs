using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get System GUID: which machine this is; accepted outside of sessions too. IPMI 2.0 section 22.14.</summary>
public sealed class GetSystemGuid : IpmiCommand<GuidBytes>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x37;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.App;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Callback;

    /// <inheritdoc/>
    public override string Name => "Get System GUID";

    /// <inheritdoc/>
    public override GuidBytes ReadResponse(ByteReader reader) => GuidBytes.Read(reader);
}
