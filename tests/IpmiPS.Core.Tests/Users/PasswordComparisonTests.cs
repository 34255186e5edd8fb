using System.Text;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Simulator;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

/// <summary>Passwords that a BMC compares, in either size, and BMCs that cannot.</summary>
public sealed class PasswordComparisonTests
{
    [Theory]
    [InlineData("operator", true, 16)]
    [InlineData("another", false, null)]
    [InlineData("seventeen letters", false, null)]
    public async Task A_password_is_compared(string password, bool isSame, int? size)
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        var result = await PasswordComparison.RunAsync(client, 3, SimulatedRack.Secret(password), false, default);
        Assert.Equal((isSame, size), (result.IsSame, result.Size));
    }

    [Theory]
    [InlineData("short", true)]
    [InlineData("other", false)]
    public async Task A_short_password_that_is_stored_as_20_bytes_is_compared_as_such(string password, bool isSame)
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        rack.Bmc.State.Users.Find(3)!.SetPassword(Encoding.ASCII.GetBytes("short"), isLong: true);
        var result = await PasswordComparison.RunAsync(client, 3, SimulatedRack.Secret(password), false, default);
        Assert.Equal((isSame, isSame ? 20 : null), (result.IsSame, result.Size));
    }

    [Fact]
    public async Task A_BMC_that_confirms_anything_confirms_nothing()
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        var refusing = new RefusingConnection(client, command => command is SetUserPassword ? CompletionCode.InvalidCommand : null);
        Assert.Equal((null, "The BMC cannot compare passwords."), (await RunAsync(refusing)).Pair());
        rack.Bmc.State.Users.Find(3)!.SetPassword([], isLong: false);
        var result = await PasswordComparison.RunAsync(new ConfirmingBmc().Connection, 3, SimulatedRack.Secret("any"), false, default);
        Assert.Equal((null, "The BMC does not compare passwords: it confirms any."), result.Pair());

        static Task<PasswordComparison> RunAsync(IIpmiConnection connection) => PasswordComparison.RunAsync(connection, 3, SimulatedRack.Secret("any"), false, default);
    }

    private sealed class ConfirmingBmc
    {
        public Support.ScriptedBmc Connection { get; } = new(static _ => [0]);
    }
}

/// <summary>What a test looks at.</summary>
internal static class PasswordComparisonExtensions
{
    public static (bool? IsSame, string? Reason) Pair(this PasswordComparison result) => (result.IsSame, result.Reason);
}
