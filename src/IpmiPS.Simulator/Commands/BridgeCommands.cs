using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Send Message to the controllers behind the BMC. IPMI 2.0 sections 22.7 and 6.13.</summary>
internal static class BridgeCommands
{
    private const CompletionCode NakOnWrite = (CompletionCode)0x83;

    public static void AddTo(CommandTable table) => table.On(SendMessage.Definition, Forward, anyController: true);

    /// <summary>
    /// The response says only that the message was sent. The controller's own response follows as a message from the controller's address,
    /// with the sequence number of the request.
    /// </summary>
    private static CompletionCode Forward(CommandContext context, SendMessage request)
    {
        if (!context.Bmc.Controllers.HasBus(request.Channel))
            return CompletionCode.InvalidDataField;
        LanMessage message;
        try
        {
            message = LanMessage.Read(new ByteReader(request.Message));
        }
        catch (MalformedDataException)
        {
            return CompletionCode.InvalidLength;
        }

        if (!message.ChecksumValid || message.IsResponse)
            return CompletionCode.InvalidDataField;
        if (context.Session is null || context.Bmc.Controllers.Find(message.ResponderAddress, request.Channel) is not { } target)
            return NakOnWrite;
        context.Bridged = new BridgedRequest(target, message, request.IsTracked);
        return CompletionCode.Ok;
    }
}
