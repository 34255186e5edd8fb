using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Authentication;

public sealed class LogInGuardTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly List<string> _warnings = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _asked = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _signals = [];
    private readonly ConcurrentDictionary<string, LanEndpoint> _endpoints = [];
    private readonly TimeLimit _limit = new(null, CancellationToken.None);
    private readonly LogInGuard _guard;

    public LogInGuardTests() => _guard = new LogInGuard(_warnings.Add);

    public void Dispose() => _limit.Dispose();

    private static IpmiException Refusal => new(IpmiErrorKind.BadCredential, "The log-in was refused.");

    [Fact]
    public async Task A_bmc_that_refused_is_not_asked_again()
    {
        Task<string> first = LogIn("bmc1", "wrong"), second = LogIn("bmc1", "wrong"), other = LogIn("bmc1", "right");
        await AskedAsync("bmc1");
        _asked["bmc1"].SetException(Refusal);
        await Assert.ThrowsAsync<IpmiException>(() => first);
        foreach (Task<string> late in new[] { second, other, LogIn("bmc1", "right") })
        {
            var error = await Assert.ThrowsAsync<LogInNotTriedException>(() => late);
            Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
            Assert.Contains("not asked again", error.Message, StringComparison.Ordinal);
        }

        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_bmc_is_its_address_whatever_it_is_called()
    {
        foreach (string name in new[] { "bmc1", "bmc1.example", "127-0-0-1.example", "::ffff:127.0.0.1" })
            _endpoints[name] = new LanEndpoint("127.0.0.1", 6230);
        Task<string> first = LogIn("bmc1", "wrong");
        Task<string>[] others = [.. _endpoints.Keys.Where(name => name != "bmc1").Select(name => LogIn(name, "wrong"))];
        await AskedAsync("bmc1");
        _asked["bmc1"].SetException(Refusal);
        await Assert.ThrowsAsync<IpmiException>(() => first);
        foreach (Task<string> late in others)
            Assert.Contains("is the BMC 'bmc1', at 127.0.0.1:6230, which refused a log-in before", (await Assert.ThrowsAsync<LogInNotTriedException>(() => late)).Message, StringComparison.Ordinal);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_bmc_that_accepted_is_asked_by_many_at_once()
    {
        Task<string> first = LogIn("bmc1", "right");
        await AskedAsync("bmc1");
        _asked["bmc1"].SetResult("open");
        Assert.Equal("open", await first);
        _asked.Clear();
        Assert.Equal("open", await LogIn("bmc1", "right", () => Task.FromResult("open")));
        Task<string> slow = LogIn("bmc1", "right"), quick = LogIn("bmc1", "right", () => Task.FromResult("open"));
        Assert.Equal("open", await quick);
        Assert.False(slow.IsCompleted);
    }

    [Fact]
    public async Task A_failure_that_says_nothing_of_the_password_lets_the_next_one_try()
    {
        Task<string> first = LogIn("bmc1", "right"), second = LogIn("bmc1", "right", () => Task.FromResult("open"));
        await AskedAsync("bmc1");
        _asked["bmc1"].SetException(new IpmiException(IpmiErrorKind.Timeout, "silent"));
        await Assert.ThrowsAsync<IpmiException>(() => first);
        Assert.Equal("open", await second);
    }

    [Fact]
    public async Task After_many_refusals_the_others_are_not_asked_and_it_is_said_once()
    {
        SecureString password = ClientSetup.Secret("wrong");
        Task<string>[] all = [.. Enumerable.Range(1, 300).Select(i => LogIn($"bmc{i}", password))];
        Assert.Equal(20, _asked.Count);
        foreach (var asked in _asked.Values.ToArray())
            asked.SetException(Refusal);
        foreach (Task<string> each in all)
            Assert.Equal(IpmiErrorKind.BadCredential, (await Assert.ThrowsAnyAsync<IpmiException>(() => each)).Kind);
        Assert.Equal(20, _asked.Count);
        Assert.Contains("-IgnoreLogInGuard", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains("'admin'", _warnings[0], StringComparison.Ordinal);

        // Another object that holds the same password is the same credential; another password is not.
        var again = await Assert.ThrowsAsync<LogInNotTriedException>(() => LogIn("bmc301", "wrong"));
        Assert.Contains("was not asked", again.Message, StringComparison.Ordinal);
        Assert.Equal("open", await LogIn("bmc302", "right", () => Task.FromResult("open")));
    }

    /// <summary>One BMC accepts the credential and the other 299 refuse it; the one answers first, in the middle, or was asked in a run before.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(4, false)]
    [InlineData(19, false)]
    [InlineData(0, true)]
    public async Task A_credential_that_is_right_for_one_bmc_is_refused_by_few(int before, bool inEarlierRun)
    {
        SecureString password = ClientSetup.Secret("right for one");
        if (inEarlierRun)
            await LogIn("good", password, () => Task.FromResult("open"), new LogInGuard(_warnings.Add));
        Task<string> good = LogIn("good", password);
        var others = Enumerable.Range(1, 299).ToDictionary(i => $"bmc{i}", i => LogIn($"bmc{i}", password));
        int refused = 0;
        while (refused < before)
            await RefuseAsync();
        _asked["good"].SetResult("open");
        Assert.Equal("open", await good);
        while (others.Values.Any(each => !each.IsCompleted))
            await RefuseAsync();
        Assert.InRange(refused, 20, 24);
        Assert.Single(_warnings);

        async Task RefuseAsync()
        {
            foreach (var asked in _asked.Where(asked => asked.Key != "good" && !asked.Value.Task.IsCompleted).Take(1))
            {
                refused++;
                asked.Value.SetException(Refusal);
                await Assert.ThrowsAsync<IpmiException>(() => others[asked.Key]);
            }

            await Task.Yield();
        }
    }

    [Fact]
    public async Task Once_a_credential_is_accepted_all_are_asked_and_single_refusals_end_nothing()
    {
        SecureString password = ClientSetup.Secret("right");
        Task<string>[] all = [.. Enumerable.Range(1, 40).Select(i => LogIn($"bmc{i}", password))];
        for (int i = 1; i <= 4; i++)
            _asked[$"bmc{i}"].SetException(Refusal);
        for (int i = 5; i <= 20; i++)
            _asked[$"bmc{i}"].SetResult("open");
        for (int i = 21; i <= 40; i++)
        {
            await AskedAsync($"bmc{i}");
            _asked[$"bmc{i}"].SetResult("open");
        }

        for (int i = 4; i < 40; i++)
            Assert.Equal("open", await all[i]);
        Assert.Equal(4, (await Task.WhenAll(all.Select(each => each.ContinueWith(done => done.IsFaulted ? 1 : 0)))).Sum());
        Assert.Empty(_warnings);

        // BMCs that are known in this process to accept it are asked at once in the next run, and no others.
        _asked.Clear();
        var next = new LogInGuard(_warnings.Add);
        for (int i = 5; i <= 100; i++)
            _ = LogIn($"bmc{i}", password, guard: next);
        Assert.Equal(36 + 20, _asked.Count);
    }

    [Fact]
    public async Task Each_acceptance_makes_room_for_one_more_so_that_the_number_doubles()
    {
        SecureString password = ClientSetup.Secret("right");
        Task<string>[] all = [.. Enumerable.Range(1, 300).Select(i => LogIn($"bmc{i}", password))];
        int answered = 0;
        foreach (int underWay in new[] { 20, 40, 80, 160 })
        {
            Assert.Equal(answered + underWay, _asked.Count);
            foreach (var asked in _asked.Values.Where(asked => !asked.Task.IsCompleted).ToArray())
                asked.SetResult("open");
            answered += underWay;
            for (int i = 1; i <= Math.Min(answered + 2 * underWay, 300); i++)
                await AskedAsync($"bmc{i}");
        }

        foreach (var asked in _asked.Values)
            asked.TrySetResult("open");
        await Task.WhenAll(all);
    }

    [Fact]
    public async Task After_a_refusal_no_more_are_asked_at_once_than_accepted_it_beyond_those_that_refused()
    {
        SecureString password = ClientSetup.Secret("right for most");
        for (int i = 1; i <= 10; i++)
            await LogIn($"good{i}", password, () => Task.FromResult("open"));
        await Assert.ThrowsAsync<IpmiException>(() => LogIn("bad1", password, () => Task.FromException<string>(Refusal)));
        for (int i = 1; i <= 40; i++)
            _ = LogIn($"bmc{i}", password);
        Assert.Equal(9, _asked.Count);
    }

    [Theory]
    [InlineData(1, 19, false)]
    [InlineData(1, 20, true)]
    [InlineData(20, 20, false)]
    [InlineData(20, 21, true)]
    public async Task A_credential_that_some_accept_is_given_up_after_more_refusals(int accepting, int refusing, bool givenUp)
    {
        SecureString password = ClientSetup.Secret("right for some");
        for (int i = 1; i <= accepting; i++)
            await LogIn($"good{i}", password, () => Task.FromResult("open"));
        for (int i = 1; i <= refusing; i++)
            await Assert.ThrowsAsync<IpmiException>(() => LogIn($"bad{i}", password, () => Task.FromException<string>(Refusal)));
        Assert.Equal(givenUp ? 1 : 0, _warnings.Count);
    }

    /// <summary>Which answers come first is chance: five bad BMCs at the head of a list of good ones end nothing.</summary>
    [Fact]
    public async Task A_credential_is_not_given_up_while_a_bmc_may_still_accept_it()
    {
        SecureString password = ClientSetup.Secret("right for most");
        Task<string>[] all = [.. Enumerable.Range(1, 30).Select(i => LogIn($"bmc{i}", password))];
        for (int i = 1; i <= 5; i++)
            _asked[$"bmc{i}"].SetException(Refusal);
        for (int i = 6; i <= 30; i++)
        {
            await AskedAsync($"bmc{i}");
            _asked[$"bmc{i}"].SetResult("open");
            Assert.Equal("open", await all[i - 1]);
        }

        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Silent_bmcs_do_not_hold_up_the_rest()
    {
        SecureString password = ClientSetup.Secret("who knows");
        for (int i = 1; i <= 400; i++)
            await _guard.Begin(OptionsOf($"silent{i}", password), _limit).WaitForBmcAsync(EndpointOf($"silent{i}"), CancellationToken.None);
        for (int i = 1; i <= 40; i++)
            _ = LogIn($"bmc{i}", password);
        Assert.Equal(20, _asked.Count);
    }

    [Fact]
    public async Task Credentials_of_their_own_do_not_wait_for_each_other()
    {
        for (int i = 1; i <= 300; i++)
            _ = LogIn($"bmc{i}", $"its own {i}");
        Assert.Equal(300, _asked.Count);
        _asked["bmc1"].SetException(Refusal);
        Assert.Equal("open", await LogIn("bmc301", "its own 2", () => Task.FromResult("open")));
    }

    [Fact]
    public async Task A_password_that_was_proved_may_still_be_refused_for_the_key()
    {
        SecureString password = ClientSetup.Secret("right, but no key");
        for (int i = 1; i <= 5; i++)
        {
            using LogInAttempt attempt = _guard.Begin(OptionsOf($"bmc{i}", password), _limit);
            await attempt.WaitForBmcAsync(EndpointOf($"bmc{i}"), CancellationToken.None);
            await attempt.WaitForTurnAsync(CancellationToken.None);
            attempt.Proved();
            attempt.Failed(Refusal);
        }

        Assert.Contains("5 BMCs of this run refused", Assert.Single(_warnings), StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogInNotTriedException>(() => LogIn("bmc1", "another"));
    }

    [Fact]
    public async Task Waiting_that_is_broken_off_takes_no_turn()
    {
        SecureString password = ClientSetup.Secret("who knows");
        for (int i = 1; i <= 20; i++)
            _ = LogIn($"bmc{i}", password);
        using var stop = new CancellationTokenSource();
        using (LogInAttempt stopped = _guard.Begin(OptionsOf("bmc21", password), _limit))
        {
            await stopped.WaitForBmcAsync(EndpointOf("bmc21"), CancellationToken.None);
            Task<TimeSpan> waiting = stopped.WaitForTurnAsync(stop.Token);
            _ = LogIn("bmc22", password);
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.Equal(20, _asked.Count);
        _asked["bmc1"].SetException(new IpmiException(IpmiErrorKind.Timeout, "silent"));
        await AskedAsync("bmc22");
    }

    [Fact]
    public async Task The_time_for_a_log_in_does_not_run_while_it_waits()
    {
        SecureString password = ClientSetup.Secret("who knows");
        for (int i = 1; i <= 20; i++)
            _ = LogIn($"bmc{i}", password);
        using TimeLimit own = new(TimeSpan.FromSeconds(2), CancellationToken.None), callers = new(TimeSpan.FromSeconds(2), CancellationToken.None);
        using LogInAttempt attempt = _guard.Begin(OptionsOf("bmc21", password) with { Within = callers }, own);
        await attempt.WaitForBmcAsync(EndpointOf("bmc21"), CancellationToken.None);
        own.Start();
        callers.Start();
        Task<TimeSpan> waiting = attempt.WaitForTurnAsync(own.Token);
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.False(own.Token.IsCancellationRequested || callers.Token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(7));
        _asked["bmc1"].SetResult("open");
        Assert.Equal(TimeSpan.FromSeconds(7), await waiting);
        foreach (TimeLimit runsAgain in new[] { own, callers })
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, runsAgain.Token));
    }

    [Fact]
    public async Task An_attempt_that_goes_on_to_another_address_leaves_the_first_one()
    {
        SecureString password = ClientSetup.Secret("right");
        using LogInAttempt attempt = _guard.Begin(OptionsOf("bmc1", password), _limit);
        await attempt.WaitForBmcAsync(EndpointOf("bmc1"), CancellationToken.None);
        await attempt.WaitForBmcAsync(EndpointOf("bmc1-second"), CancellationToken.None);
        Assert.Equal("open", await LogIn("bmc1", password, () => Task.FromResult("open")));
    }

    [Fact]
    public async Task A_credential_that_was_given_up_is_sent_nowhere()
    {
        SecureString password = ClientSetup.Secret("wrong");
        for (int i = 1; i <= 5; i++)
            await Assert.ThrowsAsync<IpmiException>(() => LogIn($"bmc{i}", password, () => Task.FromException<string>(Refusal)));
        using LogInAttempt attempt = _guard.Begin(OptionsOf("bmc6", password), _limit);
        var error = await Assert.ThrowsAsync<LogInNotTriedException>(() => attempt.WaitForBmcAsync(EndpointOf("bmc6"), CancellationToken.None));
        Assert.StartsWith("bmc6 was not asked, because 5 BMCs of this run refused", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Each cipher suite that is tried asks for the turn again.</summary>
    [Fact]
    public async Task An_attempt_takes_one_turn_however_often_it_asks()
    {
        SecureString password = ClientSetup.Secret("right");
        for (int i = 1; i <= 20; i++)
        {
            LogInAttempt attempt = _guard.Begin(OptionsOf($"bmc{i}", password), _limit);
            await attempt.WaitForBmcAsync(EndpointOf($"bmc{i}"), CancellationToken.None);
            for (int suite = 0; suite < 3; suite++)
            {
                Task<TimeSpan> turn = attempt.WaitForTurnAsync(CancellationToken.None);
                Assert.True(turn.IsCompleted);
                Assert.Equal(TimeSpan.Zero, await turn);
            }
        }
    }

    [Fact]
    public async Task The_wait_for_the_bmc_is_not_counted_as_a_wait_for_the_turn()
    {
        SecureString password = ClientSetup.Secret("right");
        for (int i = 1; i <= 20; i++)
            _ = LogIn($"bmc{i}", password);
        Task<string> first = LogIn("slow", ClientSetup.Secret("another"));
        using LogInAttempt attempt = _guard.Begin(OptionsOf("slow", password), _limit);
        Task forBmc = attempt.WaitForBmcAsync(EndpointOf("slow"), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(7));
        _asked["slow"].SetResult("open");
        await first;
        await forBmc;
        Task<TimeSpan> forTurn = attempt.WaitForTurnAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(3));
        _asked["bmc1"].SetResult("open");
        Assert.Equal(TimeSpan.FromSeconds(3), await forTurn);
        Assert.Equal(TimeSpan.FromSeconds(10), attempt.Waited);
    }

    [Fact]
    public async Task A_refusal_ends_what_an_earlier_run_knew_of_the_bmc()
    {
        SecureString password = ClientSetup.Secret("changed");
        await LogIn("bmc", password, () => Task.FromResult("open"), new LogInGuard(_warnings.Add));
        await Assert.ThrowsAsync<IpmiException>(() => LogIn("bmc", password, () => Task.FromException<string>(Refusal), new LogInGuard(_warnings.Add)));
        for (int i = 1; i <= 20; i++)
            _ = LogIn($"bmc{i}", password);
        _ = LogIn("bmc", password);
        Assert.Equal(20, _asked.Count);
    }

    [Fact]
    public async Task Bmcs_that_an_earlier_run_knows_take_and_free_no_turns()
    {
        SecureString password = ClientSetup.Secret("right");
        var earlier = new LogInGuard(_warnings.Add);
        for (int i = 1; i <= 30; i++)
            await LogIn($"known{i}", password, () => Task.FromResult("open"), earlier);
        for (int i = 1; i <= 30; i++)
            await LogIn($"known{i}", password, () => Task.FromResult("open"));
        for (int i = 1; i <= 60; i++)
            _ = LogIn($"bmc{i}", password);
        Assert.Equal(20, _asked.Count);
    }

    [Fact]
    public async Task Once_the_password_is_proved_the_next_log_in_to_the_bmc_need_not_wait()
    {
        SecureString password = ClientSetup.Secret("right");
        using LogInAttempt first = _guard.Begin(OptionsOf("bmc1", password), _limit), second = _guard.Begin(OptionsOf("bmc1", password), _limit);
        await first.WaitForBmcAsync(EndpointOf("bmc1"), CancellationToken.None);
        await first.WaitForTurnAsync(CancellationToken.None);
        Task next = second.WaitForBmcAsync(EndpointOf("bmc1"), CancellationToken.None);
        Assert.False(next.IsCompleted);
        first.Proved();
        await next;
    }

    [Fact]
    public async Task A_failure_after_an_acceptance_does_not_make_others_wait()
    {
        SecureString password = ClientSetup.Secret("right");
        await LogIn("bmc1", password, () => Task.FromResult("open"));
        await Assert.ThrowsAsync<IpmiException>(() => LogIn("bmc1", password, () => Task.FromException<string>(new IpmiException(IpmiErrorKind.Timeout, "silent"))));
        _ = LogIn("bmc1", password);
        Assert.Equal("open", await LogIn("bmc1", password, () => Task.FromResult("open")));
    }

    /// <summary>Two log-ins at once with different passwords, of which the BMC refuses one: that one counts.</summary>
    [Fact]
    public async Task A_refusal_is_not_undone_by_an_acceptance()
    {
        await LogIn("bmc1", "right", () => Task.FromResult("open"));
        var answer = new TaskCompletionSource<string>();
        Task<string> slow = LogIn("bmc1", "right", () => answer.Task);
        await Assert.ThrowsAsync<IpmiException>(() => LogIn("bmc1", "wrong", () => Task.FromException<string>(Refusal)));
        answer.SetResult("open");
        Assert.Equal("open", await slow);
        var error = await Assert.ThrowsAsync<LogInNotTriedException>(() => LogIn("bmc1", "right"));
        Assert.Equal("bmc1 refused a log-in before; it was not asked again.", error.Message.Split('.')[0] + ".");
    }

    [Fact]
    public void A_credential_is_user_name_and_password_each_by_itself_and_none_is_proved_without_a_password()
    {
        var identity = new CredentialIdentity();
        IpmiConnectOptions options = OptionsOf("bmc1", ClientSetup.Secret("secret"));
        Assert.Equal(identity.Of(options), identity.Of(options with { Endpoint = EndpointOf("bmc2"), Password = ClientSetup.Secret("secret") }));
        Assert.NotEqual(identity.Of(options), identity.Of(options with { UserName = "admins", Password = ClientSetup.Secret("ecret") }));
        Assert.NotEqual(identity.Of(options), new CredentialIdentity().Of(options));
        Assert.False(ProvenCredentials.Contains(options with { Password = null }, EndpointOf("bmc1")));
    }

    private Task<string> LogIn(string name, string password, Func<Task<string>>? answer = null) => LogIn(name, ClientSetup.Secret(password), answer);

    /// <summary>What the client does with a guard.</summary>
    private async Task<string> LogIn(string name, SecureString password, Func<Task<string>>? answer = null, LogInGuard? guard = null)
    {
        using LogInAttempt attempt = (guard ?? _guard).Begin(OptionsOf(name, password), _limit);
        try
        {
            await attempt.WaitForBmcAsync(EndpointOf(name), CancellationToken.None);
            await attempt.WaitForTurnAsync(CancellationToken.None);
            string open = await (answer ?? (() => AskAsync(name)))();
            attempt.Proved();
            return open;
        }
        catch (IpmiException error)
        {
            attempt.Failed(error);
            throw;
        }
    }

    private Task<string> AskAsync(string name)
    {
        var answer = new TaskCompletionSource<string>();
        _asked[name] = answer;
        SignalOf(name).TrySetResult(true);
        return answer.Task;
    }

    private IpmiConnectOptions OptionsOf(string name, SecureString password) => new() { Endpoint = new LanEndpoint(name), UserName = "admin", Password = password, Clock = _clock };

    private LanEndpoint EndpointOf(string name) => _endpoints.GetOrAdd(name, _ => new LanEndpoint("127.0.0.1", 10000 + _endpoints.Count));

    private TaskCompletionSource<bool> SignalOf(string name) => _signals.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Waits until the BMC is asked, by a task that may run on another thread.</summary>
    private Task<bool> AskedAsync(string name) => SignalOf(name).Task;
}
