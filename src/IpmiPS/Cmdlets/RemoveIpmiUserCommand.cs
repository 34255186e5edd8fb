using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Removes users of BMCs: disables them, removes their rights on all channels, then the name, and replaces the password.</summary>
[Cmdlet(VerbsCommon.Remove, "IpmiUser", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(UserUpdate))]
public sealed class RemoveIpmiUserCommand : UserCmdlet
{
    private protected override UserSettings Settings => new();

    private protected override Task<UserChange> PrepareAsync(BmcTarget target, IPayloadConnection bmc, UserRow row, CancellationToken cancellationToken) =>
        UserChange.PrepareRemovalAsync(bmc, row.Id, row.Name, OwnName(target), cancellationToken);

    private protected override string Describe(UserChange change) => $"Remove user {change.Id} '{change.Name}'";
}
