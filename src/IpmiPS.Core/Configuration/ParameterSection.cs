using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;

namespace IpmiPS.Configuration;

/// <summary>A section of configuration parameters that are read and written whole, in one transaction for each channel.</summary>
internal sealed class ParameterSection(string name, string description, ParameterFamily family, IReadOnlyList<ParameterTable> tables) : ConfigurationSection
{
    /// <summary>What a change can do to the system besides; null if nothing.</summary>
    public Func<ConfigurationObject, ConfigurationObject, string?>? FindDanger { get; init; }

    public override string Name => name;

    public override string Description => description;

    /// <summary>The channels, each of which has the tables; null if there is one set of tables.</summary>
    public Func<ConfigurationContext, CancellationToken, Task<IReadOnlyList<byte>>>? ChannelsAsync { get; init; }

    public override async Task<ConfigurationObject> ReadAsync(ConfigurationContext context, CancellationToken cancellationToken)
    {
        if (ChannelsAsync is null)
            return await ReadAsync(context, 0, cancellationToken).ConfigureAwait(false);
        var channels = await ChannelsAsync(context, cancellationToken).ConfigureAwait(false);
        var read = await NetworkSections.OptionalAsync(channels, async channel => (channel, await ReadAsync(context, channel, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        var section = new ConfigurationObject();
        foreach (var (channel, part) in read)
            section.Set(NetworkSections.Key(channel), part);
        return section;
    }

    public override void Check(ConfigurationObject section)
    {
        if (ChannelsAsync is null)
        {
            Check(section, name);
            return;
        }

        foreach (string channel in section.SettingNames)
        {
            if (!System.Text.RegularExpressions.Regex.IsMatch(channel, NetworkSections.ChannelPattern) || section[channel] is not ConfigurationObject part)
                throw SettingTypes.Invalid($"{name}/{channel} is not a channel with settings.");
            Check(part, $"{name}/{channel}");
        }
    }

    public override void RemoveIdentity(ConfigurationObject section)
    {
        foreach (var part in ChannelsAsync is null ? [section] : section.Parts.Select(static part => part.Value))
            foreach (var table in tables)
                table.RemoveIdentity(part);
    }

    public override async Task<IReadOnlyList<ConfigurationStep>> PrepareAsync(ConfigurationContext context, ConfigurationObject wanted, CancellationToken cancellationToken) => ChannelsAsync is null
        ? [await ConfigurationStep.TryAsync(name, () => PrepareAsync(context, name, 0, wanted, cancellationToken)).ConfigureAwait(false)]
        : await Task.WhenAll(wanted.Parts.Select(part => ConfigurationStep.TryAsync(
            $"{name}/{part.Name}", () => PrepareAsync(context, $"{name}/{part.Name}", (byte)NetworkSections.Number(part.Name), part.Value, cancellationToken)))).ConfigureAwait(false);

    public override string? DangerOf(ConfigurationObject present, ConfigurationObject wanted) => FindDanger?.Invoke(present, wanted);

    public override ConfigurationObject Describe()
    {
        if (ChannelsAsync is not null)
            return Schema(description, NetworkSections.ChannelPattern, Schema("The settings of one channel.", AddTables));
        return Schema(description, AddTables);

        void AddTables(ConfigurationObject properties)
        {
            foreach (var table in tables)
                table.Describe(properties);
        }
    }

    private async Task<ConfigurationObject> ReadAsync(ConfigurationContext context, byte channel, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(tables.Select(async table =>
        {
            var part = new ConfigurationObject();
            await table.ReadAsync(context.Connection, channel, part, cancellationToken).ConfigureAwait(false);
            return part;
        })).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var section = new ConfigurationObject();
        foreach (var part in parts)
        {
            foreach (string member in part.SettingNames)
                section.Set(member, part[member]);
            section.AddNotes(part.Notes);
        }

        if (section.SettingNames.All(member => section[member] is ConfigurationObject { IsEmpty: true }))
            throw await FailureAsync(context, channel, cancellationToken).ConfigureAwait(false);
        return section;
    }

    /// <summary>Why nothing could be read.</summary>
    private async Task<IpmiException> FailureAsync(ConfigurationContext context, byte channel, CancellationToken cancellationToken)
    {
        Parameter first = family.SetInProgress ?? family.All[0];
        var response = await context.Connection.TryReadDataAsync(first, channel, 0, cancellationToken).ConfigureAwait(false);
        return response.Error ?? new IpmiException(IpmiErrorKind.CommandNotSupported, $"The BMC has none of these {family.Name} parameters.");
    }

    private void Check(ConfigurationObject part, string path)
    {
        string[] known = [.. tables.SelectMany(static table => table.Names)];
        if (part.SettingNames.FirstOrDefault(member => !known.Contains(member)) is { } unknown)
            throw SettingTypes.Unknown("setting", unknown, path, known);
        foreach (var table in tables)
            table.Check(part, path);
    }

    private async Task<ConfigurationStep> PrepareAsync(ConfigurationContext context, string path, byte channel, ConfigurationObject wanted, CancellationToken cancellationToken)
    {
        var writes = (await Task.WhenAll(tables.Select(table => table.PrepareAsync(context.Connection, channel, wanted, cancellationToken))).ConfigureAwait(false)).SelectMany(static prepared => prepared).ToArray();
        string text = string.Join(", ", writes.Select(static write => write.Description).Where(static part => part.Length > 0));
        return new(path, writes.Length == 0 ? null : text, async token =>
        {
            var change = new ParameterValuesChange(family, channel, [.. writes.Select(static write => write.Write)]);
            await new ParameterTransaction(context.Connection, change, Clock.System).RunAsync(token).ConfigureAwait(false);
            return null;
        });
    }
}
