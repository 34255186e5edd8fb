using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Controls a serial console from a script: sends lines, waits for a pattern, and returns the output. A timeout is
/// not an error; Matched shows whether the pattern was found.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IpmiSol", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SolResult))]
public sealed class InvokeIpmiSolCommand : BmcCmdlet
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(30);

    /// <summary>Lines to send, one after another, each when the console is idle.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyString]
    [ValidateNotNull]
    public string[] Send { get; set; } = [];

    /// <summary>What to wait for in the output that follows the last line: a regular expression. Without it, until the console is idle.</summary>
    [Parameter(Position = 2)]
    public Regex? Until { get; set; }

    /// <summary>Sent after each line; default a carriage return, as the Enter key sends.</summary>
    [Parameter]
    [AllowEmptyString]
    [ValidateNotNull]
    public string LineEnd { get; set; } = "\r";

    /// <summary>Take the console over from another session, without confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The time limit ends the script, which then returns the output so far, and not the work.</summary>
    private protected override BmcNeeds Needs => new(Privilege: null)
    {
        OncePerBmc = true,
        RequiresPayloads = true,
        TimeLimitEndsWork = false,
        Action = EnterIpmiSolCommand.Describe(Force) + Send.Length switch
        {
            0 => ", and read from it",
            1 => ", and send a line to it",
            _ => $", and send {Send.Length} lines to it",
        },
        Force = Force,
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using SolConsole console = await SolConsole.OpenAsync(bmc, new SolOptions { Force = Force }, cancellationToken).ConfigureAwait(false);
        var options = new SolScriptOptions { Send = Send, Until = Until, LineEnd = LineEnd, Timeout = target.TimeLimit ?? UsualTime };
        SolScriptResult seen = await SolScript.RunAsync(console, options, cancellationToken).ConfigureAwait(false);
        await console.CloseAsync().ConfigureAwait(false);
        output.Write(new SolResult(bmc.ComputerName)
        {
            Text = seen.Text,
            Matched = seen.Matched,
            Match = seen.Match,
            Truncated = seen.Truncated,
            Ended = seen.Closure?.Error?.Message,
            Duration = clock.Elapsed,
        });
    }
}
