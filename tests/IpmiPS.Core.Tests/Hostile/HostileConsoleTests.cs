using System;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Sol;
using IpmiPS.Tests.Sol;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Hostile;

/// <summary>A console that never stops talking fills no memory, and loses nothing that the BMC would say again.</summary>
public sealed class HostileConsoleTests
{
    private readonly ScriptedConsole _bmc = new();
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Output_that_nobody_takes_is_left_with_the_bmc()
    {
        using var console = await OpenAsync();
        string line = new('x', 200);
        int before = _bmc.Acknowledgements;
        for (int i = 0; i < 3 * SolConsole.MaximumUndelivered; i++)
            _bmc.Say(line);
        Assert.Equal(SolConsole.MaximumUndelivered, _bmc.Acknowledgements - before);

        // Once somebody listens, what was acknowledged is delivered, all of it, and more is taken.
        long taken = 0;
        console.Output += characters => taken += characters.Length;
        Assert.Equal(SolConsole.MaximumUndelivered * (long)line.Length, taken);
        _bmc.Say(line);
        Assert.Equal((SolConsole.MaximumUndelivered + 1) * (long)line.Length, taken);
    }

    [Fact]
    public async Task Output_that_is_held_is_not_acknowledged_and_what_is_typed_is_still_sent()
    {
        using var console = await OpenAsync();
        var taken = new StringBuilder();
        console.Output += characters => taken.Append(Encoding.ASCII.GetString(characters));
        console.IsHeld = true;
        int before = _bmc.Acknowledgements;
        _bmc.Say("lost for now");
        Assert.Equal(before, _bmc.Acknowledgements);
        await console.WriteAsync("still typing");
        Assert.Contains("still typing", _bmc.Typed.ToString());
        _bmc.React();
        console.IsHeld = false;
        _bmc.Say("said again");
        Assert.Equal("said again", taken.ToString());
    }

    [Fact]
    public async Task Notices_without_end_are_not_all_kept()
    {
        using var console = await OpenAsync();
        for (int i = 0; i < 10 * SolConsole.MaximumUndelivered; i++)
            _bmc.Inform(i % 2 == 0 ? SolStatus.BreakDetected | SolStatus.Overrun : SolStatus.TransferUnavailable);
        int noticed = 0;
        console.Noticed += _ => noticed++;
        console.Output += _ => { };
        Assert.Equal(SolConsole.MaximumUndelivered, noticed);
    }

    [Fact]
    public async Task A_pattern_that_the_output_makes_endless_is_given_up()
    {
        using var console = await OpenAsync();
        _bmc.Say(new string('x', 200));
        var error = await Assert.ThrowsAsync<IpmiException>(() => SolScript.RunAsync(console, new SolScriptOptions
        {
            Until = new Regex("^(x+x+)+y$", RegexOptions.None, TimeSpan.FromMilliseconds(20)),
            Timeout = TimeSpan.FromHours(10),
        }));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
    }

    private Task<SolConsole> OpenAsync() => SolConsole.OpenAsync(_bmc, new SolOptions { Clock = _clock });
}
