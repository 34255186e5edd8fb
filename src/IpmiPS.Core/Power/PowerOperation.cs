using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Power;

/// <summary>One power action on one machine, from the first request to the result.</summary>
internal sealed partial class PowerOperation(IIpmiConnection connection, PowerAction action, PowerOptions options)
{
    private readonly Clock _clock = options.Clock;
    private readonly TimeSpan _start = options.Clock.Now;
    private readonly RestartEvidence _evidence = new(connection);
    private readonly ChangeOutcome _change = new();
    private ChassisStatus _before = new();
    private ChassisStatus? _last;

    private bool IsAccepted => _change.State == ChangeState.Answered;

    public async Task<PowerResult> RunAsync(CancellationToken cancellationToken)
    {
        await ReadFirstAsync(cancellationToken).ConfigureAwait(false);
        if (action == PowerAction.Status || IsAsWanted(_before))
            return Result(changed: false, verified: true);

        var control = ControlFor(action);
        if (!_before.IsOn && action is PowerAction.Cycle or PowerAction.Reset or PowerAction.Diagnostic)
        {
            if (!options.Force || action == PowerAction.Diagnostic)
                throw new IpmiException(IpmiErrorKind.CommandFailed, $"{connection.ComputerName} is off, so {action} would do nothing.", action == PowerAction.Diagnostic
                    ? "Turn it on first with -Action On."
                    : $"Turn it on with -Action On, or let {action} turn on machines that are off with -Force.");
            control = ChassisControlAction.PowerUp;
        }

        try
        {
            return control switch
            {
                ChassisControlAction.PowerUp => await SwitchAsync(control, wantOn: true, cancellationToken).ConfigureAwait(false),
                ChassisControlAction.PowerDown or ChassisControlAction.SoftShutdown => await SwitchAsync(control, wantOn: false, cancellationToken).ConfigureAwait(false),
                ChassisControlAction.PowerCycle => await CycleAsync(cancellationToken).ConfigureAwait(false),
                ChassisControlAction.HardReset => await ResetAsync(cancellationToken).ConfigureAwait(false),
                _ => await InterruptAsync(cancellationToken).ConfigureAwait(false),
            };
        }
        catch (Exception error) when (_change.IsUnknownAfter(error))
        {
            throw Unknown(error is OperationCanceledException ? "The command was cancelled before the effect was seen." : $"Its effect could not be read back: {error.Message}", error);
        }
    }

    private static ChassisControlAction ControlFor(PowerAction action) => action switch
    {
        PowerAction.On => ChassisControlAction.PowerUp,
        PowerAction.Off => ChassisControlAction.PowerDown,
        PowerAction.Cycle => ChassisControlAction.PowerCycle,
        PowerAction.Reset => ChassisControlAction.HardReset,
        PowerAction.Soft => ChassisControlAction.SoftShutdown,
        PowerAction.Diagnostic => ChassisControlAction.DiagnosticInterrupt,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private bool IsAsWanted(ChassisStatus status) => action switch
    {
        PowerAction.On => status.IsOn,
        PowerAction.Off or PowerAction.Soft => !status.IsOn,
        _ => false,
    };

    /// <summary>Reads the state beforehand; for an action after which the power is on, also what can prove a restart later.</summary>
    private async Task ReadFirstAsync(CancellationToken cancellationToken) => _last = _before = action is PowerAction.Cycle or PowerAction.Reset
        ? await _evidence.CollectAsync(withLog: action == PowerAction.Cycle, cancellationToken).ConfigureAwait(false)
        : await connection.SendAsync(new GetChassisStatus(), cancellationToken).ConfigureAwait(false);

    private PowerResult Result(bool changed, bool verified) => new()
    {
        ComputerName = connection.ComputerName,
        Action = action,
        PreviousState = StateOf(_before),
        State = StateOf(_last),
        Changed = changed,
        Verified = verified,
        Duration = _clock.Now - _start,
    };

    private static PowerState StateOf(ChassisStatus? status) => status is null ? PowerState.Unknown : status.IsOn ? PowerState.On : PowerState.Off;

    private IpmiException Unknown(string what, Exception? inner = null)
    {
        string response = IsAccepted ? "the BMC accepted it"
            : _change.UnansweredReason is IpmiCommandException code ? $"the BMC answered with completion code {(byte)code.CompletionCode:X2}h, which does not say whether it was carried out; it was not sent again"
            : "its response was lost, and it was not sent again";
        string state = _last is null ? "The state of the machine could not be read since." : $"The machine was {StateOf(_last)} when its state was last read, and {StateOf(_before)} before.";
        return new IpmiException(IpmiErrorKind.OutcomeUnknown, $"{action} was sent to {connection.ComputerName} and {response}. {what} {state}", innerException: inner ?? _change.UnansweredReason);
    }
}
