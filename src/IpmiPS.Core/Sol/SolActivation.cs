using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Device;
using IpmiPS.Packets;
using IpmiPS.Parameters;

namespace IpmiPS.Sol;

/// <summary>Activates a console, or explains why that is not possible.</summary>
internal sealed class SolActivation(IPayloadConnection connection, SolOptions options)
{
    private const int Attempts = 4;

    /// <summary>Packet size if the BMC reports an implausible one: small enough for every BMC.</summary>
    private const int FallbackCharacters = 64;

    /// <summary>For commands that some BMCs refuse or ignore.</summary>
    private static readonly TimeSpan OptionalTimeout = TimeSpan.FromSeconds(3);

    /// <summary>A console needs a moment to become free after it is deactivated.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Activates SOL. Returns the number of characters that fit into a packet to the BMC.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (connection.PayloadProtection is null)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, "Serial over LAN needs an IPMI 2.0 (RMCP+) session; this is an IPMI 1.5 session.",
                "If Test-IpmiConnection says Ipmi20, open a session without -Protocol. A BMC that supports only IPMI 1.5 has no serial over LAN; use the vendor's remote console.");

        // Both responses are optional. The first shows later whether it was our lost activation that took the console; the second goes into the
        // error message if the privilege is too low. The second command also raises the session above User, which many BMCs require for SOL.
        var (free, needed) = await QueryAsync(cancellationToken).ConfigureAwait(false);
        bool responseLost = false;
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
                bool isOurs = responseLost && free;
                if (!isTaken || attempt == Attempts || !(options.Force || isOurs))
                    throw Refused(e, code, needed);
            }
            catch (IpmiException e) when (!responseLost && e.Kind is IpmiErrorKind.OutcomeUnknown or IpmiErrorKind.Timeout)
            {
                responseLost = true;
                continue;
            }

            await connection.TrySendAsync(new DeactivatePayload(PayloadType.Sol, options.Instance), cancellationToken).ConfigureAwait(false);
            await options.Clock.DelayAsync(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(bool Free, PrivilegeLevel? Needed)> QueryAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(OptionalTimeout);
        var status = connection.TrySendAsync(new GetPayloadActivationStatus(PayloadType.Sol), timeout.Token);
        var parameter = await connection.TrySendAsync(new GetSolConfigurationParameters(GetChannelInfo.PresentChannel, SolParameters.Authentication.Number) { RaiseTo = PrivilegeLevel.Operator }, timeout.Token).ConfigureAwait(false);
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

    /// <summary>The BMC reports the payload size including the header. Some BMCs swap its bytes, others report nonsense.</summary>
    internal static int CharactersFor(int payloadSize)
    {
        int swapped = (payloadSize & 0xFF) << 8 | payloadSize >> 8;
        foreach (int size in (int[])[payloadSize, swapped])
            if (size is > SolPacket.HeaderLength and <= 1500)
                return Math.Min(size - SolPacket.HeaderLength, SolPacket.MaximumCharacters - SolPacket.HeaderLength);
        return FallbackCharacters;
    }

    private IpmiException Refused(IpmiCommandException refusal, byte code, PrivilegeLevel? needed)
    {
        string name = connection.ComputerName;
        return code switch
        {
            ActivatePayload.AlreadyActive or ActivatePayload.LimitReached when options.Force => new IpmiException(IpmiErrorKind.Busy, $"The console of {name} is in use, and the BMC does not release it.", "Close the other session on the BMC, or wait for it to time out.", refusal),
            ActivatePayload.AlreadyActive or ActivatePayload.LimitReached => new IpmiException(IpmiErrorKind.Busy, $"The console of {name} is in use by another session.", "Use -Force to take the console over; this disconnects the other user.", refusal),
            ActivatePayload.PayloadDisabled => new IpmiException(IpmiErrorKind.CommandFailed, $"Serial over LAN is disabled on {name}, or for this user.", "Enable serial over LAN on the BMC and for the user.", refusal),
            ActivatePayload.EncryptionImpossible => new IpmiException(IpmiErrorKind.CommandFailed, $"{name} allows its console only without encryption. The console was not opened.", "Enable encryption for serial over LAN on the BMC.", refusal),
            ActivatePayload.EncryptionRequired => new IpmiException(IpmiErrorKind.CommandFailed, $"{name} allows its console only with encryption, which this session's cipher suite does not provide.", "Connect with cipher suite 17 or 3.", refusal),
            (byte)CompletionCode.InsufficientPrivilege => new IpmiException(IpmiErrorKind.InsufficientPrivilege, $"Serial over LAN on {name} needs {(needed is { } level ? $"the privilege {level}" : "a higher privilege")}.", innerException: refusal),
            _ => refusal,
        };
    }
}
