using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Works a serial console from a script: sends lines, waits for a pattern, and gives what was seen. When the time is up that is
/// no error; Matched tells whether the pattern came.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IpmiSol", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SolResult))]
public sealed class InvokeIpmiSolCommand : BmcCmdlet
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(30);

    /// <summary>Lines to send, one after the other, each when the console is quiet.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyString]
    [ValidateNotNull]
    public string[] Send { get; set; } = [];

    /// <summary>What to wait for in the output that follows the last line: a regular expression. Without it, until the console is quiet.</summary>
    [Parameter(Position = 2)]
    public Regex? Until { get; set; }

    /// <summary>What is sent after each line; a carriage return, as the Enter key does.</summary>
    [Parameter]
    [AllowEmptyString]
    [ValidateNotNull]
    public string LineEnd { get; set; } = "\r";

    /// <summary>Take the console over from whoever has it, and do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool IsOncePerBmc => true;

    private protected override bool NeedsPayloads => true;

    private protected override PrivilegeLevel? NeededPrivilege => null;

    /// <summary>The time ends the script, which then tells what it saw, and not the work.</summary>
    private protected override bool TimeLimitEndsWork => false;

    private protected override bool Confirm(string computerName) => ShouldProcess(computerName, EnterIpmiSolCommand.Describe(Force) + Send.Length switch
    {
        0 => ", and read from it",
        1 => ", and send a line to it",
        _ => $", and send {Send.Length} lines to it",
    }, Force);

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
