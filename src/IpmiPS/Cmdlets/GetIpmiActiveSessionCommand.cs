using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the sessions that are open on BMCs: user, privilege, and address of the client.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiActiveSession", DefaultParameterSetName = ByName)]
[OutputType(typeof(ActiveSession))]
public sealed class GetIpmiActiveSessionCommand : BmcCmdlet
{
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (ActiveSession session in await ActiveSessionReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false))
            output.Write(session);
    }
}
