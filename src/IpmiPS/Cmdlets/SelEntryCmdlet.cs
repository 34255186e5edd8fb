using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Converts entries of event logs to text, one line for each.</summary>
public abstract class SelEntryCmdlet : PSCmdlet
{
    /// <summary>
    /// Entries of Get-IpmiSel. Not of type SelEntry: PowerShell would convert an entry that came from another process, and lose its time and its bytes.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            if (item.BaseObject is SelEntry entry)
                WriteObject(Format(entry));
            else
                WriteError(ErrorRecords.InvalidParameter($"An object of type {item.TypeNames[0]} cannot be converted.", null, "Give entries of Get-IpmiSel, in the process that read them; Get-IpmiSel -Path reads saved logs."));
        }
    }

    private protected abstract string Format(SelEntry entry);
}
