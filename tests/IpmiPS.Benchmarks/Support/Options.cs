using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpmiPS.Benchmarks;

/// <summary>The options of one mode, written "--name value". What no mode asked for is a mistake.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    /// <exception cref="FormatException">An argument is no option, or has no value.</exception>
    public Options(string[] arguments)
    {
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Length)
                throw new FormatException($"'{arguments[i]}' is no option with a value.");
            _values[arguments[i][2..]] = arguments[i + 1];
        }
    }

    public string? Text(string name) => _values.Remove(name, out string? value) ? value : null;

    public string Text(string name, string otherwise) => Text(name) ?? otherwise;

    public int Number(string name, int otherwise) => (int)Real(name, otherwise);

    public double Real(string name, double otherwise) => Text(name) is not { } text ? otherwise
        : double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value
        : throw new FormatException($"--{name} needs a number, not '{text}'.");

    public string[]? List(string name) => Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public int[] Numbers(string name, params int[] otherwise) => List(name)?.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray() ?? otherwise;

    /// <exception cref="FormatException">There are options that nobody asked for.</exception>
    public void End()
    {
        if (_values.Count > 0)
            throw new FormatException($"Not known: {string.Join(", ", _values.Keys.Select(name => "--" + name))}.");
    }
}
