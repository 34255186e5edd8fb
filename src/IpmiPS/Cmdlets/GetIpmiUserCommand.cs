using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the users of BMCs: name, state, and rights on a channel.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiUser", DefaultParameterSetName = ByName)]
[OutputType(typeof(User))]
public sealed class GetIpmiUserCommand : BmcCmdlet
{
    private Func<string, bool>? _isNamed;

    /// <summary>Only users with these names; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Only users with these IDs, 1 to 63.</summary>
    [Parameter]
    [ValidateRange(1, 63)]
    public int[]? Id { get; set; }

    /// <summary>Channels whose rights are read, 1 to 11; by default that of the connection.</summary>
    [Parameter]
    [ValidateRange(1, 11)]
    public int[]? Channel { get; set; }

    /// <summary>Read the rights on all LAN and serial channels.</summary>
    [Parameter]
    public SwitchParameter AllChannels { get; set; }

    /// <summary>Return free entries as well.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        if (AllChannels && Channel is not null)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Channel and -AllChannels were given.", null, "Give one of them."));
        _isNamed = Wildcards.AnyOf(Name);
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        IReadOnlyList<byte>? channels = AllChannels ? await UserReader.FindChannelsAsync(bmc, cancellationToken).ConfigureAwait(false)
            : Channel is null ? null : [.. Channel.Select(static channel => (byte)channel)];
        IReadOnlyList<User> all = await UserReader.GetAsync(bmc, channels, includeFree: true, cancellationToken).ConfigureAwait(false);
        foreach (User user in all.Where(IsWanted))
            output.Write(user);
        string[] names = [.. all.Where(static user => !user.IsFree).Select(static user => user.Name ?? "")];
        if (Wildcards.Missing(Name, names) is { Length: > 0 } missing)
            throw NearestNames.NotPresent("user", missing, names, "Check the name; Get-IpmiUser without -Name returns all users.");
        string[] ids = [.. (Id ?? []).Where(id => !all.Any(user => user.Id == id)).Select(static id => $"{id}")];
        if (ids.Length > 0)
            throw new IpmiException(IpmiErrorKind.NotPresent, $"The BMC has no user ID {string.Join(", ", ids)}; it has the IDs 1 to {all.Max(static user => user.Id)}.", "Check the ID; Get-IpmiUser -All returns all of them.");
    }

    private bool IsWanted(User user) =>
        _isNamed is null && Id is null ? All || !user.IsFree : _isNamed?.Invoke(user.Name ?? "") != false && Id?.Contains(user.Id) != false && (All || Id is not null || !user.IsFree);
}
