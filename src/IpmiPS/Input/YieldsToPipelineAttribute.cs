using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A parameter that names BMCs. The binder prefers $PSDefaultParameterValues to the pipeline, and so would
/// replace a piped session or name with another server. So a default value is recognised here, and the property's setter refuses it
/// (<see cref="TargetDefaults"/>).
/// </summary>
internal class YieldsToPipelineAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the value that the binder sets next on this thread is a default. The setter runs right after the transformation.</summary>
    [ThreadStatic]
    private static bool s_isDefault;

    /// <summary>Whether the value that was read last on this thread is a default; asked once.</summary>
    public static bool TakeIsDefault()
    {
        bool isDefault = s_isDefault;
        s_isDefault = false;
        return isDefault;
    }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        // The binder passes the same object as in the table. Equal text does not count, because it may have been typed.
        object? value = Unwrap(inputData);
        s_isDefault = value is not null
            && engineIntrinsics.SessionState.PSVariable.GetValue("PSDefaultParameterValues") is IDictionary defaults
            && defaults.Values.Cast<object?>().Any(known => ReferenceEquals(Unwrap(known), value));
        return inputData;
    }

    /// <summary>The object within a PSObject.</summary>
    protected static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
