using System;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>A yes or no.</summary>
internal sealed class SwitchCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object NotGiven => new SwitchParameter(false);

    protected override string Expected => "true or false";

    protected override object? Read(object value) => ToSwitch(value);

    /// <summary>Reads a yes or no; null where it is neither.</summary>
    public static SwitchParameter? ToSwitch(object value) => value switch
    {
        SwitchParameter given => given,
        bool given => new SwitchParameter(given),
        string text => text.ToUpperInvariant() switch
        {
            "TRUE" or "$TRUE" or "YES" or "Y" or "1" => new SwitchParameter(true),
            "FALSE" or "$FALSE" or "NO" or "N" or "0" => new SwitchParameter(false),
            _ => null,
        },
        _ => LanguagePrimitives.TryConvertTo(value, out bool converted) && value is ValueType ? new SwitchParameter(converted) : null,
    };
}

/// <summary>A yes or no; null if it is not given.</summary>
internal sealed class BooleanCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "true or false";

    protected override object? Read(object value) => SwitchCellAttribute.ToSwitch(value)?.ToBool();
}
