using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Payloads, of which there is SOL, and its configuration. IPMI 2.0 sections 24 and 26.</summary>
internal static class PayloadCommands
{
    private const CompletionCode NotAvailable = (CompletionCode)0x80, Disabled = (CompletionCode)0x81;

    public static void AddTo(CommandTable table)
    {
        App(ActivatePayload.Definition.Code, PrivilegeLevel.User, 6, 6, Activate);
        App(DeactivatePayload.Definition.Code, PrivilegeLevel.User, 6, 6, Deactivate);
        App(GetPayloadActivationStatus.Definition.Code, PrivilegeLevel.User, 1, 1, ActivationStatus);
        App(GetPayloadInstanceInfo.Definition.Code, PrivilegeLevel.User, 2, 2, InstanceInfo);
        App(SetUserPayloadAccess.Definition.Code, PrivilegeLevel.Administrator, 6, 6, SetAccess);
        App(GetUserPayloadAccess.Definition.Code, PrivilegeLevel.Operator, 2, 2, GetAccess);
        App(GetChannelPayloadSupport.Definition.Code, PrivilegeLevel.User, 1, 1, Support);
        App(GetChannelPayloadVersion.Definition.Code, PrivilegeLevel.User, 2, 2, Version);
        App(SuspendResumePayloadEncryption.Definition.Code, PrivilegeLevel.User, 3, 3, SuspendOrResume);
        table.Add(NetFn.Transport, SetSolConfigurationParameters.Definition.Code, PrivilegeLevel.Administrator, 3, 10, SetParameter);
        table.Add(NetFn.Transport, GetSolConfigurationParameters.Definition.Code, PrivilegeLevel.User, 4, 4, GetParameter);

        // Without RMCP+ there are no payloads, and no commands for them.
        void App(byte command, PrivilegeLevel privilege, int least, int most, CommandHandler handler) => table.Add(
            NetFn.App, command, privilege, least, most,
            (context, request, response) => context.Bmc.Suites.Length > 0 ? handler(context, request, response) : CompletionCode.InvalidCommand);
    }

    private static CompletionCode Activate(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = ActivatePayload.ReadRequest(request);
        if (asked.Payload != PayloadType.Sol || asked.Instance != 1)
            return CompletionCode.InvalidDataField;
        if (!context.Bmc.Definition.HasSol || !context.Bmc.Sol.Parameters.IsEnabled)
            return Disabled;
        if (!context.Session!.IsRmcpPlus)
            return CompletionCode.InvalidInPresentState;
        if (!context.Session.User.MayUseSol || context.Session.Privilege < context.Bmc.Sol.Parameters.Privilege)
            return CompletionCode.InsufficientPrivilege;
        bool encrypt = (asked.Auxiliary & (byte)SolActivationOptions.Encrypt) != 0;
        if (context.Bmc.Sol.Parameters.ForcesEncryption && !encrypt)
            return (CompletionCode)ActivatePayload.EncryptionRequired;
        if (context.Bmc.Sol.IsActive)
            return (CompletionCode)ActivatePayload.AlreadyActive;
        context.Bmc.Sol.Activate(context.Session, encrypt, (asked.Auxiliary & (byte)SolActivationOptions.Authenticate) != 0);
        new ActivatedPayload { InboundPayloadSize = SolServer.PayloadSize, OutboundPayloadSize = SolServer.PayloadSize, Port = (ushort)context.Bmc.Identity.Port }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Deactivate(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = DeactivatePayload.ReadRequest(request);
        if (asked.Payload != PayloadType.Sol || asked.Instance != 1)
            return CompletionCode.InvalidDataField;
        var sol = context.Bmc.Sol;
        if (sol.Owner is not { } owner)
            return NotAvailable;

        // Another's console may be taken only by somebody who may do as much.
        if (owner != context.Session && owner.Privilege > context.Session!.Privilege)
            return CompletionCode.InsufficientPrivilege;
        sol.Deactivate(notifyOwner: owner != context.Session);
        return CompletionCode.Ok;
    }

    private static CompletionCode ActivationStatus(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (GetPayloadActivationStatus.ReadRequest(request).Payload != PayloadType.Sol)
            return CompletionCode.InvalidDataField;
        new PayloadActivationStatus(1, (ushort)(context.Bmc.Sol.IsActive ? 1 : 0)).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode InstanceInfo(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = GetPayloadInstanceInfo.ReadRequest(request);
        if (asked.Payload != PayloadType.Sol || asked.Instance != 1)
            return CompletionCode.InvalidDataField;
        new PayloadInstanceInfo(context.Bmc.Sol.Owner?.Id ?? 0, 1).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode SetAccess(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = SetUserPayloadAccess.ReadRequest(request);
        if (!Channels.IsLan(asked.Channel) || context.Bmc.Users.Find(asked.UserId) is not { } user)
            return CompletionCode.InvalidDataField;
        if (asked.Payloads.Sol)
            user.MayUseSol = asked.Enable;
        return CompletionCode.Ok;
    }

    private static CompletionCode GetAccess(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = GetUserPayloadAccess.ReadRequest(request);
        if (!Channels.IsLan(asked.Channel) || context.Bmc.Users.Find(asked.UserId) is not { } user)
            return CompletionCode.InvalidDataField;
        (user.MayUseSol ? PayloadAccess.SolOnly : default).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Support(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (!Channels.IsLan(GetChannelPayloadSupport.ReadRequest(request).Channel))
            return CompletionCode.InvalidDataField;
        new ChannelPayloadSupport((ushort)(context.Bmc.Definition.HasSol ? 0x03 : 0x01), 0x3F, 0).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Version(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = GetChannelPayloadVersion.ReadRequest(request);
        if (!Channels.IsLan(asked.Channel))
            return CompletionCode.InvalidDataField;
        if (asked.Payload is not (PayloadType.Ipmi or PayloadType.Sol or (>= PayloadType.OpenSessionRequest and <= PayloadType.Rakp4)) || asked.Payload == PayloadType.Sol && !context.Bmc.Definition.HasSol)
            return NotAvailable;
        new PayloadVersion(1, 0).Write(response);
        return CompletionCode.Ok;
    }

    /// <summary>Request: payload type; instance; 0 suspend, 1 resume encryption.</summary>
    private static CompletionCode SuspendOrResume(CommandContext context, ByteReader request, ByteWriter response)
    {
        var type = (PayloadType)(request.ReadByte() & 0x3F);
        byte instance = (byte)(request.ReadByte() & 0x0F), operation = (byte)(request.ReadByte() & 0x1F);
        if (type != PayloadType.Sol || instance != 1 || operation > 1)
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Sol.Owner != context.Session)
            return NotAvailable;
        context.Bmc.Sol.IsEncrypted = operation == 1;
        return CompletionCode.Ok;
    }

    private static CompletionCode SetParameter(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = SetSolConfigurationParameters.ReadRequest(request);
        return Channels.IsLan(asked.Channel) ? context.Bmc.Sol.Parameters.Set(asked.Parameter, asked.Data) : CompletionCode.InvalidDataField;
    }

    private static CompletionCode GetParameter(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = GetSolConfigurationParameters.ReadRequest(request);
        if (!Channels.IsLan(asked.Channel))
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Sol.Parameters.Get(asked.Parameter) is not { } value)
            return NotAvailable;
        new ConfigurationParameter(context.Bmc.Sol.Parameters.Family.Revision, asked.RevisionOnly ? [] : value).Write(response);
        return CompletionCode.Ok;
    }
}
