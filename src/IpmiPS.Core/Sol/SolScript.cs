using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Sol;

/// <summary>Options for a console script.</summary>
public sealed record SolScriptOptions
{
    /// <summary>Lines to send, one after the other.</summary>
    public IReadOnlyList<string> Send { get; init; } = [];

    /// <summary>What is sent after each line, like the Enter key.</summary>
    public string LineEnd { get; init; } = "\r";

    /// <summary>The pattern to wait for in the output after the last line. Null: wait until the console is quiet.</summary>
    public Regex? Until { get; init; }

    /// <summary>Time limit for the whole script.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time without output after which the console counts as quiet: between lines, and at the end if there is no pattern.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The maximum number of characters of output to keep; older ones are dropped.</summary>
    public int BufferLimit { get; init; } = 1 << 20;
}

/// <summary>Result of a console script.</summary>
/// <param name="Text">The output.</param>
/// <param name="Matched">Whether the pattern was found.</param>
/// <param name="Match">The text that matched; null if none did.</param>
/// <param name="Truncated">Whether output was dropped.</param>
/// <param name="Closure">How the console was closed; null if it was not.</param>
public sealed record SolScriptResult(string Text, bool Matched, string? Match, bool Truncated, SolClosure? Closure);

/// <summary>Sends lines to a console and waits for a pattern.</summary>
public sealed class SolScript
{
    /// <summary>Only this much of the newest output is searched, which limits the cost of a flood of output.</summary>
    private const int SearchWindow = 1 << 16;

    /// <summary>Stops patterns that backtrack without end, which output may provoke on purpose.</summary>
    private static readonly TimeSpan MaximumSearch = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private readonly SolConsole _console;
    private readonly SolScriptOptions _options;
    private readonly Regex? _until;
    private readonly SolTextDecoder _decoder = new();
    private readonly StringBuilder _text = new();
    private readonly TimeSpan _deadline;
    private TaskCompletionSource<bool> _news = NewSignal();
    private TimeSpan _lastActivity;
    private int _searchFrom;
    private bool _unsearched = true;
    private bool _truncated;

    private SolScript(SolConsole console, SolScriptOptions options)
    {
        _console = console;
        _options = options;
        _until = options.Until is { } until && until.MatchTimeout == Regex.InfiniteMatchTimeout ? new Regex(until.ToString(), until.Options, MaximumSearch) : options.Until;
        _lastActivity = console.Clock.Now;
        _deadline = console.Clock.Now + options.Timeout;
    }

    /// <summary>Runs a script. A timeout or a lost console is not an exception: the result has the output until then.</summary>
    public static async Task<SolScriptResult> RunAsync(SolConsole console, SolScriptOptions options, CancellationToken cancellationToken = default)
    {
        var script = new SolScript(console, options);
        console.Output += script.Take;
        try
        {
            return await script.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            console.Output -= script.Take;
        }
    }

    private async Task<SolScriptResult> RunAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; i < _options.Send.Count; i++)
        {
            if (i > 0)
                await WaitAsync(IsQuiet, cancellationToken).ConfigureAwait(false);
            lock (_gate)
                _searchFrom = _text.Length;
            if (!await TryWriteAsync(_options.Send[i] + _options.LineEnd, cancellationToken).ConfigureAwait(false))
                break;
            lock (_gate)
                _lastActivity = _console.Clock.Now;
        }

        Match? match = null;
        await WaitAsync(() => _until is { } until ? (match = Search(until)) is not null : IsQuiet(), cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _text.Append(_decoder.Flush());
            return new SolScriptResult(_text.ToString(), match is not null, match?.Value, _truncated, _console.Closed.IsCompleted ? _console.Closed.Result : null);
        }
    }

    private async Task<bool> TryWriteAsync(string text, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TimeSpan left = _deadline - _console.Clock.Now;
        timeout.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            await _console.WriteAsync(text, timeout.Token).ConfigureAwait(false);
            return true;
        }
        catch (IpmiException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits until a condition holds, the time is up or the console is closed. The condition is checked after each output and periodically.</summary>
    private async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                _news = _news.Task.IsCompleted ? NewSignal() : _news;
                news = _news.Task;
            }

            bool ended = _console.Closed.IsCompleted || _console.Clock.Now >= _deadline;
            if (condition() || ended)
                return;
            await Task.WhenAny(news, _console.Closed, _console.Clock.DelayAsync(Step, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private bool IsQuiet()
    {
        lock (_gate)
            return _console.Clock.Now - _lastActivity >= _options.Quiet;
    }

    private Match? Search(Regex until)
    {
        string text;
        lock (_gate)
        {
            if (!_unsearched)
                return null;
            _unsearched = false;
            int from = Math.Max(_searchFrom, _text.Length - SearchWindow);
            text = _text.ToString(from, _text.Length - from);
        }

        try
        {
            var match = until.Match(text);
            return match.Success ? match : null;
        }
        catch (RegexMatchTimeoutException)
        {
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter, $"The pattern '{until}' could not be matched against the console output within {until.MatchTimeout.TotalSeconds:0} seconds.",
                "Use a pattern without nested quantifiers.");
        }
    }

    private void Take(byte[] characters)
    {
        lock (_gate)
        {
            _text.Append(_decoder.Decode(characters));
            _lastActivity = _console.Clock.Now;
            _unsearched = true;
            int surplus = _text.Length - _options.BufferLimit;
            if (surplus > 0)
            {
                _text.Remove(0, surplus);
                _searchFrom = Math.Max(0, _searchFrom - surplus);
                _truncated = true;
            }

            _news.TrySetResult(true);
        }
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
