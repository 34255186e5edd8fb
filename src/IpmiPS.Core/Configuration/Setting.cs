using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Configuration;

/// <summary>What a setting of a configuration can be, for checks and for the JSON Schema.</summary>
internal sealed record SettingType
{
    /// <summary>The type of the JSON Schema: boolean, integer, number, string or array.</summary>
    public string Json { get; init; } = null!;

    /// <summary>The lowest and the highest number.</summary>
    public (decimal Minimum, decimal Maximum)? Range { get; init; }

    /// <summary>The values that are possible, of a string or of the items of an array; null if there are others.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The greatest length of a string.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>What it is, in words, such as "an IPv4 address".</summary>
    public string Description { get; init; } = null!;
}

/// <summary>One setting: its name, what it can be, and how it is read and written.</summary>
/// <typeparam name="TState">What was read from a BMC.</typeparam>
/// <typeparam name="TSettings">What is to be set.</typeparam>
/// <param name="Name">Its name, the same as of the property in PowerShell.</param>
/// <param name="Type">What it can be.</param>
/// <param name="Read">Its value in what was read; null if the BMC does not have it.</param>
/// <param name="Write">Sets it. The value was checked.</param>
internal sealed record Setting<TState, TSettings>(string Name, SettingType Type, Func<TState, object?> Read, Func<TSettings, object, TSettings> Write)
{
    /// <summary>Whether it is of this BMC alone, such as its address, so that a configuration for several BMCs cannot have it.</summary>
    public bool IsIdentity { get; init; }
}

/// <summary>The settings of one kind of part.</summary>
internal sealed class SettingList<TState, TSettings> : System.Collections.IEnumerable
{
    private readonly List<Setting<TState, TSettings>> _settings = [];

    /// <summary>The settings, in the order of the file.</summary>
    public IReadOnlyList<Setting<TState, TSettings>> All => _settings;

    /// <summary>Adds yes or no.</summary>
    public void Add(string name, Func<TState, bool?> read, Func<TSettings, bool, TSettings> write) =>
        Add(new(name, new SettingType { Json = "boolean", Description = "true or false" }, state => read(state), (settings, value) => write(settings, (bool)value)));

    /// <summary>Adds a whole number.</summary>
    public void Add(string name, int minimum, int maximum, Func<TState, long?> read, Func<TSettings, int, TSettings> write, bool isIdentity = false) =>
        Add(new(name, SettingTypes.Number(minimum, maximum), state => read(state) is { } value ? (decimal)value : null, (settings, value) => write(settings, (int)(decimal)value)) { IsIdentity = isIdentity });

    /// <summary>Adds a number that need not be whole.</summary>
    public void Add(string name, double minimum, double maximum, Func<TState, double?> read, Func<TSettings, double, TSettings> write) => Add(new(
        name, new SettingType { Json = "number", Range = ((decimal)minimum, (decimal)maximum), Description = $"a number from {minimum:0.###} to {maximum:0.###}" },
        state => SettingTypes.Number(read(state)), (settings, value) => write(settings, (double)(decimal)value)));

    /// <summary>Adds text of any kind.</summary>
    /// <param name="name">Name of the setting.</param>
    /// <param name="description">What the text is, such as "an IPv4 address".</param>
    /// <param name="read">Reads it.</param>
    /// <param name="write">Sets it; throws an <see cref="IpmiException"/> or a <see cref="FormatException"/> if the text is not valid.</param>
    /// <param name="maximumLength">The greatest length; null for no limit.</param>
    /// <param name="isIdentity">Whether it is of this BMC alone.</param>
    public void Add(string name, string description, Func<TState, string?> read, Func<TSettings, string, TSettings> write, int? maximumLength = null, bool isIdentity = false) => Add(
        new(name, new SettingType { Json = "string", Description = description, MaximumLength = maximumLength }, state => read(state), (settings, value) => write(settings, (string)value))
        {
            IsIdentity = isIdentity,
        });

    /// <summary>Adds one of several values.</summary>
    public void Add<T>(string name, Func<TState, T?> read, Func<TSettings, T, TSettings> write)
        where T : struct, Enum => Add(name, read, write, Array.Empty<T>());

    /// <summary>Adds one of several values, without some of the enumeration's.</summary>
    public void Add<T>(string name, Func<TState, T?> read, Func<TSettings, T, TSettings> write, T[] except)
        where T : struct, Enum => Add(new(name, SettingTypes.OneOf(except), state => SettingTypes.NameOf(read(state), except), (settings, value) => write(settings, SettingTypes.Parse<T>((string)value))));

    /// <summary>Adds a setting.</summary>
    public void Add(Setting<TState, TSettings> setting) => _settings.Add(setting);

    /// <summary>The settings of a BMC, without those that it does not have.</summary>
    public ConfigurationObject Read(TState state)
    {
        var read = new ConfigurationObject();
        foreach (var setting in _settings)
            read.Set(setting.Name, setting.Read(state));
        return read;
    }

    /// <summary>Sets what a part of a configuration has.</summary>
    /// <param name="part">The part. It was checked with <see cref="Check"/>.</param>
    /// <param name="settings">What to start with.</param>
    public TSettings Write(ConfigurationObject part, TSettings settings)
    {
        foreach (var setting in _settings)
            if (part[setting.Name] is { } value)
                settings = setting.Write(settings, value);
        return settings;
    }

    /// <summary>Checks a part of a configuration without a BMC.</summary>
    /// <param name="part">The part.</param>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="settings">Settings without a value.</param>
    /// <param name="others">Names of members that are not settings of this list.</param>
    /// <exception cref="IpmiException">InvalidParameter: a setting is not known, or its value is not valid.</exception>
    public void Check(ConfigurationObject part, string path, TSettings settings, params string[] others)
    {
        foreach (string name in part.SettingNames.Where(name => !others.Contains(name)))
        {
            var setting = _settings.Find(setting => setting.Name == name) ?? throw SettingTypes.Unknown("setting", name, path, _settings.Select(static setting => setting.Name).Concat(others));
            object value = part[name]!;
            string where = $"{path}/{name}";
            SettingTypes.Check(setting.Type, value, where);
            try
            {
                setting.Write(settings, value);
            }
            catch (Exception error) when (error is IpmiException or FormatException or ArgumentException or OverflowException)
            {
                throw SettingTypes.Invalid($"{where}: '{ConfigurationObject.TextOf(value)}' is not {setting.Type.Description}.", error);
            }
        }
    }

    /// <summary>Adds the settings to a JSON Schema.</summary>
    public void Describe(ConfigurationObject properties)
    {
        foreach (var setting in _settings)
            properties.Set(setting.Name, SettingTypes.Describe(setting.Type));
    }

    /// <inheritdoc/>
    public System.Collections.IEnumerator GetEnumerator() => _settings.GetEnumerator();
}
