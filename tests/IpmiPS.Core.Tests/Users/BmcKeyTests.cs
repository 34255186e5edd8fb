using System;
using System.Security;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

/// <summary>The BMC key: set, proved, restored, locked.</summary>
public sealed class BmcKeyTests : IDisposable
{
    private const string Old = "old key", New = "new key";

    private readonly SimulatedRack _rack = new(new SimulatorOptions { BmcKey = Old });

    public void Dispose() => _rack.Dispose();

    [Fact]
    public async Task A_new_key_is_set_and_proved_by_a_log_in()
    {
        using var client = await ConnectAsync(Old);
        var change = await PrepareAsync(client, New);
        Assert.Equal("set the key Kg of channel 1", change.Description);
        var update = await change.RunAsync();
        Assert.Equal((true, true, BmcKeyLockState.Unlocked), (update.Changed, update.Verified, update.LockState));
        (await ConnectAsync(New)).Dispose();
        await Assert.ThrowsAnyAsync<IpmiException>(() => ConnectAsync(Old));
    }

    [Fact]
    public async Task The_key_of_the_log_in_is_not_sent_again()
    {
        using var client = await ConnectAsync(Old);
        Assert.Null((await PrepareAsync(client, Old)).Description);
        Assert.Null((await PrepareAsync(client, "0x6F6C64206B6579")).Description);
    }

    [Theory]
    [InlineData("0x123", "pairs of hexadecimal digits")]
    [InlineData("twenty-one characters", "at most 20")]
    public async Task A_malformed_key_is_refused_before_anything_is_sent(string key, string says)
    {
        using var client = await ConnectAsync(Old);
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(client, key));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains(says, error.Message);
    }

    [Fact]
    public async Task A_key_that_fails_in_the_log_in_is_replaced_by_the_previous_one()
    {
        using var client = await ConnectAsync(Old);
        var change = await PrepareAsync(client, New, key => Text(key) == New ? throw new IpmiException(IpmiErrorKind.BadCredential, "refused") : LogInAsync(key));
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("The previous key is valid", error.Message);
        (await ConnectAsync(Old)).Dispose();
    }

    [Fact]
    public async Task Where_neither_key_can_be_proved_the_outcome_is_unknown()
    {
        using var client = await ConnectAsync(Old);
        var change = await PrepareAsync(client, New, static _ => throw new IpmiException(IpmiErrorKind.BadCredential, "refused"));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync())).Kind);
    }

    [Fact]
    public async Task Without_a_response_a_log_in_decides()
    {
        using var client = await ConnectAsync(Old);
        int sets = 0;
        var lost = new RefusingConnection(client, command => command is SetChannelSecurityKeys { Operation: SecurityKeyOperation.Set } && ++sets == 1 ? CompletionCode.Unspecified : null);
        var change = await PrepareAsync(lost, New);
        Assert.True((await change.RunAsync()).Verified);
        Assert.Equal(2, sets);
    }

    [Fact]
    public async Task A_locked_key_stays_as_it_is_and_only_a_proved_one_is_locked()
    {
        using var client = await ConnectAsync(Old);
        var unproved = await PrepareAsync(client, New, static _ => throw new IpmiException(IpmiErrorKind.Timeout, "silent"), lockIt: true);
        Assert.Contains("not locked", (await Assert.ThrowsAsync<IpmiException>(() => unproved.RunAsync())).Message);
        var change = await PrepareAsync(client, "third key", LogInAsync, lockIt: true);
        Assert.Equal("set the key Kg of channel 1, and lock the key Kg of channel 1, which cannot be undone", change.Description);
        Assert.Equal(BmcKeyLockState.Locked, (await change.RunAsync()).LockState);
        Assert.Contains("is locked", (await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(client, New))).Message);
    }

    private Task<IpmiClient> ConnectAsync(string key) => _rack.ConnectAsync(options => options with { BmcKey = SimulatedRack.Secret(key) });

    private async Task<BmcKeyChange> PrepareAsync(IIpmiConnection client, string key, Func<SecureString, Task>? logIn = null, bool lockIt = false)
    {
        var change = new BmcKeyChange(client, new BmcKeySettings { ReadKey = LogInSecrets.ReadKey, NewKey = SimulatedRack.Secret(key), PresentKey = SimulatedRack.Secret(Old), LogInAsync = logIn ?? LogInAsync, Lock = lockIt });
        await change.PrepareAsync(default);
        return change;
    }

    private async Task LogInAsync(SecureString key)
    {
        using var client = await _rack.ConnectAsync(options => options with { BmcKey = key });
    }

    private static string Text(SecureString key) => new System.Net.NetworkCredential("", key).Password;
}
