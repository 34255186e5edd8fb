using System;
using System.Globalization;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Takes a time span as a number of milliseconds, too; PowerShell alone would take a number for ticks.</summary>
internal sealed class MillisecondsAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is TimeSpan || value is null)
            return value;
        return value is not string text
            ? LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double number) ? TimeSpan.FromMilliseconds(number) : inputData
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double written) ? TimeSpan.FromMilliseconds(written) : inputData;
    }
}
