using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Finds an open session by its name or number, so that -Session takes either.</summary>
public sealed class IpmiSessionConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is int or string;

    /// <inheritdoc/>
    /// <exception cref="PSInvalidCastException">There is no such session.</exception>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Find(sourceValue) ?? throw new PSInvalidCastException(SessionRegistry.NotPresent(Convert.ToString(sourceValue, CultureInfo.InvariantCulture)!, static session => session.Name).Message);

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
