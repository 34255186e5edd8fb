using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

/// <summary>
/// Users of a rack are created, changed and removed while 20 % of all packets are lost. Each user is afterwards as wanted or as before, or the error said that the
/// outcome is unknown; and the administrator can still log in.
/// </summary>
public sealed class UserFleetTests
{
    private const int Count = 60;
    private const string Password = "0123456789abcdef";

    [Fact]
    public async Task Every_user_is_as_wanted_or_as_before_or_reported()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Count = Count });
        var runs = await Task.WhenAll(rack.Rack.Bmcs.Select(bmc => RunAsync(rack, bmc)));
        foreach (var (bmc, before, after, error) in runs)
        {
            if (error is null)
                Assert.True(IsWanted(bmc), $"{bmc.Index}: reported as done: {before} became {after}");
            else if (error.Kind != IpmiErrorKind.OutcomeUnknown)
                Assert.True(before == after, $"{bmc.Index}: {error.Message}: {before} became {after}");
            bmc.Faults = new SimulatorFaults();
        }

        Assert.True(runs.Count(run => run.Error is null) > Count / 2, string.Join("\n", runs.Select(run => run.Error?.Message).Distinct()));
        await Task.WhenAll(rack.Rack.Bmcs.Select(async bmc =>
        {
            using var client = await IpmiClient.ConnectAsync(rack.ConnectOptions(bmc));
        }));
    }

    private static async Task<(VirtualBmc Bmc, string Before, string After, IpmiException? Error)> RunAsync(SimulatedRack rack, VirtualBmc bmc)
    {
        string before = Describe(bmc);
        IpmiException? error = null;
        try
        {
            using var client = await IpmiClient.ConnectAsync(rack.ConnectOptions(bmc) with { Timeout = TimeSpan.FromSeconds(10) });
            var change = (bmc.Index % 3) switch
            {
                0 => await UserChange.PrepareNewAsync(client, new UserSettings { Name = "service", Password = SimulatedRack.Secret(Password), Privilege = UserPrivilege.Operator, Payloads = UserPayloads.Sol }, new FakeClock(), default),
                1 => await UserChange.PrepareAsync(client, null, "user", new UserSettings { Name = "reader", Privilege = UserPrivilege.Operator, Payloads = UserPayloads.None, Enabled = false }, "admin", default),
                _ => await UserChange.PrepareRemovalAsync(client, null, "user", "admin"),
            };
            bmc.Faults = new() { LossPercent = 20, DuplicatePercent = 5, ReorderPercent = 5 };
            await change.RunAsync();
        }
        catch (IpmiException failure)
        {
            error = failure;
        }

        return (bmc, before, Describe(bmc), error);
    }

    private static bool IsWanted(VirtualBmc bmc) => (bmc.Index % 3) switch
    {
        0 => DescribeUser(bmc, 5) == "service True 3 True True" && bmc.State.Users.Find(5)!.HasPassword(Encoding.UTF8.GetBytes(Password)),
        1 => DescribeUser(bmc, 4) == "reader False 3 True False",
        _ => DescribeUser(bmc, 4) == " False 15 False False",
    };

    private static string Describe(VirtualBmc bmc) => $"{DescribeUser(bmc, 4)}; {DescribeUser(bmc, 5)}";

    private static string DescribeUser(VirtualBmc bmc, int id)
    {
        var user = bmc.State.Users.Find(id)!;
        return $"{Encoding.UTF8.GetString(user.Name)} {user.IsEnabled} {user.Privilege} {user.MayMessage} {user.MayUseSol}";
    }
}
