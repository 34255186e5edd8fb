using System.Management.Automation;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Converts results of other cmdlets to text for a SIEM, one line for each.</summary>
public abstract class MonitoringTextCmdlet : PSCmdlet
{
    /// <summary>
    /// Entries of event logs, alerts, verdicts about health, and events of a watch. Not of these types: PowerShell would convert an entry that came from another process, and lose its time and
    /// its bytes.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            if (MonitoringEvent.From(item.BaseObject) is { } known)
                WriteObject(Format(known));
            else
                WriteError(NotConverted(item));
        }
    }

    /// <summary>The error for an object of another type.</summary>
    internal static ErrorRecord NotConverted(PSObject item) => ErrorRecords.InvalidParameter(
        $"An object of type {item.TypeNames[0]} cannot be converted.", null, $"Give {MonitoringEvent.Inputs}, in the process that read them; Get-IpmiSel -Path reads saved logs.");

    private protected abstract string Format(MonitoringEvent item);
}
