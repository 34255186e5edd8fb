using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Interop.Support;
using IpmiPS.Packets;
using IpmiPS.Parameters;
using IpmiPS.Sol;
using Xunit;

namespace IpmiPS.Interop.Sol;

/// <summary>The serial console of a captured server, which answers each line in upper case, through ipmi_sim and beside ipmitool.</summary>
public sealed class SolTests : IAsyncLifetime
{
    private CaptureBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await CaptureBmc.StartWithConsoleAsync(Captures.QuantaD51);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    private static Task<SolScriptResult> TalkAsync(SolConsole console, string until, params string[] lines) =>
        SolScript.RunAsync(console, new SolScriptOptions { Send = lines, Until = new Regex(until), Timeout = ExternalTool.Patience });

    [InteropTheory(Needs.Captures | Needs.Socat)]
    [InlineData(3, true, true)]
    [InlineData(2, false, true)]
    [InlineData(1, false, false)]
    public async Task Lines_are_answered_encrypted_or_not(byte suite, bool encrypted, bool authenticated)
    {
        using var client = await _bmc.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true });
        Assert.Equal(new PayloadProtection(encrypted, authenticated), client.PayloadProtection);
        using var console = await SolConsole.OpenAsync(client, new SolOptions());

        var talk = await TalkAsync(console, "THREE", "one", "two", "three");

        Assert.True(talk.Matched);
        Assert.Equal("ONE\r\nTWO\r\nTHREE", talk.Text.TrimEnd());
        await console.CloseAsync();
        Assert.False((await client.SendAsync(new GetPayloadActivationStatus(PayloadType.Sol))).IsActive(1));
    }

    [InteropFact(Needs.Captures | Needs.Socat)]
    public async Task The_first_line_of_a_second_session_is_not_taken_for_a_repetition()
    {
        using var client = await _bmc.ConnectAsync();
        foreach (string line in (string[])["first", "second", "third"])
        {
            using var console = await SolConsole.OpenAsync(client, new SolOptions());
            Assert.True((await TalkAsync(console, line.ToUpperInvariant(), line)).Matched);
            await console.CloseAsync();
        }
    }

    [InteropFact(Needs.Captures | Needs.Socat)]
    public async Task Much_text_comes_through_whole_both_ways()
    {
        using var client = await _bmc.ConnectAsync();
        using var console = await SolConsole.OpenAsync(client, new SolOptions());
        string line = string.Concat(Enumerable.Range(0, 3000).Select(i => (char)('a' + i % 26)));

        var talk = await TalkAsync(console, "\r\n", line);

        Assert.Equal(line.ToUpperInvariant(), talk.Text.Trim());
    }

    [InteropFact(Needs.Captures | Needs.Socat)]
    public async Task A_break_is_accepted_in_its_turn()
    {
        using var client = await _bmc.ConnectAsync();
        using var console = await SolConsole.OpenAsync(client, new SolOptions());
        await console.SendBreakAsync();
        Assert.True((await TalkAsync(console, "AFTER", "after")).Matched);
    }

    [InteropFact(Needs.Captures | Needs.Socat | Needs.IpmiTool)]
    public async Task The_console_is_ours_alone_until_it_is_taken()
    {
        using var client = await _bmc.ConnectAsync();
        using var console = await SolConsole.OpenAsync(client, new SolOptions { KeepAliveInterval = TimeSpan.FromSeconds(1) });
        Assert.True((await TalkAsync(console, "OURS", "ours")).Matched);
        Assert.Contains("already active on another session", (await _bmc.IpmiToolAsync("sol", "activate")).Error, StringComparison.Ordinal);

        using var other = await _bmc.ConnectAsync();
        var refusal = await Assert.ThrowsAsync<IpmiException>(() => SolConsole.OpenAsync(other, new SolOptions()));
        Assert.Equal(IpmiErrorKind.Busy, refusal.Kind);
        using var taken = await SolConsole.OpenAsync(other, new SolOptions { Force = true });
        Assert.True((await TalkAsync(taken, "THEIRS", "theirs")).Matched);

        // ipmi_sim does not say that it gave the console away; the signs of life show it.
        Assert.Equal(SolCloseReason.Deactivated, (await console.Closed.WaitAsync(ExternalTool.Patience)).Reason);
    }

    [InteropFact(Needs.Captures | Needs.Socat | Needs.IpmiTool)]
    public async Task A_console_that_ipmitool_deactivates_is_told_to_be_gone()
    {
        using var client = await _bmc.ConnectAsync();
        using var console = await SolConsole.OpenAsync(client, new SolOptions { KeepAliveInterval = TimeSpan.FromSeconds(1) });
        Assert.True((await TalkAsync(console, "HERE", "here")).Matched);
        while (!console.Closed.IsCompleted && (await client.SendAsync(new GetPayloadActivationStatus(PayloadType.Sol))).IsActive(1))
            _ = (await _bmc.IpmiToolAsync("sol", "deactivate")).Lines;
        Assert.NotEqual(SolCloseReason.Closed, (await console.Closed.WaitAsync(ExternalTool.Patience)).Reason);
    }

    [InteropFact(Needs.Captures | Needs.Socat | Needs.IpmiTool)]
    public async Task Parameters_are_those_that_ipmitool_shows()
    {
        using var client = await _bmc.ConnectAsync();
        string[] theirs = (await _bmc.IpmiToolAsync("sol", "info", "1")).Lines;
        string Theirs(string name) => theirs.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(':')[1].Trim();

        var enable = await client.SendAsync(new GetSolConfigurationParameters(1, SolParameters.Enable.Number));
        Assert.Equal(Theirs("Enabled"), (enable.Data[0] & 1) != 0 ? "true" : "false");
        Assert.Equal("IPMI-Over-Serial-Setting", Theirs("Volatile Bit Rate (kbps)"));
        Assert.Equal(0, (await client.SendAsync(new GetSolConfigurationParameters(1, SolParameters.VolatileBitRate.Number))).Data[0] & 0x0F);

        // ipmi_sim has no more; ipmitool fills in defaults for what it refuses.
        var refused = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new GetSolConfigurationParameters(1, SolParameters.Authentication.Number)));
        Assert.Contains("parameter not supported", refused.Message, StringComparison.Ordinal);
    }
}
