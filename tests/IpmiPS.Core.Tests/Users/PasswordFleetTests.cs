using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

/// <summary>New passwords for a rack of virtual BMCs, each with a fault of its own: for every one a password is known afterwards that logs in.</summary>
public sealed class PasswordFleetTests
{
    private const int Count = 50;

    /// <summary>What is wrong with the n-th BMC while its password is changed.</summary>
    private static SimulatorFaults FaultsOf(int index) => (index % 5) switch
    {
        0 => new(),
        1 => new() { LossPercent = 10, DuplicatePercent = 10, ReorderPercent = 10 },
        2 => new() { SilentCommands = [new(0x06, 0x47)] },
        3 => new() { UnknownCommands = [new(0x06, 0x47)] },
        _ => new() { BusyPercent = 20, Latency = TimeSpan.FromMilliseconds(5) },
    };

    [Fact]
    public async Task For_every_BMC_a_password_is_known_that_logs_in()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Count = Count });
        var runs = await Task.WhenAll(rack.Rack.Bmcs.Select(bmc => ChangeAsync(rack, bmc)));
        foreach (var (bmc, password, outcome) in runs)
        {
            bmc.Faults = new SimulatorFaults();
            var valid = new List<SecureString>();
            if (outcome is null or { State: not PasswordState.Changed })
                valid.Add(SimulatedRack.Secret(rack.Options.Password));
            if (outcome is { State: PasswordState.Changed or PasswordState.Unknown })
                valid.Add(password);
            Assert.Contains(valid, one => bmc.State.Users.Find(2)!.HasPassword(Encoding.UTF8.GetBytes(PasswordBmc.Text(one))));
            Assert.True(bmc.RefusedLogIns <= 1, $"{bmc.Index}: {bmc.RefusedLogIns} refused log-ins, {outcome}");
        }

        var states = runs.GroupBy(run => run.Bmc.Index % 5).ToDictionary(group => group.Key, group => group.Select(run => run.Outcome?.State).Distinct().ToArray());
        Assert.Equal([PasswordState.Changed], states[0]);
        Assert.Equal([PasswordState.Unchanged], states[3]);

        // Of the others some may have been lost before their password was sent, or a log-in that was to prove it.
        Assert.True(runs.Count(run => run.Outcome?.State == PasswordState.Changed) >= Count / 4);
    }

    [Fact]
    public async Task A_BMC_that_is_cut_off_after_it_took_the_password_is_believed_and_the_proof_is_wanting()
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        var password = PasswordGenerator.Next(20);
        var change = new PasswordChange(client, await UserAccount.FindAsync(client, "admin", default), new PasswordChangeOptions
        {
            PresentPassword = SimulatedRack.Secret(rack.Options.Password),
            IsPresentPasswordProven = true,
            Clock = new FakeClock(),
            LogInAsync = async _ =>
            {
                rack.Bmc.Faults = new SimulatorFaults { LossPercent = 100 };
                using var never = await rack.ConnectAsync(options => options with { RetryCount = 0, Timeout = TimeSpan.FromSeconds(1) });
            },
        });
        await change.PrepareAsync(default);
        var outcome = await change.SetAsync(password, default);
        Assert.Equal((PasswordState.Changed, false), (outcome.State, outcome.Verified));
        Assert.Contains("no new log-in could prove it", outcome.Remark);
        Assert.True(rack.Bmc.State.Users.Find(2)!.HasPassword(Encoding.UTF8.GetBytes(PasswordBmc.Text(password))));
        rack.Bmc.Faults = new SimulatorFaults();
    }

    private static async Task<(VirtualBmc Bmc, SecureString Password, PasswordOutcome? Outcome)> ChangeAsync(SimulatedRack rack, VirtualBmc bmc)
    {
        var password = PasswordGenerator.Next(16);
        var options = rack.ConnectOptions(bmc) with { Timeout = TimeSpan.FromSeconds((bmc.Index % 5) switch { 1 => 2, 2 => 1, _ => 60 }) };
        try
        {
            using var client = await IpmiClient.ConnectAsync(options);
            bmc.Faults = FaultsOf(bmc.Index);
            var change = new PasswordChange(client, await UserAccount.FindAsync(client, options.UserName, default), new PasswordChangeOptions
            {
                PresentPassword = options.Password,
                IsPresentPasswordProven = true,
                Clock = new FakeClock(),
                LogInAsync = async one =>
                {
                    using var other = await IpmiClient.ConnectAsync(options with { Password = one });
                },
            });
            await change.PrepareAsync(default);
            return (bmc, password, await change.SetAsync(password, default));
        }
        catch (IpmiException)
        {
            // Before the password was sent.
            return (bmc, password, null);
        }
    }
}
