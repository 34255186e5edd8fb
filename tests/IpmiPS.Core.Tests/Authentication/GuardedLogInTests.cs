using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Authentication;

/// <summary>The client's side of <see cref="LogInGuardTests"/>: at which points of a log-in it asks the guard.</summary>
public sealed class GuardedLogInTests : IDisposable
{
    private readonly List<string> _warnings = [];
    private readonly List<LogInAttempt> _underWay = [];
    private readonly TimeLimit _limit = new(null, CancellationToken.None);
    private readonly LogInGuard _guard;

    public GuardedLogInTests() => _guard = new LogInGuard(_warnings.Add);

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task The_user_is_not_named_before_it_is_the_credentials_turn()
    {
        ClientSetup setup = await WithoutTurnAsync(new TestBmc());
        Task<IpmiClient> logIn = setup.ConnectAsync();
        await setup.Link.WhenSentAsync(2); // Get Channel Authentication Capabilities and Open Session
        Assert.False(logIn.IsCompleted);
        Assert.Equal([PayloadType.OpenSessionRequest], setup.Bmc.LogInPackets);
        _underWay[0].Proved();
        using var client = await logIn;
        Assert.Equal([PayloadType.OpenSessionRequest, PayloadType.Rakp1, PayloadType.Rakp3], setup.Bmc.LogInPackets);
    }

    [Fact]
    public async Task A_log_in_that_waited_long_is_begun_anew_because_the_bmc_may_have_forgotten_it()
    {
        ClientSetup setup = await WithoutTurnAsync(new TestBmc());
        Task<IpmiClient> logIn = setup.ConnectAsync();
        await setup.Link.WhenSentAsync(2);
        setup.Clock.Advance(TimeSpan.FromSeconds(3));
        _underWay[0].Proved();
        using var client = await logIn;
        Assert.Equal([PayloadType.OpenSessionRequest, PayloadType.OpenSessionRequest, PayloadType.Rakp1, PayloadType.Rakp3], setup.Bmc.LogInPackets);
    }

    [Fact]
    public async Task In_ipmi_15_no_challenge_is_asked_for_before()
    {
        ClientSetup setup = await WithoutTurnAsync(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { AllowInsecure = true, Protocol = IpmiProtocol.Ipmi15 };
        Task<IpmiClient> logIn = setup.ConnectAsync();
        await setup.Link.WhenSentAsync(1);
        Assert.False(logIn.IsCompleted);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
        _underWay[0].Proved();
        using var client = await logIn;
        Assert.Null(client.SystemGuid);
    }

    /// <summary>A refused BMC key, too, is found out after the password was proved.</summary>
    [Theory]
    [InlineData("wrong", null)]
    [InlineData("opensesame", "no such key")]
    public async Task Where_five_refuse_the_next_one_is_sent_nothing(string password, string? key)
    {
        for (int i = 1; i <= 6; i++)
        {
            var setup = new ClientSetup();
            setup.Options = setup.Options with
            {
                Endpoint = new LanEndpoint("127.0.0.1", i),
                Guard = _guard,
                Password = ClientSetup.Secret(password),
                BmcKey = key is null ? null : ClientSetup.Secret(key),
            };
            Assert.Equal(i == 6, await setup.FailAsync() is LogInNotTriedException);
            Assert.Equal(i == 6, setup.Link.Sent.Count == 0);
        }

        Assert.Single(_warnings);
    }

    [Fact]
    public async Task A_session_keeps_nothing_of_the_run_that_opened_it()
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { Guard = _guard, Claims = new BmcClaims() };
        using var client = await setup.ConnectAsync();

        // The link and the clock of the test refer to the options; nothing of the client does.
        var kept = ObjectGraph.Leaves(client).Select(leaf => leaf.Key).Where(path => !path.Contains("<OpenTransport>") && !path.Contains("<IsHeld>"));
        Assert.DoesNotContain(kept, path => path.Contains("<Guard>") || path.Contains("<Claims>"));
    }

    /// <summary>A BMC to which the log-in has to wait: others that are under way have all turns.</summary>
    private async Task<ClientSetup> WithoutTurnAsync(TestBmc bmc)
    {
        var setup = new ClientSetup(bmc);
        setup.Options = setup.Options with { Guard = _guard };
        foreach (int i in Enumerable.Range(1, 20))
        {
            LogInAttempt other = _guard.Begin(setup.Options, _limit);
            await other.WaitForBmcAsync(new LanEndpoint("127.0.0.1", i), CancellationToken.None);
            await other.WaitForTurnAsync(CancellationToken.None);
            _underWay.Add(other);
        }

        return setup;
    }
}
