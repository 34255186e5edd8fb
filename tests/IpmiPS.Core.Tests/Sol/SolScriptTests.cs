using System;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Sol;

public class SolScriptTests
{
    private readonly ScriptedConsole _bmc = new();
    private readonly FakeClock _clock = new();

    private async Task<SolScriptResult> RunAsync(SolScriptOptions options, CancellationToken token = default)
    {
        using var console = await SolConsole.OpenAsync(_bmc, new SolOptions { Clock = _clock }, token);
        return await SolScript.RunAsync(console, options, token);
    }

    /// <summary>A server that echoes, and responds to each line in upper case.</summary>
    private void AnswerInUpperCase()
    {
        _bmc.OnTyped = text => _bmc.Say(text.ToUpperInvariant().Replace("\r", "\r\n"));
        _clock.Waited = _ => _bmc.React();
    }

    [Fact]
    public async Task A_line_is_sent_and_its_answer_waited_for()
    {
        AnswerInUpperCase();
        var result = await RunAsync(new() { Send = ["hello"], Until = new Regex("HEL+O"), Timeout = TimeSpan.FromHours(10) });
        Assert.Equal("hello\r", _bmc.Typed.ToString());
        Assert.Equal(("HELLO\r\n", true, "HELLO", false), (result.Text, result.Matched, result.Match, result.Truncated));
        Assert.Null(result.Closure);
    }

    [Fact]
    public async Task Lines_go_one_after_the_other_and_only_what_follows_the_last_counts()
    {
        AnswerInUpperCase();
        var result = await RunAsync(new() { Send = ["one", "two", "three"], Until = new Regex("[A-Z]+"), Timeout = TimeSpan.FromHours(10) });
        Assert.Equal("one\rtwo\rthree\r", _bmc.Typed.ToString());
        Assert.Equal("THREE", result.Match);
        Assert.EndsWith("THREE\r\n", result.Text);
    }

    [Fact]
    public async Task Nothing_sent_just_listens()
    {
        _clock.Waited = now =>
        {
            if (now == TimeSpan.FromSeconds(0.1))
                _bmc.Say("host login: ");
        };
        var result = await RunAsync(new() { Until = new Regex("login: $"), Timeout = TimeSpan.FromMinutes(1) });
        Assert.True(result.Matched);
        Assert.Empty(_bmc.Typed.ToString());
    }

    [Fact]
    public async Task Running_out_of_time_returns_what_was_seen()
    {
        _clock.Waited = now =>
        {
            if (now == TimeSpan.FromSeconds(1))
                _bmc.Say("still booting");
        };
        var result = await RunAsync(new() { Until = new Regex("login:"), Timeout = TimeSpan.FromSeconds(5) });
        Assert.Equal(("still booting", false), (result.Text, result.Matched));
        Assert.Null(result.Match);
        Assert.InRange(_clock.Now, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.2));
    }

    [Fact]
    public async Task Without_a_pattern_the_script_ends_when_the_console_is_quiet()
    {
        _clock.Waited = now =>
        {
            if (now <= TimeSpan.FromSeconds(1))
                _bmc.Say(".");
        };
        var result = await RunAsync(new() { Timeout = TimeSpan.FromMinutes(1), Quiet = TimeSpan.FromMilliseconds(300) });
        Assert.Equal((new string('.', 20), false), (result.Text, result.Matched));
    }

    [Fact]
    public async Task A_console_that_is_lost_returns_what_was_seen_and_how_it_ended()
    {
        _clock.Waited = now =>
        {
            if (now == TimeSpan.FromSeconds(1))
                _bmc.Say("bye", SolStatus.Deactivated);
        };
        var result = await RunAsync(new() { Until = new Regex("login:"), Timeout = TimeSpan.FromHours(10) });
        Assert.Equal(("bye", false, SolCloseReason.Deactivated), (result.Text, result.Matched, result.Closure!.Reason));
    }

    [Fact]
    public async Task A_flood_is_kept_to_its_end_and_still_searched()
    {
        bool said = false;
        _clock.Waited = _ =>
        {
            if (said)
                return;
            said = true;
            for (int i = 0; i < 100; i++)
                _bmc.Say(new string('x', 200));
            _bmc.Say("done\r\n# ");
        };
        var result = await RunAsync(new() { Until = new Regex("done\r\n# $"), Timeout = TimeSpan.FromMinutes(1), BufferLimit = 1000 });
        Assert.Equal((1000, true, true), (result.Text.Length, result.Matched, result.Truncated));
    }

    [Fact]
    public async Task Characters_cut_between_packets_are_put_together()
    {
        byte[] text = Encoding.UTF8.GetBytes("\u2554\u2550\u2557");
        bool said = false;
        _clock.Waited = _ =>
        {
            if (said)
                return;
            said = true;
            _bmc.Say(text, 0, 4);
            _bmc.Say(text, 4, 5);
        };
        Assert.True((await RunAsync(new() { Until = new Regex("^\u2554\u2550\u2557$"), Timeout = TimeSpan.FromMinutes(1) })).Matched);
    }

    [Fact]
    public async Task Cancellation_is_passed_on()
    {
        using var cancel = new CancellationTokenSource();
        _clock.Waited = now =>
        {
            if (now > TimeSpan.FromSeconds(1))
                cancel.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(new() { Until = new Regex("never"), Timeout = TimeSpan.FromHours(1) }, cancel.Token));
    }
}
