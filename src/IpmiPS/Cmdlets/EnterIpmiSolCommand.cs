using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Opens a server's serial console in this terminal. ~. leaves, ~B sends a break, ~? shows help. If the BMC restarts, it logs in
/// again. Every other key, including Ctrl-C, is sent to the server.
/// </summary>
[Cmdlet(VerbsCommon.Enter, "IpmiSol", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class EnterIpmiSolCommand : TargetCmdlet
{
    private static readonly TimeSpan MaximumPause = TimeSpan.FromSeconds(15);

    private readonly List<BmcTarget> _targets = [];
    private TerminalSession? _terminal;
    private Stream? _record;

    /// <summary>The escape character, at the start of a line.</summary>
    [Parameter]
    [ValidateRange('!', '~')]
    public char EscapeCharacter { get; set; } = '~';

    /// <summary>A file to which the server's output is appended, unchanged.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Record { get; set; }

    /// <summary>Take the console over from another session, without confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Try the bit rates one after the other, and keep the one at which the console can be read. If none can, the present one is set again.</summary>
    [Parameter]
    public SwitchParameter FindBitRate { get; set; }

    /// <summary>The time limit applies to the log-in only.</summary>
    private protected override BmcNeeds Needs => new(Privilege: null) { RequiresPayloads = true, TimeLimitEndsWork = false, Action = Describe(Force) + (FindBitRate ? ", after trying bit rates" : ""), Force = Force };

    /// <summary>The action, for ShouldProcess.</summary>
    internal static string Describe(bool force) =>
        "Send Activate Payload: open the serial console" + (force ? ", taking it over from another session" : "");

    private protected override TargetSelection CreateSelection() => new(Confirm, this);

    private bool Confirm(string computerName, BmcNeeds needs)
    {
        if (!ShouldProcess(computerName, needs))
            return false;
        if (RawTerminal.GetUnavailableReason(Host) is { } why)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(why, null, "Run Enter-IpmiSol in a console or terminal window; from scripts use Invoke-IpmiSol."));
        return true;
    }

    /// <inheritdoc/>
    protected override void Read() => _targets.AddRange(ReadTargets());

    /// <inheritdoc/>
    protected override void End()
    {
        if (_targets.Count == 0)
            return;
        if (_targets.Count > 1)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("A terminal can show one console at a time.", null, "Name one computer; Invoke-IpmiSol works on many."));
        if (Record is not null)
            _record = OpenRecord(Record);
        StartOn(_targets[0]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _terminal?.Dispose();
            _record?.Dispose();
        }
    }

    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        ConnectionScope scope = await ConnectionScope.OpenAsync(target, output, Opener.LogInAsync, cancellationToken).ConfigureAwait(false);

        // A log-in after a lost connection is not weaker than the first.
        LogIn logInAgain = scope.Connection is IBmcSession first ? (options, stop) => Opener.LogInAsync(first.OptionsForReconnect(options), stop) : Opener.LogInAsync;
        try
        {
            if (FindBitRate)
                await FindAsync(target, scope.Connection, output, cancellationToken).ConfigureAwait(false);
            SolConsole console = await SolConsole.OpenAsync(scope.Connection, new SolOptions { Force = Force }, cancellationToken).ConfigureAwait(false);
            using var terminal = _terminal = new TerminalSession(RawTerminal.Open(), EscapeCharacter, _record);
            terminal.Say($"console of {target.ComputerName}; {EscapeCharacter}. leaves, {EscapeCharacter}? helps");
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, terminal.Leaving);
            using CancellationTokenRegistration stop = cancellationToken.Register(terminal.Leave);
            while (await terminal.AttachAsync(console).ConfigureAwait(false) is { } closure)
            {
                terminal.Say($"{closure.Error?.Message ?? "the console has ended"} Trying to open it again; {EscapeCharacter}. leaves");
                scope.Dispose();
                (scope, console) = await ReopenAsync(target, logInAgain, output, terminal, closure, either.Token).ConfigureAwait(false);
                terminal.Say("the console is open again");
            }

            await console.CloseAsync().ConfigureAwait(false);
            terminal.Say("left the console");
        }
        catch (OperationCanceledException) when (_terminal?.Leaving.IsCancellationRequested == true)
        {
            // The user left while there was no console.
        }
        finally
        {
            scope.Dispose();
            if (_terminal?.RecordError is { } why)
                output.Warning($"The record '{Record}' is not complete: {why}");
        }
    }

    private async Task FindAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SolBitRate? found = await SolBitRateFinder.FindAsync(bmc, new SolOptions { Force = Force }, output.Note, cancellationToken).ConfigureAwait(false);
        if (found is null)
            output.Warning($"The console of {target.ComputerName} gives no text that can be read at any bit rate; the bit rate is as before. It may be silent: press Enter once its operating system runs.");
    }

    /// <summary>
    /// Retries until it succeeds or the user leaves. A console that another session took over is not taken back; after a lost
    /// session, that session may hold the console until the BMC's timeout.
    /// </summary>
    private async Task<(ConnectionScope Scope, SolConsole Console)> ReopenAsync(BmcTarget target, LogIn logIn, TargetOutput output, TerminalSession terminal, SolClosure closure, CancellationToken cancellationToken)
    {
        string shown = "";
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause + pause < MaximumPause ? pause + pause : MaximumPause)
        {
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            ConnectionScope? scope = null;
            try
            {
                scope = await ConnectionScope.OpenAsync(target, output, logIn, cancellationToken).ConfigureAwait(false);
                bool force = Force && closure.Reason == SolCloseReason.Lost;
                SolConsole console = await SolConsole.OpenAsync(scope.Connection, new SolOptions { Force = force }, cancellationToken).ConfigureAwait(false);
                return (scope, console);
            }
            catch (IpmiException error)
            {
                scope?.Dispose();
                if (error.Kind is IpmiErrorKind.BadCredential || (error.Kind == IpmiErrorKind.Busy && closure.Reason == SolCloseReason.Deactivated))
                    throw;
                if (shown != error.Message)
                    terminal.Say(shown = error.Message);
            }
        }
    }

    /// <summary>Without a buffer, so that the file is complete even if this process is killed.</summary>
    private FileStream OpenRecord(string path)
    {
        try
        {
            return new FileStream(OutputFile.Resolve(this, path), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 1);
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            ThrowTerminatingError(ErrorRecords.From(OutputFile.Refused(nameof(Record), path, error.Message, error), null));
            throw;
        }
    }
}
