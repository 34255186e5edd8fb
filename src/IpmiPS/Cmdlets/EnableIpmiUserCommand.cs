using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Enables users of BMCs, on all channels.</summary>
[Cmdlet(VerbsLifecycle.Enable, "IpmiUser", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(UserUpdate))]
public sealed class EnableIpmiUserCommand : UserCmdlet
{
    private protected override UserSettings Settings => new() { Enabled = true };

    private protected override Task<UserChange> PrepareAsync(BmcTarget target, IPayloadConnection bmc, UserRow row, CancellationToken cancellationToken) =>
        UserChange.PrepareAsync(bmc, row.Id, row.Name, row.Settings, OwnName(target), cancellationToken);

    private protected override string Describe(UserChange change) => $"Enable user {change.Id} '{change.Name}'";
}
