using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Device;

/// <summary>Reads, sets, starts and stops the watchdog timer of a BMC. IPMI 2.0 section 27.</summary>
public static class WatchdogControl
{
    private const double CountsPerSecond = 10;
    private const int ActionBits = 0x07, InterruptShift = 4, LastAction = 3;

    /// <summary>Time between two looks of <see cref="WatchAsync(IIpmiConnection, Action{Watchdog}, CancellationToken)"/>.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>Reads the timer.</summary>
    public static async Task<Watchdog> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default) =>
        Describe(connection.ComputerName, await ReadAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads the timer each second until it expires, stops, or has other settings. Each state that differs in more than the countdown is reported.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="report">Gets the first state and each that differs.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public static Task WatchAsync(IIpmiConnection connection, Action<Watchdog> report, CancellationToken cancellationToken = default) =>
        WatchAsync(connection, report, Clock.System, cancellationToken);

    internal static async Task WatchAsync(IIpmiConnection connection, Action<Watchdog> report, Clock clock, CancellationToken cancellationToken)
    {
        var first = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        report(Describe(connection.ComputerName, first));
        for (var last = first; last.Timer.DoNotStop && last.Timer == first.Timer;)
        {
            await clock.DelayAsync(LookInterval, cancellationToken).ConfigureAwait(false);
            last = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            if (last.Timer != first.Timer)
                report(Describe(connection.ComputerName, last));
        }
    }

    /// <summary>Starts the countdown, or starts it again, and reads the timer back.</summary>
    /// <exception cref="IpmiException">CommandFailed: the timer was never set. OutcomeUnknown: it is not known whether the BMC has started it.</exception>
    public static async Task<WatchdogUpdate> ResetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var outcome = new ChangeOutcome();
        try
        {
            await outcome.SendAsync(connection, new ResetWatchdogTimer(), cancellationToken).ConfigureAwait(false);
            if (outcome.State == ChangeState.Unanswered)
                throw outcome.UnansweredReason ?? new IpmiException(IpmiErrorKind.Timeout, "There was no clear response.");
            var after = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            return Updated(connection.ComputerName, after, changed: true, verified: after.Timer.DoNotStop, difference: null);
        }
        catch (IpmiCommandException refused) when (refused.CompletionCode == (CompletionCode)ResetWatchdogTimer.NotInitialized)
        {
            throw new IpmiException(
                IpmiErrorKind.CommandFailed, "The watchdog timer was not set since the BMC started, so it cannot be started (completion code 80h).", "Set it with Set-IpmiWatchdog first.", refused);
        }
        catch (Exception error) when (outcome.IsUnknownAfter(error))
        {
            throw new IpmiException(IpmiErrorKind.OutcomeUnknown, $"Reset Watchdog Timer was sent, and it is not known whether the timer was started: {error.Message}", "Check with Get-IpmiWatchdog.", error);
        }
    }

    /// <summary>What an action does to the machine, as a sentence without its full stop.</summary>
    internal static string DescribeDanger(WatchdogAction action) => action switch
    {
        WatchdogAction.HardReset => "The machine is reset when the timer expires",
        WatchdogAction.PowerDown => "The machine is turned off when the timer expires",
        WatchdogAction.PowerCycle => "The machine is turned off and on again when the timer expires",
        _ => "What happens to the machine when the timer expires is not known",
    };

    /// <summary>The state as users see it.</summary>
    internal static Watchdog Describe(string computerName, WatchdogTimerState state) => Updated(computerName, state, false, false, null).WithoutUpdate();

    internal static Task<WatchdogTimerState> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        connection.SendAsync(new GetWatchdogTimer(), cancellationToken);

    /// <summary>Seconds as the timer counts them.</summary>
    internal static ushort Counts(double seconds) => (ushort)Math.Round(seconds * CountsPerSecond);

    /// <summary>The byte of action and interrupt.</summary>
    internal static byte Actions(byte present, WatchdogAction? action, WatchdogInterrupt? interrupt)
    {
        int result = present;
        if (action is { } wanted)
            result = result & ~ActionBits | (int)wanted - 1;
        if (interrupt is { } sent)
            result = result & ~(ActionBits << InterruptShift) | (int)sent - 1 << InterruptShift;
        return (byte)result;
    }

    internal static WatchdogAction ActionOf(byte actions) => (actions & ActionBits) <= LastAction ? (WatchdogAction)((actions & ActionBits) + 1) : WatchdogAction.Unknown;

    internal static WatchdogUpdate Updated(string computerName, WatchdogTimerState state, bool changed, bool verified, IpmiException? difference)
    {
        var timer = state.Timer;
        int interrupt = timer.Actions >> InterruptShift & ActionBits;
        var writer = new Wire.ByteWriter();
        state.Write(writer);
        return new WatchdogUpdate
        {
            ComputerName = computerName,
            Running = timer.DoNotStop,
            Use = timer.Use <= (byte)WatchdogUse.Oem ? (WatchdogUse)timer.Use : WatchdogUse.Unknown,
            Action = ActionOf(timer.Actions),
            InitialCountdown = timer.InitialCountdown / CountsPerSecond,
            PresentCountdown = state.PresentCountdown / CountsPerSecond,
            PreTimeoutInterrupt = interrupt <= LastAction ? (WatchdogInterrupt)(interrupt + 1) : WatchdogInterrupt.Unknown,
            PreTimeout = timer.PreTimeout,
            Expired = (WatchdogExpirations)timer.ExpirationFlags & WatchdogExpirations.All,
            DontLog = timer.DoNotLog,
            Raw = Wire.Hex.Format(writer.ToArray(), " "),
            Changed = changed,
            Verified = verified,
            Difference = difference,
        };
    }

    private static Watchdog WithoutUpdate(this WatchdogUpdate state) => new()
    {
        ComputerName = state.ComputerName,
        Running = state.Running,
        Use = state.Use,
        Action = state.Action,
        InitialCountdown = state.InitialCountdown,
        PresentCountdown = state.PresentCountdown,
        PreTimeoutInterrupt = state.PreTimeoutInterrupt,
        PreTimeout = state.PreTimeout,
        Expired = state.Expired,
        DontLog = state.DontLog,
        Raw = state.Raw,
    };
}
