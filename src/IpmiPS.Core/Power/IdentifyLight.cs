using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Power;

/// <summary>Turns the light on or off that shows which machine it is. IPMI 2.0 section 28.5.</summary>
public static class IdentifyLight
{
    /// <summary>Turns the light on for a time, or off, and reads it back.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="seconds">Seconds, 0 to 255; 0 turns it off.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="IpmiException">OutcomeUnknown: the command was sent, and neither a response nor the light says whether it was carried out.
    /// Other kinds: nothing was changed.</exception>
    public static Task<IdentifyResult> SetAsync(IIpmiConnection connection, byte seconds, CancellationToken cancellationToken = default) =>
        SetAsync(connection, new ChassisIdentify { Interval = seconds }, seconds == 0 ? IdentifyState.Off : IdentifyState.Timed, cancellationToken);

    /// <summary>Turns the light on until it is turned off, and reads it back.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC only knows the light for a time, as in IPMI 1.5. OutcomeUnknown: the command was sent,
    /// and neither a response nor the light says whether it was carried out. Other kinds: nothing was changed.</exception>
    public static async Task<IdentifyResult> SetIndefinitelyAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        try
        {
            return await SetAsync(connection, new ChassisIdentify { Force = true }, IdentifyState.Indefinite, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException refused) when (refused.CompletionCode is CompletionCode.InvalidLength or CompletionCode.InvalidDataField)
        {
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, "The BMC cannot keep the identify light on indefinitely.", "Turn it on for a time, 255 seconds at most.", refused);
        }
    }

    private static async Task<IdentifyResult> SetAsync(IIpmiConnection connection, ChassisIdentify command, IdentifyState wanted, CancellationToken cancellationToken)
    {
        var change = new ChangeOutcome();
        try
        {
            await change.SendAsync(connection, command, cancellationToken).ConfigureAwait(false);
            var status = PowerStatus.From(connection.ComputerName, await connection.SendAsync(new GetChassisStatus(), cancellationToken).ConfigureAwait(false), cause: null);
            if (change.State == ChangeState.Unanswered && status.IdentifyState != wanted)
                throw Unknown(change, change.UnansweredReason);
            change.ReadBack();
            return new IdentifyResult
            {
                ComputerName = connection.ComputerName,
                State = status.IdentifyState,
                Seconds = wanted == IdentifyState.Timed ? command.Interval : null,
                Verified = status.IdentifyState == wanted,
            };
        }
        catch (Exception error) when (change.IsUnknownAfter(error))
        {
            throw Unknown(change, error);
        }
    }

    private static IpmiException Unknown(ChangeOutcome change, Exception? cause) => new(
        IpmiErrorKind.OutcomeUnknown,
        change.State == ChangeState.Answered
            ? "The BMC accepted Chassis Identify, but the identify light could not be read back."
            : "Chassis Identify was sent, but there was no clear response, and the identify light could not be read back as requested.",
        "Check with Get-IpmiChassis, or send it again.",
        cause);
}
