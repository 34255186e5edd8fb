using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the alert policy entries of BMCs: to which destination the alerts of a policy go.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiAlertPolicy", DefaultParameterSetName = ByName)]
[OutputType(typeof(AlertPolicy))]
public sealed class GetIpmiAlertPolicyCommand : BmcCmdlet
{
    /// <summary>Numbers of entries, 1 to 127; default all.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 127)]
    public int[]? Number { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (AlertPolicy entry in await AlertRowReader.ReadPoliciesAsync(bmc, Number, notes, cancellationToken).ConfigureAwait(false))
            output.Write(entry);
        foreach (string note in notes)
            output.Warning(note);
    }
}
