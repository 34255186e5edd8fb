using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the event filters of BMCs: which events set off which actions.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiAlertFilter", DefaultParameterSetName = ByName)]
[OutputType(typeof(AlertFilter))]
public sealed class GetIpmiAlertFilterCommand : BmcCmdlet
{
    /// <summary>Numbers of filters, 1 to 127; default all.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 127)]
    public int[]? Number { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (AlertFilter filter in await AlertRowReader.ReadFiltersAsync(bmc, Number, notes, cancellationToken).ConfigureAwait(false))
            output.Write(filter);
        foreach (string note in notes)
            output.Warning(note);
    }
}
