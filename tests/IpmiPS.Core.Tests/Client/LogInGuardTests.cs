using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Client;

public sealed class LogInGuardTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly List<string> _warnings = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _asked = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _signals = [];
    private readonly SemaphoreSlim _count = new(0);
    private readonly LogInGuard _guard;

    public LogInGuardTests() => _guard = new LogInGuard(_warnings.Add, _clock);

    public void Dispose() => _count.Dispose();

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
        Task<string>[] all = [.. Enumerable.Range(1, 40).Select(i => LogIn($"bmc{i}", password))];
        Assert.Equal(8, _asked.Count);
        foreach (var asked in _asked.Values.ToArray())
            asked.SetException(Refusal);
        foreach (Task<string> each in all)
            Assert.Equal(IpmiErrorKind.BadCredential, (await Assert.ThrowsAnyAsync<IpmiException>(() => each)).Kind);
        Assert.Equal(8, _asked.Count);
        Assert.Contains("-Force", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains("'admin'", _warnings[0], StringComparison.Ordinal);

        // Another object that holds the same password is the same credential; another password is not.
        var again = await Assert.ThrowsAsync<LogInNotTriedException>(() => LogIn("bmc41", "wrong"));
        Assert.Contains("was not asked", again.Message, StringComparison.Ordinal);
        Assert.Equal("open", await LogIn("bmc42", "right", () => Task.FromResult("open")));
    }

    [Fact]
    public async Task Once_a_credential_is_accepted_all_are_asked_and_single_refusals_end_nothing()
    {
        SecureString password = ClientSetup.Secret("right");
        Task<string>[] all = [.. Enumerable.Range(1, 40).Select(i => LogIn($"bmc{i}", password))];
        for (int i = 1; i <= 4; i++)
            _asked[$"bmc{i}"].SetException(Refusal);
        for (int i = 5; i <= 8; i++)
            _asked[$"bmc{i}"].SetResult("open");
        for (int i = 9; i <= 40; i++)
        {
            await AskedAsync($"bmc{i}");
            _asked[$"bmc{i}"].SetResult("open");
        }

        for (int i = 4; i < 40; i++)
            Assert.Equal("open", await all[i]);
        Assert.Equal(4, (await Task.WhenAll(all.Select(each => each.ContinueWith(done => done.IsFaulted ? 1 : 0)))).Sum());
        Assert.Empty(_warnings);

        // Known to be right in this process, so that the next run asks all at once.
        _asked.Clear();
        var next = new LogInGuard(_warnings.Add, _clock);
        for (int i = 1; i <= 40; i++)
            _ = LogIn($"bmc{i}", password, guard: next);
        Assert.Equal(40, _asked.Count);
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

    [Fact]
    public async Task Silent_bmcs_do_not_hold_up_the_rest()
    {
        SecureString password = ClientSetup.Secret("who knows");
        for (int i = 1; i <= 40; i++)
            _ = LogIn($"bmc{i}", password);
        Assert.Equal(8, _asked.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        // Any eight of those that wait.
        for (int i = 0; i < 16; i++)
            await _count.WaitAsync();
        Assert.Equal(16, _asked.Count);
    }

    private Task<string> LogIn(string name, string password, Func<Task<string>>? logIn = null) => LogIn(name, ClientSetup.Secret(password), logIn);

    private Task<string> LogIn(string name, SecureString password, Func<Task<string>>? logIn = null, LogInGuard? guard = null) => (guard ?? _guard).LogInAsync(
        new IpmiConnectOptions { HostName = name, Name = name, UserName = "admin", Password = password },
        logIn ?? (() =>
        {
            var answer = new TaskCompletionSource<string>();
            _asked[name] = answer;
            SignalOf(name).TrySetResult(true);
            _count.Release();
            return answer.Task;
        }),
        CancellationToken.None);

    private TaskCompletionSource<bool> SignalOf(string name) => _signals.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Waits until the BMC is asked, by a task that may run on another thread.</summary>
    private Task<bool> AskedAsync(string name) => SignalOf(name).Task;
}
