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
/// Tests accounts for their vendor's default password: one password for each account, and only if the BMC does not
/// disable accounts for bad ones. The BMC compares it (Set User Password, operation "test password", section 22.30) within the open and
/// encrypted administrator session. So there is no failed log-in that the BMC could count or block,
/// no additional session, and no hash of the password on the network, as RAKP 2 of a log-in would send.
/// </summary>
internal static class DefaultPasswordTest
{
    private const CompletionCode OtherPassword = (CompletionCode)0x80, OtherSize = (CompletionCode)0x81;

    public static async Task<DefaultPasswordResult> RunAsync(IIpmiConnection bmc, SecurityFacts facts, CancellationToken cancellationToken)
    {
        if (!facts.Users.Succeeded)
            return DefaultPasswordResult.NotTested($"The users could not be read: {facts.DescribeFailure(facts.Users)}");
        var tests = facts.Enabled.Select(user => (User: user, Account: DefaultAccounts.ToTest(user.Text, facts.Device.Value.ManufacturerId, facts.Device.Value.ProductId))).Where(static test => test.Account is not null).ToArray();
        if (tests.Length == 0)
            return new DefaultPasswordResult();
        if (LockOut.Of(facts) is not { } lockOut)
            return DefaultPasswordResult.NotTested($"Not tested, because it could not be read whether bad passwords disable accounts: {facts.DescribeFailure(LanParameters.BadPasswordThreshold)}");
        if (!lockOut.IsOff)
            return DefaultPasswordResult.NotTested($"Not tested, because accounts are disabled for bad passwords. {lockOut}");
        var result = new DefaultPasswordResult();
        foreach (var (user, account) in tests)
        {
            var response = await TestAsync(bmc, user.Id, account!.Password!, cancellationToken).ConfigureAwait(false);

            // Some BMCs, and ipmi_sim, accept any password. So the first match only counts if a random password is rejected.
            if (response.Succeeded && result.Found.Count == 0)
            {
                var control = await TestAsync(bmc, user.Id, Guid.NewGuid().ToString("N").Substring(0, SetUserPassword.ShortLength), cancellationToken).ConfigureAwait(false);
                if (control.Error is not IpmiCommandException { CompletionCode: OtherPassword })
                    result.NotTestedReason = control.Succeeded ? "The BMC does not compare passwords: it accepts any." : $"The BMC did not test the passwords: {facts.DescribeFailure(control)}";
            }
            else if (!response.Succeeded && response.Error is not IpmiCommandException { CompletionCode: OtherPassword })
            {
                result.NotTestedReason = $"The BMC did not test the passwords: {facts.DescribeFailure(response)}";
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (result.NotTestedReason is not null)
                break; // a BMC that refuses one test refuses all
            result.Tested.Add(user);
            if (response.Succeeded)
                result.Found.Add((user, account));
        }

        return result;
    }

    /// <summary>A password is stored as 16 or 20 bytes, and only compared with one of the same size.</summary>
    private static async Task<OptionalResponse<Commands.NoData>> TestAsync(IIpmiConnection bmc, byte userId, string password, CancellationToken cancellationToken)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(password);
        var response = await bmc.TrySendAsync(Test(isLong: false), cancellationToken).ConfigureAwait(false);
        return response.Error is IpmiCommandException { CompletionCode: OtherSize } ? await bmc.TrySendAsync(Test(isLong: true), cancellationToken).ConfigureAwait(false) : response;

        SetUserPassword Test(bool isLong) => new(userId, UserPasswordOperation.TestPassword, bytes, isLong);
    }
}

/// <summary>Result of the test.</summary>
internal sealed class DefaultPasswordResult
{
    /// <summary>Why not all accounts were tested; null if all were.</summary>
    public string? NotTestedReason { get; set; }

    public List<UserAccount> Tested { get; } = [];

    /// <summary>The users with a default password.</summary>
    public List<(UserAccount User, DefaultAccount Account)> Found { get; } = [];

    public static DefaultPasswordResult NotTested(string reason) => new() { NotTestedReason = reason };
}
