using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Parameters;

/// <summary>
/// A change of settings that are configuration parameters of one family: what differs is shown with old and new values, and is written in one transaction, in the order in
/// which it was added.
/// </summary>
/// <param name="connection">The BMC.</param>
/// <param name="family">The family.</param>
/// <param name="channel">The channel.</param>
/// <param name="clock">The time.</param>
internal sealed class ParameterSettings(IIpmiConnection connection, ParameterFamily family, byte channel, Clock clock)
{
    private readonly List<ParameterWrite> _writes = [];
    private readonly List<string> _changes = [];

    /// <summary>The settings that differ, with old and new values.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>The change in words; null if everything is as requested already.</summary>
    public string? Description => _changes.Count == 0 ? null : string.Join(", ", _changes);

    /// <summary>Adds a parameter with its new value. It is written only if its data differ from the present ones.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="present">Its present data, or why they could not be read.</param>
    /// <param name="change">Makes the new value of the present one, so that what is not set stays; not called if nothing is to be set.</param>
    /// <param name="settings">The settings in this parameter: name, whether it is to be set, and its text in a value.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC does not have the parameter. InvalidParameter: a value does not fit.</exception>
    public void Add<T>(Parameter<T> parameter, OptionalResponse<ParameterData> present, Func<T, T> change, params (string Name, bool IsSet, Func<T, string> Text)[] settings)
    {
        if (!settings.Any(static setting => setting.IsSet))
            return;
        if (!parameter.TryDecode(present, out var before))
            throw NotReadable(parameter, present.Error);
        T after = change(before);
        string[] changes = [.. settings.Where(setting => setting.IsSet && setting.Text(before) != setting.Text(after)).Select(setting => $"{setting.Name} {setting.Text(before)} -> {setting.Text(after)}")];
        if (changes.Length == 0)
            return;
        _writes.Add(new ParameterWrite(parameter, Encode(parameter, after, settings[0].Name)));
        _changes.AddRange(changes);
    }

    /// <summary>Adds a parameter as bytes, selectors included.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="present">Its present data; null if they cannot be read.</param>
    /// <param name="data">Its new data.</param>
    public void AddRaw(Parameter parameter, byte[]? present, byte[] data)
    {
        if (present is not null && present.Take(data.Length).SequenceEqual(data))
            return;
        _writes.Add(new ParameterWrite(parameter, data));
        bool isShown = parameter.Access != ParameterAccess.WriteOnly;
        _changes.Add($"{parameter.Name} {(present is null ? "(unknown)" : Wire.Hex.Format(present, " "))} -> {(isShown ? Wire.Hex.Format(data, " ") : "(not shown)")}");
    }

    /// <summary>Writes what differs, and reads it back.</summary>
    /// <exception cref="IpmiException">CommandFailed: the BMC keeps something else, or has carried out only a part. OutcomeUnknown: neither a response nor a read says
    /// whether it was carried out. Other kinds: nothing was changed.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        _writes.Count == 0 ? Task.CompletedTask : new ParameterTransaction(connection, new ParameterValuesChange(family, channel, _writes), clock).RunAsync(cancellationToken);

    private static byte[] Encode<T>(Parameter<T> parameter, T value, string setting)
    {
        try
        {
            return parameter.Encode(value);
        }
        catch (ArgumentException error)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{setting}: {error.Message} Nothing was sent.", innerException: error);
        }
    }

    private IpmiException NotReadable(Parameter parameter, IpmiException? error) => error is IpmiCommandException { CompletionCode: ParameterCompletionCode.NotSupported }
        ? new IpmiException(IpmiErrorKind.CommandNotSupported, $"The BMC of {connection.ComputerName} does not have the {parameter}. Nothing was sent.", innerException: error)
        : error ?? new IpmiException(IpmiErrorKind.ProtocolError, $"The BMC of {connection.ComputerName} returned too few bytes for the {parameter}. Nothing was sent.");
}

/// <summary>Parameters of one family that were read together; what could not be read is left out, with a note.</summary>
internal sealed class ParameterValues
{
    private readonly Dictionary<byte, OptionalResponse<ParameterData>> _responses = [];
    private readonly List<string> _notes = [];

    /// <summary>Why parameters could not be read: "Name: reason".</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Reads parameters, all at once.</summary>
    /// <exception cref="IpmiException">None of them could be read.</exception>
    public static async Task<ParameterValues> ReadAsync(IIpmiConnection connection, byte channel, IReadOnlyList<(Parameter Parameter, byte Set)> parameters, CancellationToken cancellationToken)
    {
        var values = new ParameterValues();
        var responses = await Task.WhenAll(parameters.Select(wanted => connection.TryReadDataAsync(wanted.Parameter, channel, wanted.Set, cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (responses.All(static response => !response.Succeeded))
            throw responses.Select(static response => response.Error).OfType<IpmiException>().FirstOrDefault() ?? new IpmiException(IpmiErrorKind.Timeout, "There was no response.");
        for (int i = 0; i < responses.Length; i++)
        {
            // A BMC that does not respond is an error; one that refuses a parameter does not have it.
            if (responses[i].Error is { } error and not IpmiCommandException)
                throw error;
            values._responses[parameters[i].Parameter.Number] = responses[i];
        }

        return values;
    }

    /// <summary>The response for a parameter.</summary>
    public OptionalResponse<ParameterData> this[Parameter parameter] => _responses.TryGetValue(parameter.Number, out var response) ? response : default;

    /// <summary>The value of a parameter, for a property; null, with a note, if it could not be read.</summary>
    public T? Value<T>(Parameter<T> parameter, string property)
        where T : struct
    {
        var response = this[parameter];
        if (parameter.TryDecode(response, out var value))
            return value;
        _notes.Add($"{property}: {response.Error?.Message ?? "too few bytes"}");
        return null;
    }

    /// <summary>The text of a parameter as it is safe to display; null, without a note, if it could not be read.</summary>
    public string? Text(Parameter<string> parameter) => parameter.TryDecode(this[parameter], out string? text) && Wire.SafeText.Of(text) is { Length: > 0 } safe ? safe : null;
}
