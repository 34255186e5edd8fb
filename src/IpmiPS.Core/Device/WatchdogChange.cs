using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Device;

/// <summary>
/// Sets or stops a watchdog timer: reads it, sends Set Watchdog Timer if something differs, and reads it back. Setting leaves a running timer running, which a BMC
/// would otherwise stop. IPMI 2.0 section 27.6.
/// </summary>
public sealed class WatchdogChange : IPreparedChange<WatchdogUpdate>
{
    private readonly IIpmiConnection _connection;
    private readonly SettingsChange<WatchdogTimerState> _change;

    private WatchdogChange(IIpmiConnection connection, WatchdogTimerState before, WatchdogTimer after, WatchdogExpirations clear, bool stops)
    {
        _connection = connection;
        Action = WatchdogControl.ActionOf(after.Actions);
        _change = new(connection, "the watchdog timer", before, cancellationToken => WatchdogControl.ReadAsync(connection, cancellationToken))
        {
            UnknownAdvice = "Check with Get-IpmiWatchdog what is set.",
            MismatchAdvice = "The BMC may not support this use, action or interrupt.",
        };

        // The flags of a request are those to clear; the flags of a response are those that are left.
        var wanted = after with { DoNotStop = !stops && before.Timer.DoNotStop, ExpirationFlags = (byte)(before.Timer.ExpirationFlags & ~(int)clear) };

        // Some BMCs report the don't-stop bit of the last request as the state, so only stopping compares the state.
        _change.Add("timer", state => Describe(state.Timer, stops), Describe(wanted, stops), new SetWatchdogTimer(after with { DoNotStop = !stops, ExpirationFlags = (byte)clear }));
    }

    /// <summary>What the BMC does when the timer expires.</summary>
    public WatchdogAction Action { get; }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description;

    /// <summary>Reads the timer and prepares other settings. Changes nothing.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the settings make no sense. Others: the timer could not be read.</exception>
    public static async Task<WatchdogChange> PrepareAsync(IIpmiConnection connection, WatchdogSettings settings, CancellationToken cancellationToken = default)
    {
        var before = await WatchdogControl.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var timer = before.Timer;
        var after = timer with
        {
            DoNotLog = settings.DontLog ?? timer.DoNotLog,
            Use = (byte?)settings.Use ?? timer.Use,
            Actions = WatchdogControl.Actions(timer.Actions, settings.Action, settings.PreTimeoutInterrupt),
            PreTimeout = settings.PreTimeout ?? timer.PreTimeout,
            InitialCountdown = settings.InitialCountdown is { } seconds ? WatchdogControl.Counts(seconds) : timer.InitialCountdown,
        };
        if (after.Use == 0)
            throw Invalid("The watchdog timer has no use yet, so the use must be given.", "Give -Use, such as SmsOS.");
        if (after.PreTimeout > 0 && after.PreTimeout * 10 >= after.InitialCountdown)
            throw Invalid($"The pre-timeout of {after.PreTimeout} s is not shorter than the countdown of {after.InitialCountdown / 10.0} s.", "Give a shorter -PreTimeout or a longer -InitialCountdown.");
        return new(connection, before, after, settings.ClearExpired, stops: false);
    }

    /// <summary>Reads the timer and prepares to stop it, with its settings and flags as they are. Changes nothing.</summary>
    public static async Task<WatchdogChange> PrepareStopAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var before = await WatchdogControl.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        return new(connection, before, before.Timer, WatchdogExpirations.None, stops: true);
    }

    /// <summary>Sends what differs and reads the timer back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: it was sent, and neither a response nor a read says whether it was carried out. Other kinds: nothing was changed.</exception>
    public async Task<WatchdogUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return WatchdogControl.Updated(_connection.ComputerName, result.Now, result.Changed, result.Verified, result.Difference);
    }

    private static IpmiException Invalid(string message, string advice) => new(IpmiErrorKind.InvalidParameter, message, advice);

    private static string Describe(WatchdogTimer timer, bool withState)
    {
        var shown = WatchdogControl.Describe("", new WatchdogTimerState(timer, 0));
        string interrupt = shown.PreTimeoutInterrupt == WatchdogInterrupt.None && shown.PreTimeout == 0 ? "" : $", {shown.PreTimeoutInterrupt} {shown.PreTimeout} s before";
        string expired = shown.Expired == WatchdogExpirations.None ? "" : $", expired: {shown.Expired}";
        return FormattableString.Invariant($"{(withState ? shown.Running ? "running, " : "stopped, " : "")}{shown.Use}, {shown.Action} after {shown.InitialCountdown} s{interrupt}{(shown.DontLog ? ", not logged" : "")}{expired}");
    }
}
