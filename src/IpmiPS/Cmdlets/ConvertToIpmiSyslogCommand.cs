using System.Management.Automation;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Converts entries of event logs to messages of syslog (RFC 5424), with structured data. Nothing is sent.</summary>
[Cmdlet(VerbsData.ConvertTo, "IpmiSyslog")]
[OutputType(typeof(string))]
public sealed class ConvertToIpmiSyslogCommand : PSCmdlet
{
    /// <summary>Entries of Get-IpmiSel.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SelEntry[] InputObject { get; set; } = [];

    /// <summary>Facility of the messages.</summary>
    [Parameter]
    public SyslogFacility Facility { get; set; } = SyslogFacility.Daemon;

    /// <summary>APP-NAME of the messages: at most 48 printable ASCII characters without spaces.</summary>
    [Parameter]
    [ValidatePattern("^[!-~]{1,48}$")]
    public string AppName { get; set; } = "IpmiPS";

    /// <summary>Private enterprise number of your organization, for the name of the structured data. 32473 is the number for examples.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int EnterpriseNumber { get; set; } = 32473;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SelEntry entry in InputObject)
            WriteObject(SyslogMessage.Format(entry, Facility, AppName, EnterpriseNumber));
    }
}
