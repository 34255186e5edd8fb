using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Commands;

/// <summary>Any command, given as bytes; its response is returned as bytes. It may do anything, so it is never sent twice.</summary>
public sealed class RawCommand(byte netFn, byte code, byte[] data, byte lun = 0, PrivilegeLevel privilege = PrivilegeLevel.User)
    : IpmiCommand<byte[]>(new RawDefinition((NetFn)netFn, code, privilege) { IsIdempotent = false })
{
    private const int SendMessageHeader = 7;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>
    /// True for Set User Password, Set Channel Security Keys and the LAN parameter with the community string, as raw bytes and within
    /// Send Message too. IPMI 2.0 sections 22.30, 22.25, 22.7, 23.1.
    /// </summary>
    public override bool HoldsSecret => NetFn switch
    {
        NetFn.App when Code == SendMessage.Definition.Code =>
            data.Length >= SendMessageHeader && (NetFn)(data[2] >> 2) == NetFn.App && IsSecret(data[SendMessageHeader - 1]),
        NetFn.App => IsSecret(Code),
        NetFn.Transport when Code == SetLanConfigurationParameters.Definition.Code => data.Length > 1 && data[1] == SetLanConfigurationParameters.CommunityString,
        _ => false,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteBytes(data);

    /// <inheritdoc/>
    public override byte[] ReadResponse(ByteReader reader) => reader.ReadRest();

    private static bool IsSecret(byte appCode) => appCode == SetUserPassword.Definition.Code || appCode == SetChannelSecurityKeys.Definition.Code;

    private sealed class RawDefinition(NetFn netFn, byte code, PrivilegeLevel privilege)
        : CommandDefinition(netFn, code, IcmbCommands.NameOf(netFn, code) is { } name ? $"{name} ({(byte)netFn:X2}h/{code:X2}h)" : $"Command {(byte)netFn:X2}h/{code:X2}h", privilege);
}
