using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Packets;

namespace IpmiPS.Simulator;

/// <summary>Payloads, of which SOL is the only one, and its configuration. IPMI 2.0 sections 24 and 26.</summary>
internal static class PayloadCommands
{
    private const CompletionCode NotAvailable = (CompletionCode)0x80, Disabled = (CompletionCode)0x81;

    public static void AddTo(CommandTable table)
    {
        table.On(ActivatePayload.Definition, Activate, HasPayloads);
        table.On(DeactivatePayload.Definition, Deactivate, HasPayloads);
        table.On(GetPayloadActivationStatus.Definition, GetActivationStatus, HasPayloads);
        table.On(GetPayloadInstanceInfo.Definition, GetInstanceInfo, HasPayloads);
        table.On(SetUserPayloadAccess.Definition, SetAccess, HasPayloads);
        table.On(GetUserPayloadAccess.Definition, GetAccess, HasPayloads);
        table.On(GetChannelPayloadSupport.Definition, GetSupport, HasPayloads);
        table.On(GetChannelPayloadVersion.Definition, GetVersion, HasPayloads);
        table.On(GetChannelOemPayloadInfo.Definition, static (_, _) => (CompletionCode)GetChannelOemPayloadInfo.NotSupported);
        table.On(SuspendResumePayloadEncryption.Definition, SuspendOrResume, HasPayloads);
        table.On(SetSolConfigurationParameters.Definition, SetParameter);
        table.On(GetSolConfigurationParameters.Definition, GetParameter);
    }

    /// <summary>Without RMCP+ there are no payloads, and no commands for them.</summary>
    private static bool HasPayloads(CommandContext context) => context.Bmc.Suites.Length > 0;

    private static CommandResult<ActivatedPayload> Activate(CommandContext context, ActivatePayload request)
    {
        if (request.Payload != PayloadType.Sol || request.Instance != 1)
            return CompletionCode.InvalidDataField;
        var sol = context.Bmc.Sol;
        if (!context.Bmc.Definition.HasSol || !sol.Parameters.IsEnabled)
            return Disabled;
        if (!context.Session!.IsRmcpPlus)
            return CompletionCode.InvalidInPresentState;
        if (!context.Session.User.MayUseSol || context.Session.Privilege < sol.Parameters.Privilege)
            return CompletionCode.InsufficientPrivilege;
        bool encrypt = (request.Auxiliary & (byte)SolActivationOptions.Encrypt) != 0;
        if (sol.Parameters.ForcesEncryption && !encrypt)
            return (CompletionCode)ActivatePayload.EncryptionRequired;
        if (sol.IsActive)
            return (CompletionCode)ActivatePayload.AlreadyActive;
        sol.Activate(context.Session, encrypt, (request.Auxiliary & (byte)SolActivationOptions.Authenticate) != 0);
        return new ActivatedPayload { InboundPayloadSize = SolServer.PayloadSize, OutboundPayloadSize = SolServer.PayloadSize, Port = (ushort)context.Bmc.Identity.Port };
    }

    private static CompletionCode Deactivate(CommandContext context, DeactivatePayload request)
    {
        if (request.Payload != PayloadType.Sol || request.Instance != 1)
            return CompletionCode.InvalidDataField;
        var sol = context.Bmc.Sol;
        if (sol.Owner is not { } owner)
            return NotAvailable;

        // The console of another session can be taken only with at least its privilege.
        if (owner != context.Session && owner.Privilege > context.Session!.Privilege)
            return CompletionCode.InsufficientPrivilege;
        sol.Deactivate(notifyOwner: owner != context.Session);
        return CompletionCode.Ok;
    }

    private static CommandResult<PayloadActivationStatus> GetActivationStatus(CommandContext context, GetPayloadActivationStatus request) =>
        request.Payload == PayloadType.Sol ? new PayloadActivationStatus(1, (ushort)(context.Bmc.Sol.IsActive ? 1 : 0)) : CompletionCode.InvalidDataField;

    private static CommandResult<PayloadInstanceInfo> GetInstanceInfo(CommandContext context, GetPayloadInstanceInfo request) =>
        request.Payload == PayloadType.Sol && request.Instance == 1 ? new PayloadInstanceInfo(context.Bmc.Sol.Owner?.Id ?? 0, 1) : CompletionCode.InvalidDataField;

    private static CompletionCode SetAccess(CommandContext context, SetUserPayloadAccess request)
    {
        if (!Channels.IsLan(request.Channel) || context.Bmc.Users.Find(request.UserId) is not { } user)
            return CompletionCode.InvalidDataField;
        if (request.Payloads.Sol)
            user.MayUseSol = request.Enable;
        return CompletionCode.Ok;
    }

    private static CommandResult<PayloadAccess> GetAccess(CommandContext context, GetUserPayloadAccess request)
    {
        if (!Channels.IsLan(request.Channel) || context.Bmc.Users.Find(request.UserId) is not { } user)
            return CompletionCode.InvalidDataField;
        return user.MayUseSol ? PayloadAccess.SolOnly : default;
    }

    private static CommandResult<ChannelPayloadSupport> GetSupport(CommandContext context, GetChannelPayloadSupport request) =>
        Channels.IsLan(request.Channel) ? new ChannelPayloadSupport((ushort)(context.Bmc.Definition.HasSol ? 0x03 : 0x01), 0x3F, 0) : CompletionCode.InvalidDataField;

    private static CommandResult<PayloadVersion> GetVersion(CommandContext context, GetChannelPayloadVersion request)
    {
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        bool isKnown = request.Payload switch
        {
            PayloadType.Ipmi or (>= PayloadType.OpenSessionRequest and <= PayloadType.Rakp4) => true,
            PayloadType.Sol => context.Bmc.Definition.HasSol,
            _ => false,
        };
        return isKnown ? new PayloadVersion(1, 0) : NotAvailable;
    }

    private static CompletionCode SuspendOrResume(CommandContext context, SuspendResumePayloadEncryption request)
    {
        if (request.Payload != PayloadType.Sol || request.Instance != 1 || request.Operation > PayloadEncryption.Resume)
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Sol.Owner != context.Session)
            return NotAvailable;
        context.Bmc.Sol.IsEncrypted = request.Operation == PayloadEncryption.Resume;
        return CompletionCode.Ok;
    }

    private static CompletionCode SetParameter(CommandContext context, SetSolConfigurationParameters request)
    {
        if (request.Data.Length == 0)
            return CompletionCode.InvalidLength;
        return Channels.IsLan(request.Channel) ? context.Bmc.Sol.Parameters.Set(request.Parameter, request.Data) : CompletionCode.InvalidDataField;
    }

    private static CommandResult<ConfigurationParameter> GetParameter(CommandContext context, GetSolConfigurationParameters request)
    {
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Sol.Parameters.Get(request.Parameter) is not { } value)
            return NotAvailable;
        return new ConfigurationParameter(context.Bmc.Sol.Parameters.Family.Revision, request.RevisionOnly ? [] : value);
    }
}
