using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Lists the open sessions of this process.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSession", DefaultParameterSetName = All)]
[OutputType(typeof(IpmiSession))]
public sealed class GetIpmiSessionCommand : SessionSelectionCmdlet
{
    private const string All = "All";

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(ParameterSetName == All ? SessionRegistry.All : Pick(), enumerateCollection: true);
}
