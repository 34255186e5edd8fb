using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Leaves default values aside where the pipeline says which BMCs are meant. A setter that refuses a default makes the binder warn, go on
/// without it and bind the input.
/// </summary>
internal sealed class TargetDefaults
{
    private bool _isInput;

    /// <summary>The command line and the defaults are read; what is bound from now on comes by pipeline.</summary>
    public void BeginInput() => _isInput = true;

    /// <summary>For the setter of a parameter with <see cref="YieldsToPipelineAttribute"/>.</summary>
    /// <exception cref="PSArgumentException">The value is a default, and the pipeline brings another one.</exception>
    public T Take<T>(PSCmdlet cmdlet, T value) =>
        YieldsToPipelineAttribute.TakeIsDefault() && !_isInput && cmdlet.MyInvocation.ExpectingInput
            ? throw new PSArgumentException("The pipeline says which BMCs are meant, so this default value is not used.")
            : value;
}
