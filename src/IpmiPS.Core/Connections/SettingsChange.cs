using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>A change that is prepared, so that it can be shown before it is made.</summary>
/// <typeparam name="TUpdate">The result.</typeparam>
internal interface IPreparedChange<TUpdate>
    where TUpdate : ISettingsUpdate
{
    /// <summary>What would change, with old and new values; null if everything is as requested already.</summary>
    string? Description { get; }

    /// <summary>Makes the change and reads it back.</summary>
    Task<TUpdate> RunAsync(CancellationToken cancellationToken = default);
}

/// <summary>The result of a change of settings.</summary>
internal interface ISettingsUpdate
{
    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    IpmiException? Difference { get; }
}

/// <summary>Settings after a change.</summary>
/// <param name="Now">The settings as read back; as they were, if nothing had to be changed.</param>
/// <param name="Changed">Whether something was sent.</param>
/// <param name="Verified">Whether all settings were read back as requested; false if one cannot be read.</param>
/// <param name="Difference">What was read back otherwise than requested; null if nothing was.</param>
internal sealed record SettingsResult<TState>(TState Now, bool Changed, bool Verified, IpmiException? Difference);

/// <summary>
/// Changes settings that have commands of their own: sends those that differ, in the order in which they were added, and reads them back. A setting is compared
/// by its text, which is also what the user sees.
/// </summary>
/// <typeparam name="TState">The settings as read from the BMC.</typeparam>
/// <param name="connection">The BMC.</param>
/// <param name="subject">What is set, such as "the chassis".</param>
/// <param name="before">The present settings.</param>
/// <param name="readAsync">Reads the settings.</param>
internal sealed class SettingsChange<TState>(IIpmiConnection connection, string subject, TState before, Func<CancellationToken, Task<TState>> readAsync)
{
    private readonly List<Setting> _settings = [];

    /// <summary>What to do where the outcome is unknown.</summary>
    public string UnknownAdvice { get; init; } = "Read the settings before you change them again.";

    /// <summary>What to do where the BMC keeps something else.</summary>
    public string MismatchAdvice { get; init; } = "The BMC may not support this setting; see its documentation.";

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => ToSend.Any() ? Describe(ToSend) : null;

    private IEnumerable<Setting> ToSend => _settings.Where(static setting => setting.IsDifferent);

    /// <summary>Adds a setting. It is sent only if it differs from the present one.</summary>
    /// <param name="name">Its name in messages, such as "restore policy".</param>
    /// <param name="read">Its text in the settings that were read; null if the BMC does not report it.</param>
    /// <param name="wanted">Its text when it is as requested.</param>
    /// <param name="command">The command that sets it.</param>
    /// <param name="description">The change in words; by default the name with the old and the new text.</param>
    public void Add<T>(string name, Func<TState, string?> read, string wanted, IpmiCommand<T> command, string? description = null) =>
        Add(name, read, wanted, (outcome, cancellationToken) => outcome.SendAsync(connection, command, cancellationToken), description);

    /// <summary>Adds a setting that takes several commands.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="read">Its text in the settings that were read; null if the BMC does not report it.</param>
    /// <param name="wanted">Its text when it is as requested.</param>
    /// <param name="sendAsync">Sends the commands, each through the outcome.</param>
    /// <param name="description">The change in words; by default the name with the old and the new text.</param>
    public void Add(string name, Func<TState, string?> read, string wanted, Func<ChangeOutcome, CancellationToken, Task> sendAsync, string? description = null)
    {
        string? present = read(before);
        _settings.Add(new Setting(name, read, wanted, present, sendAsync) { Description = description ?? $"{name} {present ?? "(unknown)"} -> {wanted}" });
    }

    /// <summary>Adds a setting that cannot be read. It is always sent and never verified.</summary>
    public void AddUnreadable<T>(string name, string wanted, IpmiCommand<T> command) => Add(name, static _ => null, wanted, command);

    /// <summary>Sends what differs and reads the settings back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out.
    /// CommandFailed: the BMC refused a setting after others were sent; the message names them. Other kinds: nothing was changed.</exception>
    public async Task<SettingsResult<TState>> RunAsync(CancellationToken cancellationToken = default)
    {
        Setting[] toSend = [.. ToSend];
        if (toSend.Length == 0)
            return Result(before, changed: false);
        try
        {
            foreach (Setting setting in toSend)
                await setting.SendAsync(setting.Outcome, cancellationToken).ConfigureAwait(false);
            TState after = await readAsync(cancellationToken).ConfigureAwait(false);
            if (toSend.FirstOrDefault(setting => setting.Outcome.State == ChangeState.Unanswered && setting.Read(after) != setting.Wanted) is { } open)
                throw Unknown($"There was no clear response to: {open.Description}.", open.Outcome.UnansweredReason);
            return Result(after, changed: true);
        }
        catch (IpmiException refused) when (refused.Kind != IpmiErrorKind.OutcomeUnknown && Sent(toSend) is { Length: > 0 } sent && sent.Length < toSend.Length)
        {
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"{refused.Message} Sent before it: {Describe(sent)}.", refused.RecommendedAction, refused);
        }
        catch (Exception error) when (toSend.Any(setting => setting.Outcome.IsUnknownAfter(error)))
        {
            throw Unknown($"They could not be read back: {error.Message}", error);
        }
    }

    private static Setting[] Sent(IEnumerable<Setting> settings) => [.. settings.Where(static setting => setting.Outcome.State != ChangeState.NotSent)];

    private static string Describe(IEnumerable<Setting> settings) => string.Join(", ", settings.Select(static setting => setting.Description));

    private SettingsResult<TState> Result(TState now, bool changed)
    {
        string[] differences = [.. _settings.Select(setting => setting.Difference(now)).OfType<string>()];
        return new(now, changed, _settings.TrueForAll(setting => setting.Read(now) == setting.Wanted), differences.Length == 0 ? null : new IpmiException(
            IpmiErrorKind.CommandFailed, $"The BMC accepted the settings and kept something else: {string.Join(", ", differences)}.", MismatchAdvice));
    }

    private IpmiException Unknown(string what, Exception? cause) =>
        new(IpmiErrorKind.OutcomeUnknown, $"Settings of {subject} were sent. {what}", UnknownAdvice, cause);

    /// <summary>One setting.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Read">Its text in the settings that were read.</param>
    /// <param name="Wanted">Its text when it is as requested.</param>
    /// <param name="Before">Its text before the change.</param>
    /// <param name="SendAsync">Sends it.</param>
    private sealed record Setting(string Name, Func<TState, string?> Read, string Wanted, string? Before, Func<ChangeOutcome, CancellationToken, Task> SendAsync)
    {
        public ChangeOutcome Outcome { get; } = new();

        public bool IsDifferent => Before != Wanted;

        public string Description { get; init; } = "";

        public string? Difference(TState now) => Read(now) is { } text && text != Wanted ? $"{Name} {text} instead of {Wanted}" : null;
    }
}
