using IpmiPS.Wire;

namespace IpmiPS.Commands;

/// <summary>
/// Any command of a body outside of IPMI, given as bytes: of the network function OEM/Group, whose data begin with an IANA enterprise number, or Group Extension, whose data begin
/// with a code of the body. The response begins in the same way, which is checked. It may do anything, so it is never sent twice. IPMI 2.0 section 5.1, table 5-1.
/// </summary>
public sealed class GroupCommand : IpmiCommand<byte[]>
{
    private const int HighestIana = 0xFFFFFF;

    private readonly byte[] _data;
    private readonly byte _lun;
    private readonly int _body;

    private GroupCommand(CommandDefinition definition, int body, byte[] data, byte lun)
        : base(definition) => (_body, _data, _lun) = (body, data, lun);

    /// <inheritdoc/>
    public override byte Lun => _lun;

    private int BodyLength => NetFn == NetFn.OemGroup ? 3 : 1;

    /// <summary>A command of a vendor.</summary>
    /// <param name="iana">IANA enterprise number, 0 to 16777215.</param>
    /// <param name="code">Command number.</param>
    /// <param name="data">Data after the enterprise number.</param>
    /// <param name="lun">Logical unit, 0 to 3.</param>
    /// <param name="privilege">The privilege to which the session is raised before.</param>
    public static GroupCommand OfVendor(int iana, byte code, byte[] data, byte lun = 0, PrivilegeLevel privilege = PrivilegeLevel.User) =>
        new(new GroupDefinition(NetFn.OemGroup, code, $"enterprise {iana & HighestIana}", privilege) { Iana = iana & HighestIana, IsIdempotent = false }, iana & HighestIana, data, lun);

    /// <summary>A command of a body such as DCMI (DCh), PICMG (00h) or VITA (03h).</summary>
    /// <param name="body">Code of the body.</param>
    /// <param name="code">Command number.</param>
    /// <param name="data">Data after the code of the body.</param>
    /// <param name="lun">Logical unit, 0 to 3.</param>
    /// <param name="privilege">The privilege to which the session is raised before.</param>
    public static GroupCommand OfBody(byte body, byte code, byte[] data, byte lun = 0, PrivilegeLevel privilege = PrivilegeLevel.User) =>
        new(new GroupDefinition(NetFn.GroupExtension, code, $"body {body:X2}h", privilege) { Group = body, IsIdempotent = false }, body, data, lun);

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        for (int i = 0; i < BodyLength; i++)
            writer.WriteByte((byte)(_body >> 8 * i));
        writer.WriteBytes(_data);
    }

    /// <summary>Returns the data after the number of the body.</summary>
    /// <exception cref="MalformedDataException">The response begins with another number, or none.</exception>
    public override byte[] ReadResponse(ByteReader reader)
    {
        int body = 0;
        for (int i = 0; i < BodyLength; i++)
            body |= reader.ReadByte() << 8 * i;
        return body == _body ? reader.ReadRest() : throw new MalformedDataException($"The response belongs to another body: {body:X}h instead of {_body:X}h.");
    }

    private sealed class GroupDefinition(NetFn netFn, byte code, string body, PrivilegeLevel privilege)
        : CommandDefinition(netFn, code, $"Command {(byte)netFn:X2}h/{code:X2}h of {body}", privilege);
}
