using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>A yes or no; null if it is not given.</summary>
internal sealed class BooleanCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "true or false";

    protected override object? Read(object value) => value switch
    {
        SwitchParameter given => given.ToBool(),
        bool given => given,
        string text => text.ToUpperInvariant() switch
        {
            "TRUE" or "$TRUE" or "YES" or "Y" or "1" => true,
            "FALSE" or "$FALSE" or "NO" or "N" or "0" => false,
            _ => null,
        },
        _ => LanguagePrimitives.TryConvertTo(value, out bool converted) && value is System.ValueType ? converted : null,
    };
}
