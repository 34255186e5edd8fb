using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Device;
using IpmiPS.Packets;
using IpmiPS.Parameters;

namespace IpmiPS.Sol;

/// <summary>Gets hold of a console, or says plainly why not.</summary>
internal sealed class SolActivation(IPayloadConnection connection, SolOptions options)
{
    private const int Attempts = 4;

    /// <summary>What fits into a packet where the BMC tells nonsense: small enough for any.</summary>
    private const int CautiousCharacters = 64;

    /// <summary>For questions that some BMCs refuse or ignore.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A console that was taken from somebody needs a moment to be free.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Activates SOL; returns how many characters a packet to the BMC may carry.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (connection.PayloadProtection is null)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, "Serial over LAN needs a session of IPMI 2.0 (RMCP+), and this one is of IPMI 1.5.",
                "If Test-IpmiConnection says Ipmi20, open a session without -Protocol. A BMC that speaks only IPMI 1.5 has no serial over LAN: use the console that the vendor offers.");

        // Neither answer is needed: the first tells later whether a lost activation was ours; the second what privilege to ask
        // the user for. It also raises the session above User, which many BMCs want for SOL.
        var (free, needed) = await AskAsync(cancellationToken).ConfigureAwait(false);
        bool answerLost = false;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                var payload = await connection.SendAsync(ActivatePayload.ForSol(options.Instance, Flags()), cancellationToken).ConfigureAwait(false);
                return CharactersFor(payload.InboundPayloadSize);
            }
            catch (IpmiCommandException e)
            {
                byte code = (byte)e.CompletionCode;
                bool isTaken = code is ActivatePayload.AlreadyActive or ActivatePayload.LimitReached;
                bool isOurs = answerLost && free;
                if (!isTaken || attempt == Attempts || !(options.Force || isOurs))
                    throw Refused(e, code, needed);
            }
            catch (IpmiException e) when (!answerLost && e.Kind is IpmiErrorKind.OutcomeUnknown or IpmiErrorKind.Timeout)
            {
                answerLost = true;
                continue;
            }

            await connection.TrySendAsync(new DeactivatePayload(PayloadType.Sol, options.Instance), cancellationToken).ConfigureAwait(false);
            await options.Clock.DelayAsync(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(bool Free, PrivilegeLevel? Needed)> AskAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var status = connection.TrySendAsync(new GetPayloadActivationStatus(PayloadType.Sol), patience.Token);
        var parameter = await connection.TrySendAsync(new GetSolConfigurationParameters(GetChannelInfo.PresentChannel, SolParameters.Authentication.Number) { RaiseTo = PrivilegeLevel.Operator }, patience.Token).ConfigureAwait(false);
        bool free = await status.ConfigureAwait(false) is { Succeeded: true } response && !response.Value.IsActive(options.Instance);
        cancellationToken.ThrowIfCancellationRequested();
        return (free, parameter.Succeeded && SolParameters.Authentication.TryDecode(parameter.Value.Data, out var authentication) ? authentication.Privilege : null);
    }

    private SolActivationOptions Flags()
    {
        var protection = connection.PayloadProtection ?? default;
        bool encrypt = options.Encrypt ?? protection.IsEncrypted;
        bool authenticate = options.Authenticate ?? protection.IsAuthenticated;
        return SolActivationOptions.DeferAlerts
            | (encrypt ? SolActivationOptions.Encrypt : 0)
            | (authenticate ? SolActivationOptions.Authenticate : 0);
    }

    /// <summary>The size that the BMC tells is that of the payload with its header. Some tell it byte-swapped, some nonsense.</summary>
    internal static int CharactersFor(int payloadSize)
    {
        int swapped = (payloadSize & 0xFF) << 8 | payloadSize >> 8;
        foreach (int size in (int[])[payloadSize, swapped])
            if (size is > SolPacket.HeaderLength and <= 1500)
                return Math.Min(size - SolPacket.HeaderLength, SolPacket.MaximumCharacters - SolPacket.HeaderLength);
        return CautiousCharacters;
    }

    private IpmiException Refused(IpmiCommandException refusal, byte code, PrivilegeLevel? needed)
    {
        string name = connection.ComputerName;
        return code switch
        {
            ActivatePayload.AlreadyActive or ActivatePayload.LimitReached when options.Force => new IpmiException(IpmiErrorKind.Busy, $"The console of {name} is in use, and the BMC does not let go of it.", "Close the other session on the BMC, or wait until it times out.", refusal),
            ActivatePayload.AlreadyActive or ActivatePayload.LimitReached => new IpmiException(IpmiErrorKind.Busy, $"The console of {name} is in use by another session.", "Take it over with -Force, which ends the other's view of it.", refusal),
            ActivatePayload.PayloadDisabled => new IpmiException(IpmiErrorKind.CommandFailed, $"Serial over LAN is disabled on {name}, or for this user.", "Enable serial over LAN on the BMC and for the user.", refusal),
            ActivatePayload.EncryptionImpossible => new IpmiException(IpmiErrorKind.CommandFailed, $"{name} offers its console only without encryption. It was not opened.", "Enable encryption for serial over LAN on the BMC.", refusal),
            ActivatePayload.EncryptionRequired => new IpmiException(IpmiErrorKind.CommandFailed, $"{name} offers its console only with encryption, which this session's cipher suite does not have.", "Connect with cipher suite 17 or 3.", refusal),
            (byte)CompletionCode.InsufficientPrivilege => new IpmiException(IpmiErrorKind.InsufficientPrivilege, $"Serial over LAN on {name} needs {(needed is { } level ? $"the privilege {level}" : "a higher privilege")}.", innerException: refusal),
            _ => refusal,
        };
    }
}
