using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Finds an open session by its number or name, so that -Session takes either.</summary>
public sealed class IpmiSessionConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => Find(sourceValue) is not null;

    /// <inheritdoc/>
    public override object? ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => Find(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new NotSupportedException();

    private static IpmiSession? Find(object source) => source switch
    {
        int id => SessionRegistry.All.FirstOrDefault(session => session.Id == id),
        string text => SessionRegistry.All.FirstOrDefault(session => string.Equals(session.Name, text, StringComparison.OrdinalIgnoreCase))
            ?? (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? Find(id) : null),
        _ => null,
    };
}
