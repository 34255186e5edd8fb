using System.Management.Automation;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Converts entries of event logs to the Common Event Format (CEF) of ArcSight. Nothing is sent.</summary>
[Cmdlet(VerbsData.ConvertTo, "IpmiCef")]
[OutputType(typeof(string))]
public sealed class ConvertToIpmiCefCommand : SelEntryCmdlet
{
    private static readonly string s_version = typeof(SelEntry).Assembly.GetName().Version.ToString(3);

    private protected override string Format(SelEntry entry) => CefMessage.Format(entry, s_version);
}
