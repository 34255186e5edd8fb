using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Configuration;

/// <summary>A part of a configuration: what is read and set together.</summary>
internal abstract class ConfigurationSection
{
    /// <summary>Its name in the file, such as "Network".</summary>
    public abstract string Name { get; }

    /// <summary>What it is, for the JSON Schema.</summary>
    public abstract string Description { get; }

    /// <summary>How grave a difference is.</summary>
    public ConfigurationSeverity Severity { get; init; } = ConfigurationSeverity.Warning;

    /// <summary>When it is set: sections of a higher order come later. What may cut off the caller comes last.</summary>
    public int Order { get; init; }

    /// <summary>Reads the section. What the BMC does not have is a remark.</summary>
    /// <exception cref="IpmiException">The BMC does not have the section (CommandNotSupported), bars it (InsufficientPrivilege), or does not respond.</exception>
    public abstract Task<ConfigurationObject> ReadAsync(ConfigurationContext context, CancellationToken cancellationToken);

    /// <summary>Checks a section of a file, without a BMC.</summary>
    /// <exception cref="IpmiException">InvalidParameter: something in it is not valid; the message says where.</exception>
    public abstract void Check(ConfigurationObject section);

    /// <summary>Removes what is of one BMC alone, such as its address.</summary>
    public virtual void RemoveIdentity(ConfigurationObject section)
    {
    }

    /// <summary>Prepares changes. Nothing is sent that changes anything.</summary>
    /// <param name="context">The BMC.</param>
    /// <param name="wanted">The settings that differ, and no others.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public abstract Task<IReadOnlyList<ConfigurationStep>> PrepareAsync(ConfigurationContext context, ConfigurationObject wanted, CancellationToken cancellationToken);

    /// <summary>What a change can do to the system besides, in a sentence without its full stop; null if nothing. A step can have a danger of its own.</summary>
    /// <param name="present">The section as the BMC has it.</param>
    /// <param name="wanted">The settings that differ, and no others.</param>
    public virtual string? DangerOf(ConfigurationObject present, ConfigurationObject wanted) => null;

    /// <summary>The section as a JSON Schema.</summary>
    public abstract ConfigurationObject Describe();

    /// <summary>An object of a JSON Schema.</summary>
    internal static ConfigurationObject Schema(string description, Action<ConfigurationObject> addProperties)
    {
        var schema = new ConfigurationObject();
        schema.Set("type", "object");
        schema.Set("description", description);
        var properties = schema.PartOf("properties");
        var notes = properties.PartOf(ConfigurationObject.NotesName);
        notes.Set("type", "array");
        notes.Set("description", "What the BMC does not have, and why. Not a setting.");
        notes.PartOf("items").Set("type", "string");
        addProperties(properties);
        schema.Set("additionalProperties", false);
        return schema;
    }

    /// <summary>Objects with a key of a JSON Schema.</summary>
    internal static ConfigurationObject Schema(string description, string keyPattern, ConfigurationObject item)
    {
        var schema = Schema(description, static _ => { });
        schema.PartOf("patternProperties").Set(keyPattern, item);
        return schema;
    }
}

/// <summary>A change of one part, prepared.</summary>
/// <param name="Path">What it changes, such as "Network/1".</param>
/// <param name="Description">The change with old and new values; null if everything is as requested already.</param>
/// <param name="RunAsync">Makes the change and reads it back. Returns what was read back otherwise than requested, or null.</param>
internal sealed record ConfigurationStep(string Path, string? Description, Func<CancellationToken, Task<IpmiException?>> RunAsync)
{
    /// <summary>What the change can do besides, such as cutting off the caller, in a sentence without its full stop; null if nothing.</summary>
    public string? Danger { get; init; }

    /// <summary>Whether the change may end the connection. It is made last.</summary>
    public bool CutsOff { get; init; }

    /// <summary>Why the change could not be prepared; null if it was.</summary>
    public IpmiException? Error { get; init; }

    /// <summary>A step for a prepared change.</summary>
    public static ConfigurationStep Of<T>(string path, IPreparedChange<T> change, string? danger = null, bool cutsOff = false)
        where T : ISettingsUpdate => new(path, Without(danger, change.Description), async cancellationToken => (await change.RunAsync(cancellationToken).ConfigureAwait(false)).Difference) { Danger = danger, CutsOff = cutsOff };

    /// <summary>A description without the danger at its end, which is shown once for all steps.</summary>
    public static string? Without(string? danger, string? description) =>
        danger is not null && description?.EndsWith(". " + danger, StringComparison.Ordinal) == true ? description.Substring(0, description.Length - danger.Length - 2) : description;

    /// <summary>Prepares steps; an error becomes a step that fails, so that others are still made.</summary>
    public static async Task<ConfigurationStep> TryAsync(string path, Func<Task<ConfigurationStep>> prepareAsync)
    {
        try
        {
            return await prepareAsync().ConfigureAwait(false);
        }
        catch (IpmiException error) when (error.Kind is not (IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable))
        {
            return new(path, null, _ => throw error) { Error = error };
        }
    }
}

/// <summary>A section with one set of settings.</summary>
/// <typeparam name="TState">What is read.</typeparam>
/// <typeparam name="TSettings">What is set.</typeparam>
internal sealed class SingleSection<TState, TSettings>(string name, string description, SettingList<TState, TSettings> settings, Func<TSettings> none) : ConfigurationSection
{
    public override string Name => name;

    public override string Description => description;

    /// <summary>Reads the settings, with remarks.</summary>
    public Func<ConfigurationContext, CancellationToken, Task<(TState State, IEnumerable<string> Notes)>> ReadStateAsync { get; init; } = null!;

    /// <summary>Prepares a change.</summary>
    public Func<ConfigurationContext, TSettings, CancellationToken, Task<ConfigurationStep>> PrepareStepAsync { get; init; } = null!;

    public override async Task<ConfigurationObject> ReadAsync(ConfigurationContext context, CancellationToken cancellationToken)
    {
        var (state, notes) = await ReadStateAsync(context, cancellationToken).ConfigureAwait(false);
        var read = settings.Read(state);
        read.AddNotes(SectionNotes.About(notes, settings.All.Select(static setting => setting.Name)));
        return read;
    }

    public override void Check(ConfigurationObject section) => settings.Check(section, name, none());

    public override void RemoveIdentity(ConfigurationObject section) => IdentitySettings.Remove(section, settings);

    public override async Task<IReadOnlyList<ConfigurationStep>> PrepareAsync(ConfigurationContext context, ConfigurationObject wanted, CancellationToken cancellationToken) =>
        [await ConfigurationStep.TryAsync(name, () => PrepareStepAsync(context, settings.Write(wanted, none()), cancellationToken)).ConfigureAwait(false)];

    public override ConfigurationObject Describe() => Schema(description, settings.Describe);
}

/// <summary>A section with one set of settings for each key, such as each channel.</summary>
/// <typeparam name="TState">What is read.</typeparam>
/// <typeparam name="TSettings">What is set.</typeparam>
internal sealed class KeyedSection<TState, TSettings>(string name, string description, string keyPattern, SettingList<TState, TSettings> settings, Func<TSettings> none) : ConfigurationSection
{
    public override string Name => name;

    public override string Description => description;

    /// <summary>Reads the settings of all keys, with remarks.</summary>
    public Func<ConfigurationContext, CancellationToken, Task<IEnumerable<(string Key, TState State, IEnumerable<string> Notes)>>> ReadStatesAsync { get; init; } = null!;

    /// <summary>Prepares the change of one key.</summary>
    public Func<ConfigurationContext, string, TSettings, CancellationToken, Task<ConfigurationStep>> PrepareStepAsync { get; init; } = null!;

    /// <summary>What a key is, for messages; such as "channel".</summary>
    public string KeyNoun { get; init; } = null!;

    public override async Task<ConfigurationObject> ReadAsync(ConfigurationContext context, CancellationToken cancellationToken)
    {
        var section = new ConfigurationObject();
        foreach (var (key, state, notes) in await ReadStatesAsync(context, cancellationToken).ConfigureAwait(false))
        {
            var item = settings.Read(state);
            item.AddNotes(SectionNotes.About(notes, settings.All.Select(static setting => setting.Name)));
            section.Set(key, item);
        }

        return section;
    }

    public override void Check(ConfigurationObject section)
    {
        foreach (string key in section.SettingNames)
        {
            if (!System.Text.RegularExpressions.Regex.IsMatch(key, keyPattern))
                throw SettingTypes.Invalid($"{name}: '{key}' is not a {KeyNoun}.");
            if (section[key] is not ConfigurationObject item)
                throw SettingTypes.Invalid($"{name}/{key} has to be an object with the settings of a {KeyNoun}.");
            settings.Check(item, $"{name}/{key}", none());
        }
    }

    public override void RemoveIdentity(ConfigurationObject section)
    {
        foreach (var (_, item) in section.Parts)
            IdentitySettings.Remove(item, settings);
    }

    public override async Task<IReadOnlyList<ConfigurationStep>> PrepareAsync(ConfigurationContext context, ConfigurationObject wanted, CancellationToken cancellationToken) =>
        await Task.WhenAll(wanted.Parts.Select(part =>
            ConfigurationStep.TryAsync($"{name}/{part.Name}", () => PrepareStepAsync(context, part.Name, settings.Write(part.Value, none()), cancellationToken)))).ConfigureAwait(false);

    public override ConfigurationObject Describe() => Schema(description, keyPattern, Schema($"The settings of one {KeyNoun}.", settings.Describe));
}

/// <summary>Settings that are of one BMC alone.</summary>
internal static class IdentitySettings
{
    /// <summary>Removes them.</summary>
    public static void Remove<TState, TSettings>(ConfigurationObject part, SettingList<TState, TSettings> settings)
    {
        foreach (var setting in settings.All)
            if (setting.IsIdentity)
                part.Remove(setting.Name);
    }
}

/// <summary>Remarks of what was read.</summary>
internal static class SectionNotes
{
    /// <summary>The remarks that are not about properties that are no settings.</summary>
    public static IEnumerable<string> About(IEnumerable<string> notes, IEnumerable<string> settings)
    {
        var names = new HashSet<string>(settings);
        return notes.Where(note => note.IndexOf(':') is var colon && (colon < 0 || note.IndexOf(' ') is var space && space >= 0 && space < colon || names.Contains(note.Substring(0, colon))));
    }
}
