using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Pef;

/// <summary>
/// Sets which alerts a BMC sends to whom: destinations, then policies and filters, then the switches, then the channel; what is removed comes last. Each part is one transaction, read
/// back and compared. IPMI 2.0 sections 17, 22.22, 23.1, 30.2, 30.3 and 30.5.
/// </summary>
public sealed class AlertChange : IPreparedChange<AlertUpdate>
{
    /// <summary>What power actions mean, for the prompt.</summary>
    internal const string PowerDanger = "Events will be able to switch off, reset or interrupt the system";

    /// <summary>Actions that switch off, reset or interrupt the system.</summary>
    internal const PefActions PowerActions = PefActions.PowerOff | PefActions.Reset | PefActions.PowerCycle | PefActions.DiagnosticInterrupt;

    private readonly IIpmiConnection _connection;
    private readonly IReadOnlyList<AlertStep> _steps;
    private readonly IReadOnlyList<string> _missing;

    internal AlertChange(IIpmiConnection connection, IEnumerable<AlertStep> steps, IReadOnlyList<string> notes, IReadOnlyList<string> missing)
    {
        _connection = connection;
        _steps = [.. steps.Where(static step => step.Changes.Count > 0)];
        (Notes, _missing) = (notes, missing);
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _steps.Count == 0 ? null : string.Join("; ", Changes);

    /// <summary>What the change means for the system, as at the end of the description; null if nothing.</summary>
    internal string? Danger { get; init; }

    /// <summary>Remarks.</summary>
    internal IReadOnlyList<string> Notes { get; }

    private IEnumerable<string> Changes => _steps.SelectMany(static step => step.Changes);

    /// <summary>Reads what the BMC has and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no PEF, or not a setting. InvalidParameter, NotPresent, CommandFailed: it cannot be done as wanted; the message says why. Other
    /// kinds: the present settings could not be read.</exception>
    public static Task<AlertChange> PrepareAsync(IIpmiConnection connection, AlertSettings settings, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, settings, Clock.System, cancellationToken);

    internal static async Task<AlertChange> PrepareAsync(IIpmiConnection connection, AlertSettings settings, Clock clock, CancellationToken cancellationToken)
    {
        if (settings.Community is { } community)
            NetworkRules.Check(new NetworkSettings { Community = community });
        AlertTables before = await AlertTableReader.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        if (before.IsSupported == false)
            throw AlertRowReader.NotSupported(before.CapabilitiesError!);
        CheckActions(before.Capabilities, settings.EnabledActions ?? PefActions.None);
        if (settings.Switch == true)
            CheckActions(before.Capabilities, PefActions.Alert);
        var (after, notes) = AlertPlan.Make(before, settings);
        var steps = new List<AlertStep>();
        steps.AddRange(before.Channels.SelectMany(channel => Destinations(channel, after.Channel(channel.Channel)!, isRemoval: false).ToStep(connection, clock)));
        steps.AddRange(Tables(before, after).ToStep(connection, clock));
        steps.AddRange((await TextsAsync(connection, settings, cancellationToken).ConfigureAwait(false)).ToStep(connection, clock));
        steps.Add(Switches(connection, before, settings, clock));
        foreach (var channel in after.Channels.Where(channel => channel.Active != before.Channel(channel.Channel)!.Active || channel.Stored != before.Channel(channel.Channel)!.Stored))
            steps.Add(await ChannelAsync(connection, channel.Channel, cancellationToken).ConfigureAwait(false));
        steps.AddRange(before.Channels.SelectMany(channel => Destinations(channel, after.Channel(channel.Channel)!, isRemoval: true).ToStep(connection, clock)));
        steps.AddRange(await ProgressAsync(connection, settings, cancellationToken).ConfigureAwait(false));
        return new(connection, steps, notes, [.. AlertProblems.Find(after).Select(static problem => problem.Text)]) { Danger = DangerOf(before, after) };
    }

    /// <summary>Writes what differs, part by part, and reads it back.</summary>
    /// <exception cref="IpmiException">CommandFailed: the BMC keeps something else, or has carried out only a part; the message says which. OutcomeUnknown: it is not known what it has. Other kinds:
    /// nothing was changed.</exception>
    public async Task<AlertUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var done = new List<string>();
        foreach (AlertStep step in _steps)
        {
            try
            {
                if (await step.RunAsync(cancellationToken).ConfigureAwait(false) is { } difference)
                    throw difference;
            }
            catch (IpmiException error) when (done.Count > 0)
            {
                throw new IpmiException(
                    error.Kind == IpmiErrorKind.OutcomeUnknown ? IpmiErrorKind.OutcomeUnknown : IpmiErrorKind.CommandFailed,
                    $"{error.Message} Changed before it: {string.Join("; ", done)}.", error.RecommendedAction, error);
            }
            catch (OperationCanceledException cancelled) when (done.Count > 0)
            {
                throw new IpmiException(IpmiErrorKind.OutcomeUnknown, $"The command was cancelled before all was changed. Changed: {string.Join("; ", done)}.", "See with Get-IpmiAlert what is set, before you set it again.", cancelled);
            }

            done.AddRange(step.Changes);
        }

        return new AlertUpdate
        {
            ComputerName = _connection.ComputerName,
            Changed = _steps.Count > 0,
            Verified = true,
            Changes = [.. Changes],
            Missing = [.. _missing],
            Notes = [.. Notes],
        };
    }

    /// <summary>What other tables mean for the system, in a sentence without its full stop; null if nothing.</summary>
    internal static string? DangerOf(AlertTables before, AlertTables after)
    {
        byte[] harmful = [.. after.PowerFilters.Except(before.PowerFilters)];
        return harmful.Length > 0 ? $"{PowerDanger} (event filters {string.Join(", ", harmful)})"
            : AddsPower(before.ActionEnables ?? PefActions.None, after.ActionEnables ?? PefActions.None) ? PowerDanger
            : null;
    }

    /// <summary>Whether actions are newly enabled that switch off, reset or interrupt the system.</summary>
    internal static bool AddsPower(PefActions before, PefActions after) => (after & ~before & PowerActions) != 0;

    /// <summary>Refuses actions that the BMC says it does not support.</summary>
    internal static void CheckActions(PefCapabilities? known, PefActions wanted)
    {
        if (known is { } capabilities && (wanted & ~capabilities.Actions & ~PefActions.GroupControl) is var missing && missing != PefActions.None)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"The BMC's platform event filtering does not support {missing}. It supports {capabilities.Actions}. Nothing was sent.", "Leave the action out.");
    }

    /// <summary>Community, types and addresses of a channel, in this order; a removal is an address that is taken out.</summary>
    private static AlertWrites Destinations(AlertChannelTables before, AlertChannelTables after, bool isRemoval)
    {
        var writes = new AlertWrites(LanParameters.Family, before.Channel);
        if (!isRemoval && before.Community != after.Community)
            writes.Add(LanParameters.CommunityString, 0, before.Community!, after.Community!, $"SNMP community of channel {before.Channel} (not shown) -> (not shown)");
        string subject = $"channel {before.Channel} destination";
        if (!isRemoval)
            foreach (var pair in after.Types)
                writes.Add(LanParameters.DestinationType, pair.Key, before.Types[pair.Key], pair.Value, $"{subject} {pair.Key}", AlertFields.Type);
        foreach (var pair in after.Addresses.Where(pair => isRemoval != AlertChannelTables.IsSet(pair.Value.Address)))
            writes.Add(LanParameters.DestinationAddress, pair.Key, before.Addresses[pair.Key], pair.Value, $"{subject} {pair.Key}", AlertFields.Address);
        return writes;
    }

    /// <summary>Policies, then filters.</summary>
    private static AlertWrites Tables(AlertTables before, AlertTables after)
    {
        var writes = new AlertWrites(PefParameters.Family, 0);
        foreach (var pair in after.Policies)
            writes.Add(PefParameters.Policy, pair.Key, before.Policies[pair.Key], pair.Value, $"policy entry {pair.Key}{Describe(before.Policies[pair.Key], pair.Value)}");
        foreach (var pair in after.Filters)
            writes.Add(PefParameters.Filter, pair.Key, before.Filters[pair.Key], pair.Value, $"filter {pair.Key}{Describe(before.Filters[pair.Key], pair.Value)}");
        return writes;
    }

    /// <summary>Old and new; what is only switched on or off is described once.</summary>
    private static string Describe(PefPolicy before, PefPolicy after) =>
        before with { IsEnabled = after.IsEnabled } == after ? $" ({Route(after)}): {OnOff(before.IsEnabled)} -> {OnOff(after.IsEnabled)}" : $": {Describe(before)} -> {Describe(after)}";

    private static string Describe(PefFilter before, PefFilter after) =>
        before with { State = after.State } == after
            ? $" ({AlertEventFilters.Describe(after)}, policy {after.PolicyNumber}): {OnOff(before.State.IsEnabled)} -> {OnOff(after.State.IsEnabled)}"
            : $": {Describe(before)} -> {Describe(after)}";

    private static string Describe(PefPolicy entry) => entry.PolicyNumber == 0 && !entry.IsEnabled ? "(unused)" : $"{Route(entry)}, {entry.Rule}, {OnOff(entry.IsEnabled)}";

    private static string Describe(PefFilter filter) =>
        AlertRowReader.IsEmpty(filter) ? "(unused)" : $"{AlertEventFilters.Describe(filter)}, {filter.Severity}, {filter.Actions}, policy {filter.PolicyNumber}, {OnOff(filter.State.IsEnabled)}";

    private static string Route(PefPolicy entry) => $"policy {entry.PolicyNumber} to channel {entry.Channel} destination {entry.Destination}";

    private static string OnOff(bool isOn) => isOn ? "on" : "off";

    private static async Task<AlertWrites> TextsAsync(IIpmiConnection connection, AlertSettings settings, CancellationToken cancellationToken)
    {
        var writes = new AlertWrites(PefParameters.Family, 0);
        if (settings is { TextNumber: null } and ({ Text: not null } or { TextFilter: not null } or { TextSet: not null }))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "The number of the text is missing. Nothing was sent.", "Give -TextNumber.");
        if (settings.TextNumber is not { } number)
            return writes;
        if (settings.TextFilter is not null || settings.TextSet is not null)
        {
            var key = (await connection.ReadAsync(PefParameters.StringKey, 0, (byte)number, cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
            writes.Add(PefParameters.StringKey, (byte)number, key, new PefStringKey((byte?)settings.TextFilter ?? key.FilterNumber, (byte?)settings.TextSet ?? key.StringSet), $"text {number}",
                [("TextFilter", static value => $"{value.FilterNumber}"), ("TextSet", static value => $"{value.StringSet}")]);
        }

        if (settings.Text is { } text)
            writes.AddText((byte)number, await AlertTexts.ReadAsync(connection, (byte)number, cancellationToken).ConfigureAwait(false), AlertTexts.IsValid(text) ? text : throw new IpmiException(
                IpmiErrorKind.InvalidParameter, $"A text has at most {AlertTexts.MaximumLength} characters, all of them Latin-1. Nothing was sent."));
        return writes;
    }

    /// <summary>GUID and delays, then the actions, then the switch of PEF.</summary>
    private static AlertStep Switches(IIpmiConnection connection, AlertTables before, AlertSettings s, Clock clock)
    {
        var settings = new ParameterSettings(connection, PefParameters.Family, 0, clock);
        settings.Add(PefParameters.SystemGuid, before.Switch(PefParameters.SystemGuid), now => s.SystemGuid!.Length == 0 ? now with { IsUsed = false } : new PefSystemGuid(true, s.SystemGuid),
            (nameof(s.SystemGuid), s.SystemGuid is not null, static guid => guid.IsUsed ? Hex.Format(guid.Bytes) : AlertTexts.None));
        AddDelay(PefParameters.StartupDelay, nameof(s.StartupDelay), s.StartupDelay);
        AddDelay(PefParameters.AlertStartupDelay, nameof(s.AlertStartupDelay), s.AlertStartupDelay);
        settings.Add(PefParameters.ActionEnables, before.Switch(PefParameters.ActionEnables), now => s.EnabledActions ?? (now | PefActions.Alert),
            (nameof(s.EnabledActions), s.EnabledActions is not null || s.Switch == true, static actions => actions.ToString()));
        settings.Add(PefParameters.Control, before.Switch(PefParameters.Control),
            now => Flag(Flag(Flag(Flag(now, PefControl.StartupDelay, s.StartupDelay > 0, s.StartupDelay), PefControl.AlertStartupDelay, s.AlertStartupDelay > 0, s.AlertStartupDelay), PefControl.EventMessages, s.EventMessages), PefControl.Enabled, s.Switch),
            ("StartupDelay in force", s.StartupDelay is not null, static control => control.HasFlag(PefControl.StartupDelay).ToString()),
            ("AlertStartupDelay in force", s.AlertStartupDelay is not null, static control => control.HasFlag(PefControl.AlertStartupDelay).ToString()),
            (nameof(s.EventMessages), s.EventMessages is not null, static control => control.HasFlag(PefControl.EventMessages).ToString()),
            (nameof(s.Enabled), s.Switch is not null, static control => control.HasFlag(PefControl.Enabled).ToString()));
        return new(settings.Changes, async token =>
        {
            await settings.RunAsync(token).ConfigureAwait(false);
            return null;
        });

        // No delay is a delay that is not in force: its time stays.
        void AddDelay(Parameter<TimeSpan> parameter, string name, int? seconds) => settings.Add(parameter, before.Switch(parameter), _ => TimeSpan.FromSeconds(seconds!.Value), (name, seconds > 0, static time => $"{(int)time.TotalSeconds} s"));
    }

    private static PefControl Flag(PefControl control, PefControl flag, bool? isOn) => isOn switch
    {
        true => control | flag,
        false => control & ~flag,
        null => control,
    };

    private static PefControl Flag(PefControl control, PefControl flag, bool isOn, int? given) => Flag(control, flag, given is null ? null : isOn);

    private static async Task<AlertStep> ChannelAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        ChannelChange change = await ChannelChange.PrepareAsync(connection, new ChannelChangeSettings { Channel = channel, Alerting = true }, cancellationToken).ConfigureAwait(false);
        return new(change.Description is { } description ? [description] : [], async token => (await change.RunAsync(token).ConfigureAwait(false)).Difference);
    }

    /// <summary>How far the log has been processed, and the timer that leaves events to software.</summary>
    private static async Task<IReadOnlyList<AlertStep>> ProgressAsync(IIpmiConnection connection, AlertSettings s, CancellationToken cancellationToken)
    {
        var steps = new List<AlertStep>();
        if (s.LastSoftwareEvent is not null || s.LastBmcEvent is not null)
        {
            var change = new SettingsChange<LastProcessedEvents>(connection, "alerts", await ReadAsync(cancellationToken).ConfigureAwait(false), ReadAsync) { UnknownAdvice = "See with Get-IpmiAlert what is set." };
            if (s.LastSoftwareEvent is { } software)
                change.Add(nameof(s.LastSoftwareEvent), static state => $"{state.LastSoftwareId}", $"{software}", new SetLastProcessedEventId(isBmc: false, (ushort)software));
            if (s.LastBmcEvent is { } bmc)
                change.Add(nameof(s.LastBmcEvent), static state => $"{state.LastBmcId}", $"{bmc}", new SetLastProcessedEventId(isBmc: true, (ushort)bmc));
            steps.Add(new(change.Description is { } description ? [description] : [], async token => (await change.RunAsync(token).ConfigureAwait(false)).Difference));
        }

        if (s.PostponeSeconds is { } seconds)
        {
            bool isStarted = false;
            var change = new SettingsChange<byte>(connection, "alerts", await TimerAsync(cancellationToken).ConfigureAwait(false), TimerAsync);
            change.Add(nameof(s.PostponeSeconds), left => $"{(isStarted && IsRunning(left) ? seconds : left)}", $"{seconds}", new ArmPefPostponeTimer((byte)seconds));
            steps.Add(new(change.Description is { } description ? [description] : [], async token =>
            {
                isStarted = true;
                return (await change.RunAsync(token).ConfigureAwait(false)).Difference;
            }));

            // The countdown has begun when it is read back.
            bool IsRunning(byte left) => seconds is not (ArmPefPostponeTimer.Off or ArmPefPostponeTimer.DisabledUntilRestart) && left > 0 && left <= seconds;
        }

        return steps;

        Task<LastProcessedEvents> ReadAsync(CancellationToken token) => connection.SendAsync(new GetLastProcessedEventId(), token);

        Task<byte> TimerAsync(CancellationToken token) => connection.SendAsync(new ArmPefPostponeTimer(ArmPefPostponeTimer.ReadOnly), token);
    }
}
