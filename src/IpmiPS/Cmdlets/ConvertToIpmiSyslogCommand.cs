using System.Management.Automation;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Converts entries of event logs, alerts and verdicts to messages of syslog (RFC 5424), with structured data. Nothing is sent.</summary>
[Cmdlet(VerbsData.ConvertTo, "IpmiSyslog")]
[OutputType(typeof(string))]
public sealed class ConvertToIpmiSyslogCommand : MonitoringTextCmdlet
{
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

    private protected override string Format(MonitoringEvent item) => SyslogMessage.Of(item, new(Facility, AppName, EnterpriseNumber)).ToString();
}
