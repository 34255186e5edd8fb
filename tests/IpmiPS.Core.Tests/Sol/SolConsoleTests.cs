using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Sol;

public class SolConsoleTests
{
    private readonly ScriptedConsole _bmc = new();
    private readonly FakeClock _clock = new();

    private Task<SolConsole> OpenAsync(bool force = false, bool? encrypt = null, bool? authenticate = null) =>
        SolConsole.OpenAsync(_bmc, new SolOptions { Force = force, Encrypt = encrypt, Authenticate = authenticate, Clock = _clock });

    private static async Task<SolClosure> ClosureAsync(SolConsole console)
    {
        Assert.Same(console.Closed, await Task.WhenAny(console.Closed, Task.Delay(TimeSpan.FromSeconds(120))));
        return await console.Closed;
    }

    /// <summary>The time passes that the next sign of life waits for.</summary>
    private void Beat(SolConsole console)
    {
        _clock.Advance(TimeSpan.FromSeconds(15));
        console.Tick();
    }

    [Theory]
    [InlineData(null, null, "48:0101C4000000")]
    [InlineData(false, false, "48:010104000000")]
    [InlineData(true, true, "48:0101C4000000")]
    [InlineData(false, true, "48:010144000000")]
    public async Task Opening_asks_what_it_may_and_activates(bool? encrypt, bool? authenticate, string activation)
    {
        using var console = await OpenAsync(encrypt: encrypt, authenticate: authenticate);
        Assert.Equal("4A:01", _bmc.Commands.First());
        Assert.Contains("22:0E020000", _bmc.Commands);
        Assert.Equal(activation, _bmc.Commands.ElementAt(2));
        Assert.Equal("4B:0101", _bmc.Commands.ElementAt(3));
        Assert.Equal(4, _bmc.Commands.Count());
    }

    [Theory]
    [InlineData(true, false, "48:010184000000")]
    [InlineData(false, true, "48:010144000000")]
    [InlineData(false, false, "48:010104000000")]
    public async Task Protection_is_asked_for_where_the_session_has_it(bool encrypted, bool authenticated, string activation)
    {
        _bmc.PayloadProtection = new(encrypted, authenticated);
        using var console = await OpenAsync();
        Assert.Equal(activation, _bmc.Commands.ElementAt(2));
    }

    [Fact]
    public async Task A_session_of_ipmi_15_has_no_console()
    {
        _bmc.PayloadProtection = null;
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiException>(() => OpenAsync())).Kind);
        Assert.Empty(_bmc.Commands);
    }

    [Theory]
    [InlineData(0xC1)]
    [InlineData(0xCC)]
    [InlineData(0xD4)]
    public async Task Refused_questions_are_skipped(byte code)
    {
        _bmc.OptionalCode = code;
        using var console = await OpenAsync();
        Assert.False(console.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_console_in_use_is_left_alone_without_force()
    {
        _bmc.IsTaken = true;
        var error = await Assert.ThrowsAsync<IpmiException>(() => OpenAsync());
        Assert.Equal(IpmiErrorKind.Busy, error.Kind);
        Assert.Contains("-Force", error.RecommendedAction);
        Assert.DoesNotContain(_bmc.Commands, c => c.StartsWith("49:", StringComparison.Ordinal));
        Assert.False(_bmc.HasHandler);
    }

    [Fact]
    public async Task With_force_the_console_is_taken_over()
    {
        _bmc.IsTaken = true;
        using var console = await OpenAsync(force: true);
        Assert.Equal(["48:0101C4000000", "49:010100000000", "48:0101C4000000", "4B:0101"], _bmc.Commands.Skip(2));
    }

    [Fact]
    public async Task A_bmc_that_does_not_let_go_is_asked_a_few_times()
    {
        foreach (byte code in (byte[])[0x80, 0x82, 0x80, 0x80])
            _bmc.ActivationAnswers.Enqueue(code);
        var error = await Assert.ThrowsAsync<IpmiException>(() => OpenAsync(force: true));
        Assert.Equal(IpmiErrorKind.Busy, error.Kind);
        Assert.Contains("does not release", error.Message);
    }

    [Fact]
    public async Task A_lost_answer_to_the_activation_of_a_free_console_is_made_up_for()
    {
        _bmc.ActivationAnswers.Enqueue(0);
        using var console = await OpenAsync();
        Assert.Equal(["48:0101C4000000", "48:0101C4000000", "49:010100000000", "48:0101C4000000", "4B:0101"], _bmc.Commands.Skip(2));
    }

    [Fact]
    public async Task A_lost_answer_is_no_reason_to_take_the_console_from_somebody()
    {
        _bmc.IsTaken = true;
        _bmc.ActivationAnswers.Enqueue(0);
        Assert.Equal(IpmiErrorKind.Busy, (await Assert.ThrowsAsync<IpmiException>(() => OpenAsync())).Kind);
        Assert.DoesNotContain(_bmc.Commands, c => c.StartsWith("49:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0x81, IpmiErrorKind.CommandFailed, "disabled")]
    [InlineData(0x83, IpmiErrorKind.CommandFailed, "only without encryption")]
    [InlineData(0x84, IpmiErrorKind.CommandFailed, "only with encryption")]
    [InlineData(0xD4, IpmiErrorKind.InsufficientPrivilege, "needs the privilege Administrator")]
    [InlineData(0xC1, IpmiErrorKind.CommandNotSupported, "invalid command")]
    public async Task Refusals_are_told_plainly(byte code, IpmiErrorKind kind, string text)
    {
        _bmc.ActivationAnswers.Enqueue(code);
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => OpenAsync());
        Assert.Equal(kind, error.Kind);
        Assert.Contains(text, error.Message);
        Assert.False(_bmc.HasHandler);
    }

    [Theory]
    [InlineData(100, 96)]
    [InlineData(255, 251)]
    [InlineData(1024, 251)]
    [InlineData(5, 1)]
    [InlineData(0xFF00, 251)] // byte-swapped
    [InlineData(0, 64)]
    [InlineData(4, 251)] // 4 leaves no room for characters; swapped it is 1024
    [InlineData(0xFFFF, 64)]
    public void Payload_sizes_are_made_sense_of(int told, int characters) => Assert.Equal(characters, SolActivation.CharactersFor(told));

    [Fact]
    public async Task A_handler_that_fails_ends_the_console_with_its_error()
    {
        using var console = await OpenAsync();
        console.Output += _ => throw new InvalidOperationException("the screen is gone");
        _bmc.Say("login: ");
        var end = await console.Closed;
        Assert.Equal(SolCloseReason.Lost, end.Reason);
        Assert.Contains("the screen is gone", end.Error!.Message);
    }

    [Fact]
    public async Task What_is_typed_arrives_in_packets_that_fit()
    {
        _bmc.PayloadSize = 12;
        var sizes = new List<int>();
        _bmc.Accept = packet =>
        {
            sizes.Add(packet.Characters.Count);
            return packet.Characters.Count;
        };
        using var console = await OpenAsync();
        await console.WriteAsync("twenty characters...");
        await console.SendBreakAsync();
        await console.FlushAsync(output: true, input: false);
        await console.SetPausedAsync(true);
        Assert.Equal("twenty characters...[Break][FlushOutbound][Pause]", _bmc.Typed.ToString());
        Assert.Equal([0, 8, 8, 4, 0, 0, 0], sizes);
    }

    [Fact]
    public async Task Partly_accepted_characters_are_sent_once_each()
    {
        int calls = 0;
        _bmc.Accept = packet => Math.Min(packet.Characters.Count, calls++ % 2 == 0 ? 1 : 3);
        using var console = await OpenAsync();
        await Task.WhenAll(console.WriteAsync("abcdef"), console.WriteAsync("ghijkl"));
        Assert.Equal("abcdefghijkl", _bmc.Typed.ToString());
    }

    [Fact]
    public async Task Output_from_before_anybody_listens_is_kept_in_order()
    {
        using var console = await OpenAsync();
        _bmc.Say("one ");
        _bmc.Say("two ", SolStatus.Overrun);
        var heard = new StringBuilder();
        console.Noticed += kind => heard.Append("[" + kind + "]");
        console.Output += bytes => heard.Append(Encoding.UTF8.GetString(bytes));
        _bmc.Say("three");
        _bmc.Inform(SolStatus.TransferUnavailable);
        Assert.Equal("one two [Overrun]three[TransferUnavailable]", heard.ToString());
        Assert.Equal(3, _bmc.Acknowledgements);
    }

    [Fact]
    public async Task Output_may_be_answered_from_within_the_handler()
    {
        using var console = await OpenAsync();
        var done = new TaskCompletionSource<bool>();
        console.Output += async bytes =>
        {
            await console.WriteAsync("admin\r");
            done.TrySetResult(true);
        };
        _bmc.Say("login: ");
        await done.Task;
        Assert.Equal("admin\r", _bmc.Typed.ToString());
    }

    [Fact]
    public async Task Closing_deactivates_and_refuses_further_writing()
    {
        var console = await OpenAsync();
        await console.CloseAsync();
        await console.CloseAsync();
        Assert.Equal("49:010100000000", _bmc.Commands.Last());
        Assert.Equal(1, _bmc.Commands.Count(c => c.StartsWith("49:", StringComparison.Ordinal)));
        Assert.Equal(new SolClosure(SolCloseReason.Closed, null), await ClosureAsync(console));
        Assert.False(_bmc.HasHandler);
        await Assert.ThrowsAsync<IpmiException>(() => console.WriteAsync("x"));
    }

    [Fact]
    public async Task Deactivation_by_the_bmc_is_reported_after_the_last_output()
    {
        using var console = await OpenAsync();
        var heard = new StringBuilder();
        console.Output += bytes => heard.Append(Encoding.UTF8.GetString(bytes));
        _bmc.Accept = _ => null;
        var writing = console.WriteAsync("never accepted");
        _bmc.Say("bye", SolStatus.Deactivated);
        var closure = await ClosureAsync(console);
        Assert.Equal(SolCloseReason.Deactivated, closure.Reason);
        Assert.Contains("taken over", closure.Error!.Message);
        Assert.Equal("bye", heard.ToString());
        Assert.Same(closure.Error, await Assert.ThrowsAsync<IpmiException>(() => writing));
        await console.CloseAsync();
        Assert.DoesNotContain(_bmc.Commands, c => c.StartsWith("49:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_packet_that_is_never_acknowledged_ends_the_console()
    {
        using var console = await OpenAsync();
        _bmc.Accept = _ => null;
        var writing = console.WriteAsync("x");
        for (int i = 0; i < 14; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(4));
            console.Tick();
        }

        Assert.Equal(SolCloseReason.Lost, (await ClosureAsync(console)).Reason);
        Assert.Equal(IpmiErrorKind.Timeout, (await Assert.ThrowsAsync<IpmiException>(() => writing)).Kind);
    }

    [Fact]
    public async Task A_session_that_is_gone_ends_the_console()
    {
        using var console = await OpenAsync();
        var reason = new IpmiException(IpmiErrorKind.Unreachable, "The BMC restarted.");
        _bmc.Drop(reason);
        var closure = await ClosureAsync(console);
        Assert.Equal(SolCloseReason.Lost, closure.Reason);
        Assert.Contains("The BMC restarted.", closure.Error!.Message);
        Assert.Same(reason, closure.Error.InnerException);
    }

    [Fact]
    public async Task Signs_of_life_show_who_has_the_console()
    {
        using var console = await OpenAsync();
        Beat(console);
        Beat(console);
        Assert.Equal(["4B:0101", "4B:0101", "4B:0101"], _bmc.Commands.Skip(3));
        Assert.False(console.Closed.IsCompleted);
        _bmc.Owner = 0x22;
        Beat(console);
        Assert.Equal(SolCloseReason.Deactivated, (await ClosureAsync(console)).Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0u)]
    public async Task A_bmc_that_does_not_tell_who_has_the_console_is_asked_something_else(uint? owner)
    {
        _bmc.Owner = owner;
        using var console = await OpenAsync();
        for (int i = 0; i < 3; i++)
            Beat(console);
        Assert.Equal(["4B:0101", "01:", "01:", "01:"], _bmc.Commands.Skip(3));
        Assert.False(console.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_bmc_that_misses_one_sign_of_life_is_forgiven_but_not_two()
    {
        using var console = await OpenAsync();
        _bmc.IsSilent = true;
        Beat(console);
        _bmc.IsSilent = false;
        Beat(console);
        _bmc.IsSilent = true;
        Beat(console);
        Assert.False(console.Closed.IsCompleted);
        Beat(console);
        Assert.Equal(SolCloseReason.Lost, (await ClosureAsync(console)).Reason);
    }

    [Fact]
    public async Task Giving_up_a_write_does_not_hurt_the_console()
    {
        using var console = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        _bmc.Accept = _ => null;
        var writing = console.WriteAsync("x", cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.False(console.Closed.IsCompleted);
    }
}
