using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Disables users of BMCs, on all channels.</summary>
[Cmdlet(VerbsLifecycle.Disable, "IpmiUser", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(UserUpdate))]
public sealed class DisableIpmiUserCommand : UserCmdlet
{
    private protected override UserSettings Settings => new() { Enabled = false };

    private protected override Task<UserChange> PrepareAsync(BmcTarget target, IPayloadConnection bmc, UserRow row, CancellationToken cancellationToken) =>
        UserChange.PrepareAsync(bmc, row.Id, row.Name, row.Settings, OwnName(target), cancellationToken);

    private protected override string Describe(UserChange change) => $"Disable user {change.Id} '{change.Name}'";
}
