using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Configuration;

/// <summary>
/// Users by ID, and their rights on each channel. IPMI 2.0 sections 22.26 to 22.32. Passwords are secrets, and the limit of sessions cannot be read. An ID without
/// a user is in the file too, so that a user who should not be there is a difference.
/// </summary>
internal sealed class UserSection : ConfigurationSection
{
    private const string ChannelsName = "Channels", IdPattern = "^([1-9]|[1-5][0-9]|6[0-3])$", ChannelPattern = "^([1-9]|1[0-4])$";

    private static readonly SettingList<User, UserSettings> Settings = new()
    {
        { "Name", "a name", static user => user.Name, static (settings, value) => settings with { Name = value }, 16 },
        { "Enabled", static user => user.Enabled, static (settings, value) => settings with { Enabled = value } },
    };

    private static readonly SettingList<User, UserSettings> Rights = new()
    {
        { "Privilege", static user => user.Privilege, static (settings, value) => settings with { Privilege = value } },
        { "Messaging", static user => user.Messaging, static (settings, value) => settings with { Messaging = value } },
        { "LinkAuthentication", static user => user.LinkAuthentication, static (settings, value) => settings with { LinkAuthentication = value } },
        { "CallbackOnly", static user => user.CallbackOnly, static (settings, value) => settings with { CallbackOnly = value } },
        { SettingTypes.Flags<User, UserSettings, UserPayloads>("Payloads", static user => user.Payloads, static (settings, value) => settings with { Payloads = value }) },
    };

    public override string Name => "Users";

    public override string Description => "Users by ID, and their rights on each channel. An empty name is an ID without a user. Passwords are not part of a configuration.";

    public override async Task<ConfigurationObject> ReadAsync(ConfigurationContext context, CancellationToken cancellationToken)
    {
        var channels = await context.ChannelsAsync(cancellationToken).ConfigureAwait(false);
        var section = new ConfigurationObject();
        foreach (var user in (await UserReader.GetAsync(context.Connection, channels, includeFree: true, cancellationToken).ConfigureAwait(false)).GroupBy(static user => user.Id))
        {
            var item = Settings.Read(user.First());
            item.AddNotes(NotesOf(user.First(), Settings.All.Select(static setting => setting.Name)));
            var rights = item.PartOf(ChannelsName);
            foreach (User onChannel in user)
            {
                var part = Rights.Read(onChannel);
                part.AddNotes(NotesOf(onChannel, Rights.All.Select(static setting => setting.Name)));
                if (onChannel.Privilege == UserPrivilege.Unknown)
                    part.AddNotes([$"{nameof(User.Privilege)}: the BMC returned a value that IPMI does not have."]);
                rights.Set(NetworkSections.Key(onChannel.Channel), part);
            }

            section.Set(NetworkSections.Key(user.Key), item);
        }

        return section;
    }

    public override void Check(ConfigurationObject section)
    {
        foreach (string id in section.SettingNames)
        {
            if (!System.Text.RegularExpressions.Regex.IsMatch(id, IdPattern) || section[id] is not ConfigurationObject user)
                throw SettingTypes.Invalid($"{Name}/{id} is not the ID of a user, 1 to 63, with settings.");
            Settings.Check(user, $"{Name}/{id}", new(), ChannelsName);
            if (user[ChannelsName] is not { } rights)
                continue;
            if (rights is not ConfigurationObject channels)
                throw SettingTypes.Invalid($"{Name}/{id}/{ChannelsName} has to be an object.");
            foreach (string channel in channels.SettingNames)
            {
                if (!System.Text.RegularExpressions.Regex.IsMatch(channel, ChannelPattern) || channels[channel] is not ConfigurationObject part)
                    throw SettingTypes.Invalid($"{Name}/{id}/{ChannelsName}/{channel} is not a channel, 1 to 14, with rights.");
                Rights.Check(part, $"{Name}/{id}/{ChannelsName}/{channel}", new());
            }
        }

        string? twice = section.Parts.Select(static part => part.Value["Name"] as string).Where(static name => !string.IsNullOrEmpty(name)).GroupBy(static name => name).FirstOrDefault(static group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw SettingTypes.Invalid($"{Name}: two users have the name '{twice}'.");
    }

    /// <summary>Users who get more rights come first, so that there is an administrator at any time; the caller's own user comes last.</summary>
    public override async Task<IReadOnlyList<ConfigurationStep>> PrepareAsync(ConfigurationContext context, ConfigurationObject wanted, CancellationToken cancellationToken)
    {
        var steps = new List<(ConfigurationStep Step, ConfigurationObject User, int Order)>();
        foreach (var (id, user) in wanted.Parts)
        {
            ConfigurationStep step = await TryAsync(id, user).ConfigureAwait(false);
            bool gains = step.Error is null && (user["Enabled"] is true || Channels(user).Any(static part => part.Value["Privilege"] is nameof(UserPrivilege.Administrator)));
            steps.Add((step, user, step.Danger is not null ? 2 : gains ? 0 : 1));
        }

        if (steps.Exists(static one => one.Order == 0))
            for (int i = 0; i < steps.Count; i++)
                if (steps[i].Step.Error is not null)
                    steps[i] = await LaterAsync(steps[i].Step, steps[i].User).ConfigureAwait(false);
        return [.. steps.OrderBy(static one => one.Order).Select(static one => one.Step)];

        Task<ConfigurationStep> TryAsync(string id, ConfigurationObject user) => ConfigurationStep.TryAsync(
            $"{Name}/{id}", () => PrepareUserAsync(context, $"{Name}/{id}", (byte)NetworkSections.Number(id), user, cancellationToken));

        // An administrator who cannot be changed now, because no other one would be left, can be when another user has his rights.
        async Task<(ConfigurationStep Step, ConfigurationObject User, int Order)> LaterAsync(ConfigurationStep step, ConfigurationObject user)
        {
            string id = step.Path.Substring(Name.Length + 1);
            UserDirectory users = await UserDirectory.ReadAsync(context.Connection, [], context.OwnName, cancellationToken).ConfigureAwait(false);
            if (users.All.FirstOrDefault(one => one.Id == NetworkSections.Number(id)) is not { IsAdministrator: true } present)
                return (step, user, 1);
            string? danger = users.IsOwn(present) ? $"'{present.SafeName}' is the user that has logged in, and may not be able to log in again" : null;
            return (step with
            {
                Error = null,
                Danger = danger,
                Description = string.Join(", ", SettingsOf(user, "").Select(static setting => $"{setting.Name} -> {ConfigurationObject.TextOf(setting.Value)}")),
                RunAsync = async token => await (await TryAsync(id, user).ConfigureAwait(false)).RunAsync(token).ConfigureAwait(false),
            }, user, danger is null ? 1 : 2);
        }
    }

    public override ConfigurationObject Describe() => Schema(Description, IdPattern, Schema("A user.", properties =>
    {
        Settings.Describe(properties);
        properties.Set(ChannelsName, Schema("The rights of the user.", ChannelPattern, Schema("The rights on one channel.", Rights.Describe)));
    }));

    private static IEnumerable<(string Name, ConfigurationObject Value)> Channels(ConfigurationObject user) => (user[ChannelsName] as ConfigurationObject)?.Parts ?? [];

    private static IEnumerable<(string Name, object Value)> SettingsOf(ConfigurationObject part, string prefix) =>
        part.SettingNames.SelectMany(name => part[name] is ConfigurationObject inner ? SettingsOf(inner, $"{prefix}{name}/") : [($"{prefix}{name}", part[name]!)]);

    private static IEnumerable<string> NotesOf(User user, IEnumerable<string> settings) => SectionNotes.About(user.Notes, settings);

    private static async Task<ConfigurationStep> PrepareUserAsync(ConfigurationContext context, string path, byte id, ConfigurationObject user, CancellationToken cancellationToken)
    {
        if (user["Name"] is "")
        {
            var removal = await UserChange.PrepareRemovalAsync(context.Connection, id, null, context.OwnName, cancellationToken).ConfigureAwait(false);
            return new(path, removal.Description, async _ => (await removal.RunAsync().ConfigureAwait(false)).Difference) { Danger = removal.CutsOff };
        }

        UserSettings first = Settings.Write(user, new());
        if (first.Name is { } name)
            first = first with
            {
                Password = context.Passwords.TryGetValue(name, out var password) ? password : throw new IpmiException(
                    IpmiErrorKind.InvalidParameter, $"User {id} is to have the name '{SafeName(name)}', and a configuration has no passwords.",
                    "Give a password for the name, or create the user with New-IpmiUser."),
            };
        UserSettings[] parts = [.. Channels(user).Select(static channel => Rights.Write(channel.Value, new UserSettings { Channel = (byte)NetworkSections.Number(channel.Name) }))];
        if (!first.IsEmpty && parts.Length > 0)
            parts[0] = parts[0] with { Name = first.Name, Password = first.Password, Enabled = first.Enabled };
        else if (!first.IsEmpty)
            parts = [first];
        var prepared = new List<UserChange>();
        foreach (UserSettings part in parts)
            prepared.Add(await PrepareAsync(part).ConfigureAwait(false));
        string[] descriptions = [.. prepared.Select(static change => change.Description).OfType<string>()];
        return new(path, descriptions.Length == 0 ? null : string.Join(", ", descriptions), async _ =>
        {
            IpmiException? difference = null;
            for (int i = 0; i < parts.Length; i++)
            {
                // Each change has to see what the one before changed.
                UserChange change = i == 0 ? prepared[0] : await PrepareAsync(parts[i]).ConfigureAwait(false);
                difference = (await change.RunAsync().ConfigureAwait(false)).Difference ?? difference;
            }

            return difference;
        })
        {
            Danger = prepared.Select(static change => change.CutsOff).FirstOrDefault(static danger => danger is not null),
        };

        Task<UserChange> PrepareAsync(UserSettings settings) => UserChange.PrepareAsync(context.Connection, id, null, settings, context.OwnName, CancellationToken.None);
    }

    private static string SafeName(string name) => Wire.SafeText.Of(name);
}
