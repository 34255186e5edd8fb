using System.Management.Automation;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Converts entries of event logs to the Common Event Format (CEF) of ArcSight. Nothing is sent.</summary>
[Cmdlet(VerbsData.ConvertTo, "IpmiCef")]
[OutputType(typeof(string))]
public sealed class ConvertToIpmiCefCommand : PSCmdlet
{
    private static readonly string s_version = typeof(SelEntry).Assembly.GetName().Version.ToString(3);

    /// <summary>Entries of Get-IpmiSel.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SelEntry[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SelEntry entry in InputObject)
            WriteObject(CefMessage.Format(entry, s_version));
    }
}
