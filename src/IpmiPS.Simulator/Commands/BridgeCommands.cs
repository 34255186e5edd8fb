using System;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Send Message to the controllers behind the BMC. IPMI 2.0 section 22.7 and 6.13.</summary>
internal static class BridgeCommands
{
    private const CompletionCode NakOnWrite = (CompletionCode)0x83;

    public static void AddTo(CommandTable table) => table.Add(NetFn.App, 0x34, PrivilegeLevel.User, 8, 255, Forward);

    /// <summary>
    /// Request: 7:6 tracking (01b), 3:0 channel, then the message as the IPMB carries it. The answer says only that the message went
    /// out; the target's own answer follows as a message from the target's address with the sequence number that it was given.
    /// </summary>
    private static CompletionCode Forward(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte channel = request.ReadByte();
        if ((channel & 0x0F) != 0)
            return CompletionCode.InvalidDataField;
        var message = LanMessage.Read(request);
        if (!message.ChecksumValid || message.IsResponse)
            return CompletionCode.InvalidDataField;
        if (context.Session is null || context.Bmc.Controllers.Find(message.ResponderAddress) is not { } target)
            return NakOnWrite;
        context.Bridged = new BridgedRequest(target, message, IsTracked: (channel & 0xC0) == 0x40);
        return CompletionCode.Ok;
    }
}
