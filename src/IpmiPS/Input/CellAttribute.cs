using System;
using System.Globalization;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A parameter that may come from the cell of a row. An empty cell means "not given"; a malformed one is noted in
/// <see cref="CellFaults"/>, to which the parameter's setter has to turn. Either way the binder gets a value of the parameter's type
/// that stands for it.
/// </summary>
internal abstract class CellAttribute(string parameter) : ArgumentTransformationAttribute
{
    /// <summary>The value for an empty or malformed cell: that of the property if it is not given.</summary>
    protected abstract object? NotGiven { get; }

    /// <summary>Whether the cell's text is taken as it is, with blanks before and behind.</summary>
    protected virtual bool IsSecret => false;

    /// <summary>Description of a valid cell.</summary>
    protected abstract string Expected { get; }

    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        CellFaults.Note(null);
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or DBNull or string { Length: 0 })
            return NotGiven;
        if (value is string text && !IsSecret)
        {
            value = text.Trim();
            if (text.Length > 0 && string.IsNullOrWhiteSpace(text))
                return NotGiven;
        }

        if (Read(value) is { } result)
            return result;

        // Text is not repeated: where the columns of a row have shifted, it may be a password.
        CellFaults.Note(value is ValueType
            ? string.Format(CultureInfo.CurrentCulture, "{0} '{1}' is not {2}.", parameter, value, Expected)
            : $"{parameter} is not {Expected}.");
        return NotGiven;
    }

    /// <summary>Reads the cell; null where it is malformed.</summary>
    protected abstract object? Read(object value);
}
