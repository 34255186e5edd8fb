using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A person at a terminal, and a machine's serial console. Lives longer than the console: when the BMC restarts, the terminal stays
/// and the console is opened again.
/// </summary>
internal sealed class TerminalSession : IDisposable
{
    /// <summary>So many pieces wait for a terminal that cannot follow, or that the person has stopped; then the BMC has to wait.</summary>
    private const int MaximumWaiting = 1024;

    private static readonly TimeSpan KeyPatience = TimeSpan.FromMilliseconds(100);

    private readonly IRawTerminal _terminal;
    private readonly EscapeFilter _filter;
    private readonly char _escape;
    private Stream? _record;
    private readonly BlockingCollection<(byte[] Bytes, bool IsMachines)> _output = [];
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _writing;
    private readonly Task _reading;
    private volatile SolConsole? _console;
    private bool _disposed;

    /// <summary>Takes the terminal; it is given back by <see cref="Dispose"/>. The record, which should not buffer, stays the caller's.</summary>
    public TerminalSession(IRawTerminal terminal, char escape, Stream? record)
    {
        _terminal = terminal;
        _escape = escape;
        _filter = new EscapeFilter((byte)escape);
        _record = record;
        _writing = Task.Factory.StartNew(WriteOutput, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _reading = Task.Factory.StartNew(ReadKeys, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Why the record is not complete; null where it is.</summary>
    public string? RecordError { get; private set; }

    /// <summary>Cancelled when the person wants to leave, or the terminal is gone.</summary>
    public CancellationToken Leaving => _leaving.Token;

    /// <summary>Connects the terminal with a console until that ends or the person leaves; null in the latter case.</summary>
    public async Task<SolClosure?> AttachAsync(SolConsole console)
    {
        console.Noticed += Notice;
        console.Output += Show;
        _console = console;
        try
        {
            var left = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (Leaving.Register(() => left.TrySetResult(true)))
                await Task.WhenAny(console.Closed, left.Task).ConfigureAwait(false);
            return Leaving.IsCancellationRequested ? null : await console.Closed.ConfigureAwait(false);
        }
        finally
        {
            _console = null;
            console.Output -= Show;
            console.Noticed -= Notice;
        }
    }

    /// <summary>Ends it from outside.</summary>
    public void Leave() => _leaving.Cancel();

    /// <summary>Tells the person something, on a line of its own.</summary>
    public void Say(string text) => Put(System.Text.Encoding.UTF8.GetBytes($"\r\n[{text}]\r\n"), isMachines: false);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _leaving.Cancel();
        _output.CompleteAdding();
        Task.WaitAll([_writing, _reading], TimeSpan.FromSeconds(1));
        _terminal.Dispose();

        // The rest holds no more than memory, and a late event of the console may still look at it.
    }

    private void Show(byte[] characters)
    {
        Put(characters, isMachines: true);
        Hold(_output.Count >= MaximumWaiting);
    }

    private void Hold(bool isHeld)
    {
        if (_console is { } console && console.IsHeld != isHeld)
            console.IsHeld = isHeld;
    }

    private void Notice(SolEventKind kind)
    {
        if (_output.Count >= MaximumWaiting)
            return;
        switch (kind)
        {
            case SolEventKind.Overrun or SolEventKind.Gap:
                Say("some output was lost");
                break;
            case SolEventKind.TransferUnavailable:
                Say("the machine takes no input now; what is typed waits");
                break;
        }
    }

    private void Put(byte[] bytes, bool isMachines)
    {
        try
        {
            _output.Add((bytes, isMachines));
        }
        catch (InvalidOperationException)
        {
            // The person has left meanwhile; this is a receiving thread, on which nothing may fail.
        }
    }

    private void WriteOutput()
    {
        try
        {
            foreach (var (bytes, isMachines) in _output.GetConsumingEnumerable())
            {
                if (isMachines)
                    Record(bytes);
                _terminal.Write(bytes, 0, bytes.Length);
                if (_output.Count < MaximumWaiting / 2)
                    Hold(false);
            }
        }
        catch (IOException)
        {
            _leaving.Cancel();
        }
    }

    /// <summary>Before it is shown, since the terminal may hang or its window be closed. Where the record cannot be written, the console goes on without it.</summary>
    private void Record(byte[] bytes)
    {
        try
        {
            _record?.Write(bytes, 0, bytes.Length);
        }
        catch (IOException error)
        {
            _record = null;
            RecordError = error.Message;
            Say($"nothing more is recorded: {error.Message}");
        }
    }

    private void ReadKeys()
    {
        try
        {
            while (!Leaving.IsCancellationRequested)
                foreach (var (send, request) in _filter.Take(_terminal.ReadKeys(KeyPatience)))
                    Act(send, request);
        }
        catch (IOException)
        {
            _leaving.Cancel();
        }
    }

    private void Act(byte[] send, ConsoleRequest? request)
    {
        SolConsole? console = _console;
        if (send.Length > 0 && console is not null)
            _ = IgnoreFailureAsync(console.WriteAsync(send, Leaving));
        switch (request)
        {
            case ConsoleRequest.Leave:
                _leaving.Cancel();
                break;
            case ConsoleRequest.Help:
                Say($"{_escape}. leaves, {_escape}B sends a break, {_escape}{_escape} sends {_escape}, {_escape}? shows this; at the beginning of a line");
                break;
            case ConsoleRequest.Break when console is not null:
                _ = IgnoreFailureAsync(console.SendBreakAsync(Leaving));
                break;
        }
    }

    /// <summary>Ignores a failure to send: the end of the console reports the reason.</summary>
    private static async Task IgnoreFailureAsync(Task sending)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
        }
    }
}
