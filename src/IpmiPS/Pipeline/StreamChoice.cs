using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Which of the verbose and debug streams are read. Found out once, so that nothing is formatted in vain.</summary>
internal readonly record struct StreamChoice(bool Verbose, bool Debug)
{
    /// <summary>Reads the common parameters and the preference variables.</summary>
    public static StreamChoice Of(PSCmdlet cmdlet) => new(IsOn(cmdlet, "Verbose"), IsOn(cmdlet, "Debug"));

    private static bool IsOn(PSCmdlet cmdlet, string stream)
    {
        if (cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out object? given) && given is SwitchParameter chosen)
            return chosen.IsPresent;
        return LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue(stream + "Preference"), out ActionPreference preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}
