using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Configuration;

/// <summary>
/// The settings of one BMC, by section. It has no secrets: no passwords, keys or communities. What a BMC does not have is not in it, and is named in the remarks.
/// </summary>
public sealed class BmcConfiguration
{
    /// <summary>The version of the format, in <see cref="FormatName"/>.</summary>
    public const int Format = 1;

    /// <summary>The member that has the version of the format.</summary>
    public const string FormatName = "Format";

    /// <summary>The member that says what the BMC is. It is not compared.</summary>
    public const string DeviceName = "Device";

    internal BmcConfiguration(ConfigurationObject root) => Root = root;

    /// <summary>All members: the format, the device, and the sections in their order.</summary>
    public ConfigurationObject Root { get; }

    /// <summary>The names of the sections that it has.</summary>
    public IEnumerable<string> SectionNames => Root.Parts.Select(static part => part.Name).Where(static name => name != DeviceName);

    internal IEnumerable<(ConfigurationSection Section, ConfigurationObject Settings)> Sections =>
        ConfigurationSections.All.Where(section => Root[section.Name] is ConfigurationObject).Select(section => (section, (ConfigurationObject)Root[section.Name]!));

    /// <summary>Makes a configuration of the members of a file.</summary>
    /// <exception cref="IpmiException">InvalidParameter: a section, a setting or a value is not valid; the message says where.</exception>
    public static BmcConfiguration Parse(ConfigurationObject root)
    {
        if (root[FormatName] is not decimal version)
            throw SettingTypes.Invalid($"This is not a configuration of a BMC: the member {FormatName} is missing.");
        if (version != Format)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The file has format {ConfigurationObject.TextOf(version)}, and this version of the module reads format {Format}.", "Use the version of the module that wrote the file, or export again.");
        var configuration = new BmcConfiguration(root);
        foreach (string name in root.SettingNames.Where(static name => name is not (FormatName or DeviceName) && !name.StartsWith("$", StringComparison.Ordinal)))
        {
            ConfigurationSection section = ConfigurationSections.All.FirstOrDefault(section => section.Name == name) ?? throw SettingTypes.Unknown("section", name, "", ConfigurationSections.Names);
            section.Check(root[name] as ConfigurationObject ?? throw SettingTypes.Invalid($"{name} has to be an object."));
        }

        return configuration;
    }

    /// <summary>A copy with some sections only.</summary>
    internal BmcConfiguration Only(IReadOnlyCollection<ConfigurationSection> sections)
    {
        var root = new ConfigurationObject();
        foreach (string name in Root.Names.Where(name => ConfigurationSections.Find(name) is not { } section || sections.Contains(section)))
            root.Set(name, Root[name]);
        return new(root);
    }

    /// <summary>Removes what is of this BMC alone, such as its addresses and names.</summary>
    internal void RemoveIdentity()
    {
        foreach (var (section, settings) in Sections)
            section.RemoveIdentity(settings);
    }
}
