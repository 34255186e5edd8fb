using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Reads how BMCs send alerts: on which events, to whom, and what is missing.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiAlert", DefaultParameterSetName = ByName)]
[OutputType(typeof(AlertSetup))]
public sealed class GetIpmiAlertCommand : BmcCmdlet
{
    /// <summary>The postpone timer and the last processed event need Administrator; without it, they are null.</summary>
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { MinimumPrivilege = IpmiPS.PrivilegeLevel.Operator };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        output.Write(await AlertSetupReader.ReadAsync(bmc, cancellationToken).ConfigureAwait(false));
}
