using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Closes sessions, which frees the session slots of the BMCs.</summary>
[Cmdlet(VerbsCommon.Remove, "IpmiSession", DefaultParameterSetName = BySession, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveIpmiSessionCommand : SessionSelectionCmdlet
{
    private const string BySession = "Session";

    /// <summary>The sessions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = BySession)]
    [YieldsToPipeline]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public IpmiSession[]? Session
    {
        get;
        set => field = Defaults.Take(this, value);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (IpmiSession session in ParameterSetName == BySession ? Session! : Pick())
            if (ShouldProcess($"{session.Name} ({session.ComputerName})", "Send Close Session: log out and give the session slot back"))
                SessionRegistry.Remove(session);
    }
}
