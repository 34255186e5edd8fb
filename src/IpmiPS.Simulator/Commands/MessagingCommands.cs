using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>Global enables, message flags, system interfaces, and the bus behind the BMC. IPMI 2.0 sections 22.1 to 22.11. Reads of queues find them empty.</summary>
internal static class MessagingCommands
{
    private const byte KcsVersion1 = 0x00, MaximumMessage = 255, BtSize = 0x3F;

    public static void AddTo(CommandTable table)
    {
        table.On(GetBmcGlobalEnables.Definition, static (context, _) => context.Bmc.Device.GlobalEnables);
        table.On(SetBmcGlobalEnables.Definition, SetGlobalEnables);
        table.On(GetMessageFlags.Definition, static (context, _) => context.Bmc.Device.PendingMessages, IsExtended);
        table.On(ClearMessageFlags.Definition, ClearFlags, IsExtended);
        table.On(EnableMessageChannelReceive.Definition, EnableReceive, IsExtended);
        table.On(GetMessage.Definition, static (_, _) => (CompletionCode)GetMessage.QueueEmpty, IsExtended);
        table.On(ReadEventMessageBuffer.Definition, static (_, _) => (CompletionCode)ReadEventMessageBuffer.BufferEmpty, IsExtended);
        table.On(GetBtInterfaceCapabilities.Definition, static (_, _) => new BtInterfaceCapabilities(1, BtSize, BtSize, 10, 1), IsExtended);
        table.On(GetSystemInterfaceCapabilities.Definition, GetInterface, IsExtended);
        table.On(MasterWriteRead.Definition, Transfer, IsExtended);
    }

    private static bool IsExtended(CommandContext context) => context.Bmc.Definition.HasExtendedChassis;

    private static CompletionCode SetGlobalEnables(CommandContext context, SetBmcGlobalEnables request)
    {
        context.Bmc.Device.GlobalEnables = request.Enables;
        return CompletionCode.Ok;
    }

    private static CompletionCode ClearFlags(CommandContext context, ClearMessageFlags request)
    {
        context.Bmc.Device.PendingMessages &= ~request.Flags;
        return CompletionCode.Ok;
    }

    private static CommandResult<ChannelReceiveState> EnableReceive(CommandContext context, EnableMessageChannelReceive request)
    {
        var device = context.Bmc.Device;
        ushort bit = (ushort)(1 << request.Channel);
        switch (request.Operation)
        {
            case ChannelReceive.Enable:
                device.ReceiveChannels |= bit;
                break;
            case ChannelReceive.Disable:
                device.ReceiveChannels &= (ushort)~bit;
                break;
            case ChannelReceive.Get:
                break;
            default:
                return CompletionCode.InvalidDataField;
        }

        return new ChannelReceiveState(request.Channel, (device.ReceiveChannels & bit) != 0);
    }

    /// <summary>The machine has a KCS interface.</summary>
    private static CommandResult<SystemInterfaceCapabilities> GetInterface(CommandContext context, GetSystemInterfaceCapabilities request) =>
        request.Type == SystemInterfaceType.Kcs ? new SystemInterfaceCapabilities(KcsVersion1, MaximumMessage, null) : CompletionCode.InvalidDataField;

    private static CommandResult<MasterWriteReadData> Transfer(CommandContext context, MasterWriteRead request)
    {
        var code = context.Bmc.Device.Memory.Transfer(request, out byte[] read);
        return code == CompletionCode.Ok ? new MasterWriteReadData(read) : code;
    }
}
