using IpmiPS.Wire;

namespace IpmiPS.Commands;

/// <summary>Any command, given as bytes; answered as bytes.</summary>
public sealed class RawCommand(byte netFn, byte code, byte[] data, byte lun = 0, PrivilegeLevel privilege = PrivilegeLevel.User) : IpmiCommand<byte[]>
{
    /// <inheritdoc/>
    public override NetFn NetFn => (NetFn)netFn;

    /// <inheritdoc/>
    public override byte Code => code;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => privilege;

    /// <summary>What a raw command does is not known, so it is never sent twice.</summary>
    public override bool IsRepeatable => false;

    /// <summary>Set User Password and Set Channel Security Keys carry secrets, raw or not.</summary>
    public override bool HoldsSecret => netFn == (byte)IpmiPS.Commands.NetFn.App && code is 0x47 or 0x56;

    /// <inheritdoc/>
    public override string Name => $"Command {netFn:X2}h/{code:X2}h";

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteBytes(data);

    /// <inheritdoc/>
    public override byte[] ReadResponse(ByteReader reader) => reader.ReadRest();
}
