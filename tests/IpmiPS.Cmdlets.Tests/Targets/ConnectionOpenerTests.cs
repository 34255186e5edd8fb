using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Cmdlets.Tests.Support;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Targets;

/// <summary>Not beside other tests that open sessions: the registry, with its numbers and names, is one for the process.</summary>
[Collection(nameof(SessionRegistry))]
public sealed class ConnectionOpenerTests
{
    [Fact]
    public async Task A_log_in_carries_the_guard_and_the_claims_of_the_run()
    {
        using var run = new Run();
        var guard = new LogInGuard(static _ => { });
        IpmiConnectOptions? used = null;
        ConnectionOpener opener = run.Opener(
            (options, _) =>
            {
                used = options;
                throw new IpmiException(IpmiErrorKind.Timeout, "silent");
            },
            guard,
            oncePerBmc: true);
        await Assert.ThrowsAsync<IpmiException>(() => opener.LogInAsync(new IpmiConnectOptions(), CancellationToken.None));
        Assert.Same(guard, used!.Guard);
        Assert.NotNull(used.Claims);
    }

    [Fact]
    public async Task A_cmdlet_that_only_reads_claims_nothing()
    {
        using var rack = new TestRack();
        using var run = new Run();
        ConnectionOpener opener = run.Opener();
        IBmcSession first = await opener.LogInAsync(rack.Options, CancellationToken.None);
        IBmcSession second = await opener.LogInAsync(rack.Options with { ComputerName = "other" }, CancellationToken.None);
        await first.CloseAsync();
        await second.CloseAsync();
        await rack.HasSessionsAsync(0);
    }

    [Fact]
    public async Task The_BMC_of_an_open_session_is_claimed_for_the_session()
    {
        using var rack = new TestRack();
        using var run = new Run();
        IpmiConnectOptions options = rack.Options.WithOwnSecrets() with { Trace = new SwitchableTrace() };
        IpmiSession session = SessionRegistry.Add(null, options, await BmcConnector.ConnectAsync(options));
        try
        {
            ConnectionOpener opener = run.Opener(oncePerBmc: true);
            opener.Claim(session);
            opener.Claim(session);
            var same = await Assert.ThrowsAsync<SameBmcException>(() => opener.LogInAsync(rack.Options with { ComputerName = "other" }, CancellationToken.None));
            Assert.Equal(session.ComputerName, same.FirstName);
            Assert.Equal(1, rack.Bmc.SessionsOpened);
        }
        finally
        {
            SessionRegistry.Remove(session);
        }
    }

    [Fact]
    public async Task The_guard_ends_a_credential_that_every_BMC_refuses()
    {
        using var rack = new TestRack(12);
        using var run = new Run();
        ConnectionOpener opener = run.Opener(guard: new LogInGuard(run.Writer.WriteWarning));
        int refused = 0, notTried = 0;
        for (int i = 0; i < 12; i++)
        {
            IpmiConnectOptions options = rack.OptionsOf(i) with { Password = Secrets.Protect("wrong") };
            IpmiException error = await Assert.ThrowsAnyAsync<IpmiException>(() => opener.LogInAsync(options, CancellationToken.None));
            Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
            if (error is LogInNotTriedException)
                notTried++;
            else
                refused++;
        }

        Assert.Equal((5, 7), (refused, notTried));
    }
}
