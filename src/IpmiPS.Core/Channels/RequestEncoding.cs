using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>How a command is put into a message to the BMC, and its response taken out of one. One class for each route to the target.</summary>
internal abstract class RequestEncoding
{
    /// <summary>Longer than any message: a writer that grows would leave a copy of a secret behind.</summary>
    private const int SecretCapacity = 300;

    private const int UsualCapacity = 32;

    /// <summary>Returns the encoding for a target: direct for the BMC itself, Send Message for a controller behind it.</summary>
    public static RequestEncoding For(IpmbTarget target) => target.IsBmc ? DirectEncoding.Instance : new SendMessageEncoding(target);

    /// <summary>Writes the message that carries the command.</summary>
    public abstract void Write(ByteWriter writer, IpmiCommand command, byte sequence);

    /// <summary>
    /// Returns completion code and data of the response to the command. Returns null if the message is not that response, such as one that only
    /// confirms that the request was forwarded.
    /// </summary>
    public abstract byte[]? ReadResponse(IpmiCommand command, in LanMessage received);

    /// <summary>Creates a writer that does not grow if the command carries a secret.</summary>
    public static ByteWriter CreateWriter(IpmiCommand command) => new(command.HoldsSecret ? SecretCapacity : UsualCapacity);

    /// <summary>Returns completion code and data if NetFn, command and LUN are those of a response to the command.</summary>
    protected static byte[]? ReadOwnResponse(IpmiCommand command, in LanMessage message) =>
        message.NetFn == ((byte)command.NetFn | 1) && message.Command == command.Code && message.RequesterLun == command.Lun && message.Data.Count > 0
            ? new ByteReader(message.Data).ReadRest()
            : null;
}
