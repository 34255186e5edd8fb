using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>
/// The configuration parameters of one family in a virtual BMC. The family says what may be written, and how long it is. Each parameter has a live value
/// until it is written; a subclass adds those that the BMC has.
/// </summary>
/// <param name="family">The family.</param>
/// <param name="overrides">Data by number that replaces the live values, selectors included; no bytes: the BMC does not have the parameter.</param>
internal abstract class ParameterStore(ParameterFamily family, IReadOnlyDictionary<byte, byte[]> overrides)
{
    private readonly Dictionary<byte, Func<byte, byte, byte[]?>> _live = [];
    private readonly Dictionary<(byte Number, byte Set, byte Block), byte[]> _written = [];

    public ParameterFamily Family { get; } = family;

    /// <summary>A parameter's data; null if the BMC does not have the parameter.</summary>
    public byte[]? Get(byte number, byte set = 0, byte block = 0)
    {
        if (_written.TryGetValue(Key(number, set, block), out byte[]? written))
            return written;
        if (overrides.TryGetValue(number, out byte[]? data))
            return data.Length > 0 ? data : null;
        return _live.TryGetValue(number, out var live) ? live(set, block) : null;
    }

    /// <summary>Writes a parameter's data.</summary>
    public CompletionCode Set(byte number, byte[] data)
    {
        var parameter = Family.Find(number);
        var key = Key(number, data.Length > 0 ? data[0] : (byte)0, data.Length > 1 ? data[1] : (byte)0);
        if (Get(number, key.Set, key.Block) is not { } present)
            return ParameterCompletionCode.NotSupported;
        if (parameter is not null && IsReadOnly(parameter))
            return ParameterCompletionCode.ReadOnly;

        // An option may have made the parameter shorter or longer than the specification has it.
        if (data.Length != present.Length && (parameter is null || data.Length < parameter.MinimumLength || data.Length > parameter.Length))
            return CompletionCode.InvalidLength;
        if (parameter is not null && parameter == Family.SetInProgress)
        {
            if (data[0] == (byte)SetInProgress.InProgress && present[0] == (byte)SetInProgress.InProgress)
                return ParameterCompletionCode.SetInProgress;

            // What is written is in force at once, so there is nothing to commit.
            if (data[0] == (byte)SetInProgress.Commit)
                return CompletionCode.Ok;
        }

        _written[key] = parameter is null ? data : Merge(parameter, present, data);
        return CompletionCode.Ok;
    }

    /// <summary>A parameter's value.</summary>
    public T Value<T>(Parameter<T> parameter, byte set = 0, byte block = 0) => Get(parameter.Number, set, block) is { } data ? parameter.Decode(data) : throw new InvalidOperationException($"There is no {parameter}.");

    /// <summary>Adds a parameter with its value until it is written.</summary>
    protected void Add<T>(Parameter<T> parameter, Func<T> value) => _live.Add(parameter.Number, (set, block) => parameter.Encode(value(), set, block));

    /// <summary>Adds a parameter whose data depends on set and block selector.</summary>
    protected void Add(Parameter parameter, Func<byte, byte, byte[]> data) => _live.Add(parameter.Number, data);

    /// <summary>Adds a parameter with a constant value.</summary>
    protected void Add<T>(Parameter<T> parameter, T value) => Add(parameter, () => value);

    /// <summary>Adds a parameter that has a value for each of some set selectors from 0 on.</summary>
    protected void AddSets<T>(Parameter<T> parameter, int count, Func<byte, T> value) => _live.Add(parameter.Number, (set, block) => set < count ? parameter.Encode(value(set), set, block) : null);

    /// <summary>Adds a parameter of bytes in blocks of 16, which the first set alone has.</summary>
    protected void AddBlocks(Parameter<byte[]> parameter, byte[] value)
    {
        const int BlockLength = 16;
        _live.Add(parameter.Number, (set, block) => set == 0 && block * BlockLength < value.Length ? parameter.Encode([.. value.Skip(block * BlockLength).Take(BlockLength)], set, block) : null);
    }

    /// <summary>Adds a parameter whose data is zeros.</summary>
    protected void AddZeros(Parameter parameter) => _live.Add(parameter.Number, (set, block) =>
    {
        var data = new byte[parameter.Length];
        if (parameter.Selectors >= ParameterSelectors.Set)
            data[0] = set;
        if (parameter.Selectors >= ParameterSelectors.SetAndBlock)
            data[1] = block;
        return data;
    });

    /// <summary>Replaces a value, as the BMC does by itself.</summary>
    protected void Replace<T>(Parameter<T> parameter, T value) => _written[Key(parameter.Number, 0, 0)] = parameter.Encode(value);

    /// <summary>Whether this BMC refuses writes of a parameter.</summary>
    protected virtual bool IsReadOnly(Parameter parameter) => parameter.Access == ParameterAccess.ReadOnly;

    /// <summary>The data that a write leaves, with what was there before.</summary>
    protected virtual byte[] Merge(Parameter parameter, byte[] present, byte[] data) => data;

    private (byte Number, byte Set, byte Block) Key(byte number, byte set, byte block)
    {
        var selectors = Family.Find(number)?.Selectors ?? ParameterSelectors.None;
        return (number, selectors >= ParameterSelectors.Set ? set : (byte)0, selectors >= ParameterSelectors.SetAndBlock ? block : (byte)0);
    }
}
