using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Reads a data file (.psd1) with rules for the severity of events: @{ Rules = @( @{ SensorType = 'Memory'; Severity = 'Critical' } ) }. The file is parsed, not run:
/// it can have only constants.
/// </summary>
internal static class SelRuleFile
{
    private const string RulesKey = "Rules", SeverityKey = "Severity", IgnoreKey = "Ignore", DirectionKey = "Direction", LimitKey = "AtMost", PeriodKey = "PerMinutes";

    private const int MaximumLimit = 10_000, MinutesOfAWeek = 7 * 1440;

    private static readonly string[] TextKeys = [nameof(SelRule.SensorType), nameof(SelRule.SensorName), nameof(SelRule.Event), nameof(SelRule.Manufacturer)];
    private static readonly (string Key, int Maximum)[] NumberKeys = [(nameof(SelRule.Offset), 15), (nameof(SelRule.EventType), 0x7F), (nameof(SelRule.RecordType), 0xFF)];
    private static readonly string[] AllKeys = [.. TextKeys, .. NumberKeys.Select(static key => key.Key), DirectionKey, SeverityKey, IgnoreKey, LimitKey, PeriodKey];

    /// <summary>Reads a file of rules.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such file. InvalidParameter: it has no rules, or a rule is wrong; the message names the rule.</exception>
    public static SelRules Read(PSCmdlet cmdlet, string path)
    {
        string file = InputFile.Resolve(cmdlet, "RulePath", path)[0];
        try
        {
            return new SelRules(Parse(File.ReadAllText(file)));
        }
        catch (IpmiException error)
        {
            throw InputFile.InFile(file, error);
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{file}: {error.Message}", "Give the path of a .psd1 file that you may read.", error);
        }
    }

    /// <summary>Reads the text of a file of rules.</summary>
    public static IReadOnlyList<SelRule> Parse(string text) => [.. DataFile.ReadList(text, RulesKey).Select(ReadRule)];

    private static SelRule ReadRule(object? item, int index)
    {
        string where = $"Rule {(index + 1).ToString(CultureInfo.InvariantCulture)}";
        if (item is not Hashtable rule)
            throw Invalid($"{where} is no hash table.");
        string[] unknown = [.. rule.Keys.Cast<object>().Select(static key => key.ToString()!).Where(static key => !AllKeys.Contains(key, StringComparer.OrdinalIgnoreCase))];
        if (unknown.Length > 0)
            throw Invalid($"{where} has an unknown key. {NearestNames.NotPresent("key", unknown, AllKeys, "").Message}");
        SelSeverity? severity = ReadEnum<SelSeverity>(rule, SeverityKey, where);
        bool isIgnored = rule[IgnoreKey] switch
        {
            null => false,
            bool ignore => ignore,
            _ => throw Invalid($"{where}: {IgnoreKey} has to be $true or $false."),
        };
        int? limit = ReadNumber(rule, LimitKey, 1, MaximumLimit, where), minutes = ReadNumber(rule, PeriodKey, 1, MinutesOfAWeek, where);
        if (limit is null != minutes is null)
            throw Invalid($"{where}: {LimitKey} and {PeriodKey} belong together.");
        if ((severity is not null || limit is not null) == isIgnored)
            throw Invalid($"{where} needs either {SeverityKey}, {LimitKey} with {PeriodKey}, or both, or {IgnoreKey} = $true.");
        return new SelRule
        {
            SensorType = ReadPattern(rule, nameof(SelRule.SensorType), where),
            SensorName = ReadPattern(rule, nameof(SelRule.SensorName), where),
            Event = ReadPattern(rule, nameof(SelRule.Event), where),
            Manufacturer = ReadPattern(rule, nameof(SelRule.Manufacturer), where),
            Offset = ReadNumber(rule, 0, where),
            EventType = ReadNumber(rule, 1, where),
            RecordType = ReadNumber(rule, 2, where),
            Direction = ReadEnum<EventDirection>(rule, DirectionKey, where),
            Severity = severity,
            IsIgnored = isIgnored,
            Limit = limit,
            Period = TimeSpan.FromMinutes(minutes ?? 0),
        };
    }

    private static Func<string, bool>? ReadPattern(Hashtable rule, string key, string where)
    {
        if (rule[key] is not { } value)
            return null;
        string[] patterns = [.. DataFile.ItemsOf(value).Select(static item => item is string or int ? Convert.ToString(item, CultureInfo.InvariantCulture)! : "")];
        if (Array.Exists(patterns, static pattern => pattern.Length == 0))
            throw Invalid($"{where}: {key} has to be text, or a list of texts; wildcards are permitted.");
        if (key == nameof(SelRule.SensorType) && Wildcards.Missing(patterns, Events.SensorTypes.AllNames) is { Length: > 0 } unknown)
            throw Invalid($"{where}: {NearestNames.NotPresent("sensor type", unknown, Events.SensorTypes.Names, "").Message}");
        return Wildcards.AnyOf(patterns);
    }

    private static int? ReadNumber(Hashtable rule, int index, string where) => ReadNumber(rule, NumberKeys[index].Key, 0, NumberKeys[index].Maximum, where);

    private static int? ReadNumber(Hashtable rule, string key, int minimum, int maximum, string where) => rule[key] switch
    {
        null => null,
        int number when number >= minimum && number <= maximum => number,
        _ => throw Invalid(string.Format(CultureInfo.InvariantCulture, "{0}: {1} has to be a whole number from {2} to {3}.", where, key, minimum, maximum)),
    };

    private static T? ReadEnum<T>(Hashtable rule, string key, string where)
        where T : struct, Enum
    {
        if (rule[key] is not { } value)
            return null;
        return value is string text && Enum.TryParse(text, ignoreCase: true, out T read) && Enum.IsDefined(typeof(T), read) && !char.IsDigit(text[0])
            ? read
            : throw Invalid($"{where}: {key} has to be one of {string.Join(", ", Enum.GetNames(typeof(T)))}.");
    }

    private static IpmiException Invalid(string message) =>
        new(IpmiErrorKind.InvalidParameter, message, "The page of Get-IpmiSel has an example of a file of rules.");
}
