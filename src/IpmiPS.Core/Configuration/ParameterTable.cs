using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;

namespace IpmiPS.Configuration;

/// <summary>Configuration parameters that are read and written whole: one, or a table of them by set selector.</summary>
internal abstract class ParameterTable
{
    /// <summary>The numbers of entries, 1 to 127.</summary>
    protected const string NumberPattern = "^([1-9]|[1-9][0-9]|1[01][0-9]|12[0-7])$";

    /// <summary>Name of the member; empty for settings that stand beside the tables.</summary>
    public string Name { get; init; } = "";

    /// <summary>What one entry is, for messages.</summary>
    public string EntryNoun { get; init; } = "";

    /// <summary>The parameter that says how many entries there are; null for a parameter without a set selector.</summary>
    public Parameter<byte>? Count { get; init; }

    /// <summary>Adds what the BMC has to a section.</summary>
    public abstract Task ReadAsync(IIpmiConnection connection, byte channel, ConfigurationObject section, CancellationToken cancellationToken);

    /// <summary>Checks what a file has.</summary>
    public abstract void Check(ConfigurationObject section, string path);

    /// <summary>Removes what is of one BMC alone.</summary>
    public virtual void RemoveIdentity(ConfigurationObject section)
    {
    }

    /// <summary>The names of settings that stand beside the tables; the name of the table if it is one.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Adds the members to a JSON Schema.</summary>
    public abstract void Describe(ConfigurationObject properties);

    /// <summary>Whether a key is the number of an entry.</summary>
    protected static bool IsNumber(string key) => System.Text.RegularExpressions.Regex.IsMatch(key, NumberPattern);

    /// <summary>Prepares writes of whole records, each with its description. What is not given stays as it is.</summary>
    public abstract Task<IReadOnlyList<(ParameterWrite Write, string Description)>> PrepareAsync(IIpmiConnection connection, byte channel, ConfigurationObject wanted, CancellationToken cancellationToken);
}

/// <summary>Configuration parameters with the type of their values.</summary>
/// <param name="parameter">The parameter.</param>
/// <param name="settings">The settings in a value.</param>
internal sealed class ParameterTable<T>(Parameter<T> parameter, SettingList<T, T> settings) : ParameterTable
{
    private bool IsTable => Count is not null;

    public override IEnumerable<string> Names => IsTable ? [Name] : settings.All.Select(static setting => setting.Name);

    public override async Task ReadAsync(IIpmiConnection connection, byte channel, ConfigurationObject section, CancellationToken cancellationToken)
    {
        if (!IsTable)
        {
            var single = await connection.TryReadDataAsync(parameter, channel, 0, cancellationToken).ConfigureAwait(false);
            if (parameter.TryDecode(single, out var value))
                Add(settings.Read(value), section);
            else
                section.AddNotes(settings.All.Select(setting => $"{setting.Name}: {ReasonOf(single.Error)}"));
            return;
        }

        var table = section.PartOf(Name);
        var count = await connection.TryReadDataAsync(Count!, channel, 0, cancellationToken).ConfigureAwait(false);
        if (!Count!.TryDecode(count, out byte entries))
        {
            table.AddNotes([$"{Name}: {ReasonOf(count.Error)}"]);
            return;
        }

        byte[] sets = [.. Enumerable.Range(1, entries).Select(static set => (byte)set)];
        var responses = await Task.WhenAll(sets.Select(set => connection.TryReadDataAsync(parameter, channel, set, cancellationToken))).ConfigureAwait(false);
        for (int i = 0; i < sets.Length; i++)
        {
            var entry = table.PartOf(NetworkSections.Key(sets[i]));
            if (parameter.TryDecode(responses[i], out var value))
                Add(settings.Read(value), entry);
            else
                entry.AddNotes([ReasonOf(responses[i].Error)]);
        }
    }

    public override void Check(ConfigurationObject section, string path)
    {
        if (!IsTable)
        {
            var own = new ConfigurationObject();
            Add(section, own, Names);
            settings.Check(own, path, parameter.Decode(new byte[parameter.Length]));
            return;
        }

        if (section[Name] is not { } value)
            return;
        if (value is not ConfigurationObject table)
            throw SettingTypes.Invalid($"{path}/{Name} has to be an object.");
        foreach (string key in table.SettingNames)
        {
            if (!IsNumber(key) || table[key] is not ConfigurationObject entry)
                throw SettingTypes.Invalid($"{path}/{Name}/{key} is not the number of a {EntryNoun}, 1 to 127, with settings.");
            settings.Check(entry, $"{path}/{Name}/{key}", parameter.Decode(new byte[parameter.Length]));
        }
    }

    public override void RemoveIdentity(ConfigurationObject section)
    {
        if (!IsTable)
            IdentitySettings.Remove(section, settings);
        else if (section[Name] is ConfigurationObject table)
            foreach (var (_, entry) in table.Parts)
                IdentitySettings.Remove(entry, settings);
    }

    public override void Describe(ConfigurationObject properties)
    {
        if (!IsTable)
        {
            settings.Describe(properties);
            return;
        }

        properties.Set(Name, ConfigurationSection.Schema($"Each {EntryNoun} by its number.", NumberPattern, ConfigurationSection.Schema($"The settings of one {EntryNoun}.", settings.Describe)));
    }

    public override async Task<IReadOnlyList<(ParameterWrite Write, string Description)>> PrepareAsync(IIpmiConnection connection, byte channel, ConfigurationObject wanted, CancellationToken cancellationToken)
    {
        if (IsTable)
            return wanted[Name] is ConfigurationObject table
                ? await Task.WhenAll(table.Parts.Select(entry => PrepareAsync(connection, channel, (byte)NetworkSections.Number(entry.Name), entry.Value, $"{EntryNoun} {entry.Name}: ", cancellationToken))).ConfigureAwait(false)
                : [];
        var own = new ConfigurationObject();
        Add(wanted, own, Names);
        return own.IsEmpty ? [] : [await PrepareAsync(connection, channel, 0, own, "", cancellationToken).ConfigureAwait(false)];
    }

    private static string ReasonOf(IpmiException? error) => error?.Message ?? "The BMC returned too few bytes.";

    private static void Add(ConfigurationObject from, ConfigurationObject to, IEnumerable<string>? names = null)
    {
        foreach (string name in names ?? from.Names)
            to.Set(name, from[name]);
    }

    private async Task<(ParameterWrite Write, string Description)> PrepareAsync(IIpmiConnection connection, byte channel, byte set, ConfigurationObject wanted, string prefix, CancellationToken cancellationToken)
    {
        T before = (await connection.ReadAsync(parameter, channel, set, cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
        T after = settings.Write(wanted, before);
        ConfigurationObject old = settings.Read(before);
        string changes = string.Join(", ", wanted.SettingNames.Select(name => $"{name} {ConfigurationObject.TextOf(old[name]) ?? "(unknown)"} -> {ConfigurationObject.TextOf(wanted[name])}"));
        return (ParameterWrite.Of(parameter, after, set), prefix + changes);
    }
}
