using System;
using System.Diagnostics.CodeAnalysis;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Whether a configuration parameter can be read, written, or both.</summary>
public enum ParameterAccess
{
    /// <summary>Both.</summary>
    ReadWrite,

    /// <summary>A write is refused with completion code 82h.</summary>
    ReadOnly,

    /// <summary>A read is refused with completion code 83h.</summary>
    WriteOnly,
}

/// <summary>The selectors that address one part of a parameter. The value is the number of bytes that they take at the start of the parameter's data.</summary>
public enum ParameterSelectors
{
    /// <summary>None: the parameter has one value.</summary>
    None = 0,

    /// <summary>A set selector, such as an alert destination.</summary>
    Set = 1,

    /// <summary>A set selector and a block selector.</summary>
    SetAndBlock = 2,
}

/// <summary>One configuration parameter, as data: everything that reading, writing, simulating and listing it needs.</summary>
public abstract class Parameter
{
    private readonly Func<ParameterFamily> _family;

    private protected Parameter(Func<ParameterFamily> family, byte number, string name, int length)
    {
        _family = family;
        (Number, Name, Length, MinimumLength) = (number, name, length, length);
    }

    /// <summary>The family that the parameter belongs to.</summary>
    public ParameterFamily Family => _family();

    /// <summary>Parameter selector, 0 to 255.</summary>
    public byte Number { get; }

    /// <summary>The specification's name.</summary>
    public string Name { get; }

    /// <summary>Length of the data in bytes, selectors included.</summary>
    public int Length { get; }

    /// <summary>The shortest data that may be written, where the length varies; else the same as <see cref="Length"/>.</summary>
    public int MinimumLength { get; init; }

    /// <summary>Whether the parameter can be read and written.</summary>
    public ParameterAccess Access { get; init; }

    /// <summary>The selectors of the parameter. They are repeated at the start of its data.</summary>
    public ParameterSelectors Selectors { get; init; }

    /// <summary>Bits of the first byte after the selectors that are orders for the BMC and do not read back.</summary>
    public byte OrderBits { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Family.Name} parameter {Number}, {Name}";
}

/// <summary>One configuration parameter with the type of its value, in both directions.</summary>
public sealed class Parameter<T> : Parameter
{
    private readonly Func<ByteReader, T> _read;
    private readonly Action<ByteWriter, T> _write;

    internal Parameter(Func<ParameterFamily> family, byte number, string name, int length, Func<ByteReader, T> read, Action<ByteWriter, T> write)
        : base(family, number, name, length) => (_read, _write) = (read, write);

    /// <summary>Reads the value from the parameter's data. Surplus bytes are ignored.</summary>
    /// <exception cref="MalformedDataException">The data is too short.</exception>
    public T Decode(byte[] data)
    {
        var reader = new ByteReader(data);
        reader.Skip((int)Selectors);
        return _read(reader);
    }

    /// <summary>Reads the value from the parameter's data. False if the data is too short.</summary>
    public bool TryDecode(byte[] data, [NotNullWhen(true)] out T? value)
    {
        try
        {
            value = Decode(data)!;
            return true;
        }
        catch (MalformedDataException)
        {
            value = default;
            return false;
        }
    }

    /// <summary>Writes the parameter's data.</summary>
    /// <param name="value">The value.</param>
    /// <param name="set">Set selector, for a parameter that has one.</param>
    /// <param name="block">Block selector, for a parameter that has one.</param>
    /// <exception cref="ArgumentException">The value does not fit into the parameter.</exception>
    public byte[] Encode(T value, byte set = 0, byte block = 0)
    {
        var writer = new ByteWriter(Length);
        if (Selectors >= ParameterSelectors.Set)
            writer.WriteByte(set);
        if (Selectors >= ParameterSelectors.SetAndBlock)
            writer.WriteByte(block);
        _write(writer, value);
        return writer.ToArray();
    }
}
