using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Users;

/// <summary>One request that changes a user.</summary>
/// <param name="Description">What changes, with old and new value.</param>
/// <param name="SendAsync">Sends it.</param>
internal sealed record UserStep(string Description, Func<IIpmiConnection, Task> SendAsync);

/// <summary>
/// The requests that make one state of a user from another. The order is that in which BMCs accept them: some do not enable a user without a password, and some keep
/// nothing of a user without a name. A user that is to be disabled is disabled first; the rights on the channel of the connection come last, because
/// they may be those of the caller.
/// </summary>
/// <param name="now">The present state.</param>
/// <param name="wanted">The state to make.</param>
internal sealed class UserSteps(UserState now, UserState wanted)
{
    private static readonly (string Name, Func<UserAccess, string> Read)[] Rights =
    [
        ("privilege", static access => UserState.PrivilegeFrom(access.PrivilegeLimit).ToString()),
        ("messaging", static access => access.IpmiMessaging.ToString()),
        ("link authentication", static access => access.LinkAuthentication.ToString()),
        ("callback only", static access => access.IsCallbackOnly.ToString()),
    ];

    /// <summary>Number of sessions that the user may have on the last channel; null to leave it. It cannot be read.</summary>
    public byte? SessionLimit { get; init; }

    /// <summary>The name, if it is to be set.</summary>
    public UserStep? Name => wanted.Text.Length > 0 && Differs(wanted.Text, now.Text)
        ? new($"name {Quoted(now.Text)} -> {Quoted(wanted.Text)}", bmc => bmc.SendAsync(new SetUserName(wanted.Id, wanted.Name!)))
        : null;

    /// <summary>The name, if it is to be removed.</summary>
    public UserStep? NoName => wanted.Text.Length == 0 && now.Text.Length > 0
        ? new($"name {Quoted(now.Text)} -> {Quoted("")}", bmc => bmc.SendAsync(new SetUserName(wanted.Id, new UserName(""))))
        : null;

    /// <summary>Disables the user.</summary>
    public UserStep? Disable => wanted.First.Access.Status == UserEnableStatus.Disabled ? Status(enable: false) : null;

    /// <summary>Enables the user.</summary>
    public UserStep? Enable => wanted.First.Access.Status == UserEnableStatus.Enabled ? Status(enable: true) : null;

    /// <summary>Rights on channels, that of the connection last.</summary>
    public IEnumerable<UserStep> Access
    {
        get
        {
            foreach ((ChannelRights from, ChannelRights to) in Pairs.Reverse())
            {
                bool hasLimit = SessionLimit is not null && to.Channel == wanted.Rights[wanted.Rights.Count - 1].Channel;
                string[] changes = [.. Rights.Where(right => right.Read(from.Access) != right.Read(to.Access)).Select(right => $"{right.Name} {right.Read(from.Access)} -> {right.Read(to.Access)}")];
                if (hasLimit)
                    changes = [.. changes, $"session limit (unknown) -> {SessionLimit}"];
                if (changes.Length > 0)
                    yield return new(string.Join(", ", changes) + OnChannel(to), bmc => bmc.SendAsync(new SetUserAccess(to.Channel, wanted.Id, to.Access) { SessionLimit = hasLimit ? SessionLimit : null }));
            }
        }
    }

    /// <summary>Payloads on channels.</summary>
    public IEnumerable<UserStep> Payloads
    {
        get
        {
            foreach ((ChannelRights from, ChannelRights to) in Pairs.Where(static pair => pair.To.Payloads is { } payloads && payloads != pair.From.Payloads))
            {
                UserPayloads? before = UserState.PayloadsFrom(from.Payloads);
                UserPayloads after = UserState.PayloadsFrom(to.Payloads)!.Value;
                UserPayloads more = after & ~(before ?? UserPayloads.None), fewer = ~after & (before ?? UserPayloads.Sol);
                yield return new($"payloads {before?.ToString() ?? "(unknown)"} -> {after}{OnChannel(to)}", bmc => SetPayloadsAsync(bmc, to.Channel, more, fewer));
            }
        }
    }

    private IEnumerable<(ChannelRights From, ChannelRights To)> Pairs =>
        wanted.Rights.Select(to => (From: now.Rights.FirstOrDefault(from => from.Channel == to.Channel)!, To: to)).Where(static pair => pair.From is not null);

    /// <summary>What differs from the wanted state, of what the BMC reports.</summary>
    public IEnumerable<string> Differences()
    {
        if (now.Name is not null && Differs(now.Text, wanted.Text))
            yield return $"name {Quoted(now.Text)} instead of {Quoted(wanted.Text)}";
        if (now.First.Access.Status != UserEnableStatus.Unspecified && wanted.First.Access.Status != UserEnableStatus.Unspecified && now.First.Access.Status != wanted.First.Access.Status)
            yield return $"{now.First.Access.Status} instead of {wanted.First.Access.Status}";
        foreach ((ChannelRights from, ChannelRights to) in Pairs)
        {
            foreach ((string name, Func<UserAccess, string> read) in Rights.Where(right => right.Read(from.Access) != right.Read(to.Access)))
                yield return $"{name} {read(from.Access)} instead of {read(to.Access)}{OnChannel(to)}";
            if (UserState.PayloadsFrom(from.Payloads) is { } found && UserState.PayloadsFrom(to.Payloads) is { } payloads && found != payloads)
                yield return $"payloads {found} instead of {payloads}{OnChannel(to)}";
        }
    }

    private static string Quoted(string name) => name.Length == 0 ? "(none)" : $"'{SafeText.Of(name)}'";

    private static bool Differs(string one, string other) => !string.Equals(one, other, StringComparison.Ordinal);

    private string OnChannel(ChannelRights rights) => wanted.Rights.Count > 1 ? $" on channel {rights.Channel}" : "";

    private UserStep? Status(bool enable)
    {
        UserEnableStatus before = now.First.Access.Status;
        if (before == (enable ? UserEnableStatus.Enabled : UserEnableStatus.Disabled))
            return null;
        string was = before == UserEnableStatus.Unspecified ? "(unknown)" : before.ToString();
        return new($"state {was} -> {(enable ? UserEnableStatus.Enabled : UserEnableStatus.Disabled)}", bmc => SetStatusAsync(bmc, enable));
    }

    /// <summary>Some BMCs (Sun X4140, Quanta Windmill) want a password field with this, which has no meaning.</summary>
    private async Task SetStatusAsync(IIpmiConnection bmc, bool enable)
    {
        try
        {
            await bmc.SendAsync(new SetUserPassword(wanted.Id, enable)).ConfigureAwait(false);
        }
        catch (IpmiCommandException refusal) when (refusal.CompletionCode is CompletionCode.InvalidLength or CompletionCode.RequestTruncated or CompletionCode.InvalidDataField or CompletionCode.ParameterOutOfRange)
        {
            await bmc.SendAsync(new SetUserPassword(wanted.Id, enable) { WithPasswordField = true }).ConfigureAwait(false);
        }
    }

    private async Task SetPayloadsAsync(IIpmiConnection bmc, byte channel, UserPayloads more, UserPayloads fewer)
    {
        foreach ((bool enable, UserPayloads payloads) in new[] { (false, fewer), (true, more) })
            if (UserState.AccessFor(payloads) is var access && access != default)
                await bmc.SendAsync(new SetUserPayloadAccess(channel, wanted.Id, enable, access)).ConfigureAwait(false);
    }
}
