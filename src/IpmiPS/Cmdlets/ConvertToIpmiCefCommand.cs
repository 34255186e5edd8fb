using System.Management.Automation;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Converts entries of event logs, alerts and verdicts to the Common Event Format (CEF) of ArcSight. Nothing is sent.</summary>
[Cmdlet(VerbsData.ConvertTo, "IpmiCef")]
[OutputType(typeof(string))]
public sealed class ConvertToIpmiCefCommand : MonitoringTextCmdlet
{
    private protected override string Format(MonitoringEvent item) => CefMessage.Format(item, CefMessage.SoftwareVersion);
}
