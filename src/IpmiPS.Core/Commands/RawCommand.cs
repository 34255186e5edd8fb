using IpmiPS.Wire;

namespace IpmiPS.Commands;

/// <summary>Any command, given as bytes; answered as bytes.</summary>
public sealed class RawCommand(byte netFn, byte code, byte[] data, byte lun = 0, PrivilegeLevel privilege = PrivilegeLevel.User) : IpmiCommand<byte[]>
{
    private const byte SetUserPassword = 0x47, SetChannelSecurityKeys = 0x56, SendMessage = 0x34;
    private const byte SetLanConfigurationParameters = 0x01, CommunityString = 16;

    /// <inheritdoc/>
    public override NetFn NetFn => (NetFn)netFn;

    /// <inheritdoc/>
    public override byte Code => code;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => privilege;

    /// <summary>What a raw command does is not known, so it is never sent twice.</summary>
    public override bool IsIdempotent => false;

    /// <summary>
    /// Set User Password and Set Channel Security Keys carry secrets, raw or not, also within Send Message; and so does the community string
    /// among the LAN's parameters (16). IPMI 2.0 sections 22.30, 22.25, 22.7, 23.1.
    /// </summary>
    public override bool HoldsSecret => (NetFn, code) switch
    {
        (NetFn.App, SetUserPassword or SetChannelSecurityKeys) => true,
        (NetFn.App, SendMessage) => data.Length > 6 && data[2] >> 2 == (byte)NetFn.App && data[6] is SetUserPassword or SetChannelSecurityKeys,
        (NetFn.Transport, SetLanConfigurationParameters) => data.Length > 1 && data[1] == CommunityString,
        _ => false,
    };

    /// <inheritdoc/>
    public override string Name => $"Command {netFn:X2}h/{code:X2}h";

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteBytes(data);

    /// <inheritdoc/>
    public override byte[] ReadResponse(ByteReader reader) => reader.ReadRest();
}
