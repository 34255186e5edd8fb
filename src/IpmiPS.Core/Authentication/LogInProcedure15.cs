using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Authentication;

/// <summary>The IPMI 1.5 log-in: Get Session Challenge, Activate Session. IPMI 2.0 section 6.12.7, 22.16, 22.17.</summary>
internal sealed class LogInProcedure15(SessionlessChannel channel, IpmiConnectOptions options, LogInSecrets secrets, PacketTrace trace, LogInErrors errors, LogInAttempt? attempt)
{
    public async Task<LogInResult> RunAsync(ChannelAuthenticationCapabilities capabilities, IEnumerable<PrivilegeLevel> privileges, CancellationToken cancellationToken)
    {
        if (secrets.Password.Length > AuthCode15.PasswordLength)
            throw LogInSecrets.TooLong("password", secrets.Password.Length, AuthCode15.PasswordLength);
        if (!capabilities.SupportsIpmi15)
            throw new IpmiException(IpmiErrorKind.CipherSuiteRefused, "This BMC does not speak IPMI 1.5.", "Leave out -Protocol to use IPMI 2.0.");
        var type = Choose(capabilities);
        trace.Note($"Opening an IPMI 1.5 session with authentication type {LogInStrength.NameOf(type)}.");
        if (type == AuthType.Straight)
            trace.Warning("The password is sent in clear text: the BMC offers no better authentication type, and -AllowClearTextPassword was given.");

        var refused = new List<PrivilegeLevel>();
        string response = "";
        foreach (var privilege in privileges)
        {
            try
            {
                return await ActivateAsync(type, capabilities, privilege, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiException error) when (error.Kind == IpmiErrorKind.InsufficientPrivilege)
            {
                refused.Add(privilege);
                response = error.Message;
            }
        }

        throw errors.InsufficientPrivilege(refused, response.TrimEnd('.'));
    }

    /// <summary>Returns the strongest type that is offered and allowed. What a BMC offers before the log-in may be forged.</summary>
    private AuthType Choose(ChannelAuthenticationCapabilities capabilities)
    {
        foreach (var type in LogInStrength.TypesByStrength)
        {
            if (capabilities.Permits(type) && options.AtLeast?.Allows(type) != false && (type != AuthType.Straight || options.AllowClearTextPassword))
                return type;
        }

        throw errors.NoAuthType(capabilities);
    }

    private async Task<LogInResult> ActivateAsync(AuthType type, ChannelAuthenticationCapabilities capabilities, PrivilegeLevel privilege, CancellationToken cancellationToken)
    {
        if (attempt is not null)
            await attempt.WaitForTurnAsync(cancellationToken).ConfigureAwait(false);
        var getChallenge = new GetSessionChallenge { AuthenticationType = (byte)type, UserName = secrets.UserName };
        byte[] response = await channel.CommandAsync(getChallenge, options.RetryCount, cancellationToken).ConfigureAwait(false)
            ?? throw new IpmiException(IpmiErrorKind.Timeout, "The BMC did not answer Get Session Challenge.");
        if (response[0] != 0)
        {
            string code = new IpmiCommandException(getChallenge, (CompletionCode)response[0]).Message;
            throw response[0] is 0x81 or 0x82 ? errors.UnknownUser(code.TrimEnd('.')) : new IpmiException(CompletionCodes.KindOf((CompletionCode)response[0]), $"The log-in was refused: {code}");
        }

        var challenge = getChallenge.ReadResponse(new ByteReader(response, 1, response.Length - 1));
        var activate = new ActivateSession
        {
            AuthenticationType = (byte)type,
            MaximumPrivilege = privilege,
            Challenge = challenge.Challenge,
            FirstOutboundSequence = Math.Max(1, new ByteReader(SecretBytes.Random(4)).ReadUInt32()),
        };

        // A BMC silently drops Activate Session with a wrong password, and may count each one against the account;
        // so there is only one retry.
        response = await SendActivateAsync(activate, type, challenge.TemporarySessionId, cancellationToken).ConfigureAwait(false)
            ?? throw errors.WrongPassword("the BMC gave a challenge for the user but did not answer Activate Session, which is how IPMI 1.5 refuses a wrong password");
        if (response[0] != 0)
            throw Refusal(activate, response[0]);

        var session = activate.ReadResponse(new ByteReader(response, 1, response.Length - 1));
        bool perMessage = capabilities.PerMessageAuthentication && session.AuthenticationType == (byte)type;
        return new LogInResult(
            new LanSession15(type, session.SessionId, secrets.Password, perMessage, session.FirstInboundSequence, activate.FirstOutboundSequence),
            privilege, null);
    }

    private Task<byte[]?> SendActivateAsync(ActivateSession activate, AuthType type, uint temporaryId, CancellationToken cancellationToken)
    {
        byte sequence = channel.NextSequence();
        var message = new ByteWriter();
        LanMessage.WriteRequest(message, activate, sequence);
        byte[] packet = LanSession15.Write(type, secrets.Password, temporaryId, 0, message.AsSegment());
        return channel.ExchangeAsync(packet, (reader, datagram) =>
            SessionlessChannel.ResponseTo(activate, sequence, reader, datagram, temporaryId) is { } response && (response[0] != 0 || IsAuthentic(datagram, type)) ? response : null, 1, cancellationToken);
    }

    /// <summary>Whether the sender of the packet knows the password. A refusal is accepted without that; a session is not.</summary>
    private bool IsAuthentic(ArraySegment<byte> datagram, AuthType type)
    {
        var reader = new ByteReader(datagram);
        Rmcp.ReadHeader(reader);
        var packet = SessionPacket.Read(datagram, reader);
        return packet.AuthType == type
            && SecretBytes.Equal(AuthCode15.Compute(type, secrets.Password, packet.SessionId, packet.Sequence, packet.Payload), packet.AuthCode);
    }

    private static IpmiException Refusal(ActivateSession activate, byte code)
    {
        var kind = code switch
        {
            0x81 or 0x82 or 0x83 => IpmiErrorKind.NoSessionSlot,
            0x86 => IpmiErrorKind.InsufficientPrivilege,
            _ => CompletionCodes.KindOf((CompletionCode)code),
        };
        string response = new IpmiCommandException(activate, (CompletionCode)code).Message;
        return new IpmiException(kind, kind == IpmiErrorKind.InsufficientPrivilege ? response : $"The log-in failed: {response}");
    }
}
