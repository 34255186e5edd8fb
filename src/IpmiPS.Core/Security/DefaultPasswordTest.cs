using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;
using IpmiPS.Device;
using IpmiPS.Oem;

namespace IpmiPS.Security;

/// <summary>
/// Tests accounts for the password with which their vendor delivered them: one password for an account, and only where the BMC says that it
/// disables nobody for bad ones. It asks the BMC to compare (Set User Password, operation "test password", section 22.30), as an administrator
/// may, over the session that is open and encrypted. So there is no log-in that fails: nothing that a BMC counts or blocks the sender for,
/// no session slot taken, and no hash of the password sent over the network, as RAKP 2 of a log-in would.
/// </summary>
internal static class DefaultPasswordTest
{
    private const CompletionCode OtherPassword = (CompletionCode)0x80, OtherSize = (CompletionCode)0x81;

    public static async Task<DefaultPasswordResult> RunAsync(IIpmiConnection bmc, SecurityFacts facts, CancellationToken cancellationToken)
    {
        if (!facts.Users.Succeeded)
            return DefaultPasswordResult.NotTested($"The users could not be read: {facts.WhyNot(facts.Users)}");
        var tests = facts.Enabled.Select(user => (User: user, Account: DefaultAccounts.ToTest(user.Text, facts.Device.Value.ManufacturerId, facts.Device.Value.ProductId))).Where(static test => test.Account is not null).ToArray();
        if (tests.Length == 0)
            return new DefaultPasswordResult();
        if (LockOut.Of(facts) is not { } lockOut)
            return DefaultPasswordResult.NotTested($"Not tried, because it could not be read whether bad passwords disable accounts: {facts.WhyNot(LanParameters.BadPasswordThreshold)}");
        if (!lockOut.IsOff)
            return DefaultPasswordResult.NotTested($"Not tried, because accounts are disabled for bad passwords. {lockOut}");
        var result = new DefaultPasswordResult();
        foreach (var (user, account) in tests)
        {
            var response = await TestAsync(bmc, user.Id, account!.Password!, cancellationToken).ConfigureAwait(false);

            // Some say yes to any password, ipmi_sim for one; so the first yes is believed only if they say no to one that nobody has.
            if (response.Succeeded && result.Found.Count == 0)
            {
                var control = await TestAsync(bmc, user.Id, Guid.NewGuid().ToString("N").Substring(0, SetUserPassword.ShortLength), cancellationToken).ConfigureAwait(false);
                if (control.Error is not IpmiCommandException { CompletionCode: OtherPassword })
                    result.WhyNot = control.Succeeded ? "The BMC does not compare passwords: it says yes to any." : $"The BMC did not test the passwords: {facts.WhyNot(control)}";
            }
            else if (!response.Succeeded && response.Error is not IpmiCommandException { CompletionCode: OtherPassword })
            {
                result.WhyNot = $"The BMC did not test the passwords: {facts.WhyNot(response)}";
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (result.WhyNot is not null)
                break; // what refuses one test refuses them all
            result.Tested.Add(user);
            if (response.Succeeded)
                result.Found.Add((user, account));
        }

        return result;
    }

    /// <summary>A password is stored as 16 or as 20 bytes, and one of the other size is not compared at all.</summary>
    private static async Task<OptionalResponse<Commands.NoData>> TestAsync(IIpmiConnection bmc, byte userId, string password, CancellationToken cancellationToken)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(password);
        var response = await bmc.TrySendAsync(Test(isLong: false), cancellationToken).ConfigureAwait(false);
        return response.Error is IpmiCommandException { CompletionCode: OtherSize } ? await bmc.TrySendAsync(Test(isLong: true), cancellationToken).ConfigureAwait(false) : response;

        SetUserPassword Test(bool isLong) => new(userId, UserPasswordOperation.TestPassword, bytes, isLong);
    }
}

/// <summary>What came of the test.</summary>
internal sealed class DefaultPasswordResult
{
    /// <summary>Why nothing, or not all, was tested; null where all was.</summary>
    public string? WhyNot { get; set; }

    public List<UserAccount> Tested { get; } = [];

    /// <summary>The users that have the password, and whose it is.</summary>
    public List<(UserAccount User, DefaultAccount Account)> Found { get; } = [];

    public static DefaultPasswordResult NotTested(string whyNot) => new() { WhyNot = whyNot };
}
