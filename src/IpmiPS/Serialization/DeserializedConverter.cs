using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Reflection;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Restores objects that were serialised more than once, such as results that came over SSH and were saved with Export-Clixml. When
/// PowerShell serialises a deserialised object again, it writes the properties of <see cref="DeserializedValues"/> a second time, as text, which
/// hides them when the object is read. IpmiPS.Types.ps1xml names this class for every type (TargetTypeForDeserialization). The object keeps its
/// type Deserialized.IpmiPS.Something. Not for scripts.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[TypeConverter(typeof(DeserializedConverter))]
public sealed class DeserializedConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) => destinationType == typeof(DeserializedConverter);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is PSObject source && CanConvertFrom(source, destinationType);

    /// <summary>Restores the values of an object's properties and returns the object.</summary>
    public override object ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        foreach (PropertyInfo changed in DeserializedValues.ChangedOf(sourceValue))
            if (sourceValue.Properties[changed.Name] is PSNoteProperty note)
                note.Value = DeserializedValues.Restore(changed, note.Value);
        return sourceValue;
    }

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        ConvertFrom(PSObject.AsPSObject(sourceValue), destinationType, formatProvider, ignoreCase);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new NotSupportedException();
}
