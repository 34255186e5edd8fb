using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;

namespace IpmiPS.Configuration;

/// <summary>The privilege limits of cipher suites, by channel. IPMI 2.0 table 23-4, parameter 24.</summary>
internal sealed class CipherSuiteSection : ConfigurationSection
{
    private const string SuitePattern = "^([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])$";

    private static readonly SettingType Limit = SettingTypes.OneOf<SuitePrivilege>([]);

    public override string Name => "CipherSuites";

    public override string Description => "The highest privilege of log-ins with a cipher suite, by channel.";

    public override async Task<ConfigurationObject> ReadAsync(ConfigurationContext context, CancellationToken cancellationToken)
    {
        var section = new ConfigurationObject();
        foreach (var channel in (await CipherSuiteReader.GetAsync(context.Connection, null, cancellationToken).ConfigureAwait(false)).GroupBy(static suite => suite.Channel))
        {
            var item = section.PartOf(NetworkSections.Key(channel.Key));
            foreach (var suite in channel.Where(static suite => suite.VendorId is null && suite.PrivilegeLimit != SuitePrivilege.Unknown))
                item.Set(NetworkSections.Key(suite.Suite), suite.PrivilegeLimit.ToString());
            if (item.IsEmpty)
                item.AddNotes(["The BMC does not report privilege limits of cipher suites."]);
        }

        return section;
    }

    public override void Check(ConfigurationObject section)
    {
        foreach (string channel in section.SettingNames)
        {
            if (!Regex.IsMatch(channel, NetworkSections.ChannelPattern) || section[channel] is not ConfigurationObject suites)
                throw SettingTypes.Invalid($"{Name}/{channel} is not a channel with cipher suites.");
            foreach (string suite in suites.SettingNames)
            {
                if (!Regex.IsMatch(suite, SuitePattern))
                    throw SettingTypes.Invalid($"{Name}/{channel}: '{suite}' is not the number of a cipher suite.");
                SettingTypes.Check(Limit, suites[suite]!, $"{Name}/{channel}/{suite}");
            }
        }
    }

    public override async Task<IReadOnlyList<ConfigurationStep>> PrepareAsync(ConfigurationContext context, ConfigurationObject wanted, CancellationToken cancellationToken) =>
        await Task.WhenAll(wanted.Parts.Select(channel => ConfigurationStep.TryAsync($"{Name}/{channel.Name}", async () =>
        {
            var limits = channel.Value.SettingNames.ToDictionary(static suite => (byte)NetworkSections.Number(suite), suite => SettingTypes.Parse<SuitePrivilege>((string)channel.Value[suite]!));
            var settings = new CipherSuiteSettings { Channel = NetworkSections.Number(channel.Name), Limits = limits };
            var change = await CipherSuiteChange.PrepareAsync(context.Connection, settings, context.OwnSuite, cancellationToken).ConfigureAwait(false);
            return ConfigurationStep.Of($"{Name}/{channel.Name}", change, change.Danger);
        }))).ConfigureAwait(false);

    public override ConfigurationObject Describe() => Schema(Description, NetworkSections.ChannelPattern, Schema("The suites of one channel.", SuitePattern, SettingTypes.Describe(Limit)));
}
