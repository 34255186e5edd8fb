using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>
/// An exception that leaves a callback of a socket, a timer or the thread pool ends the process. So each of them goes through
/// <see cref="Callback.Guard"/>, unless it is known to do nothing but end a task.
/// </summary>
public sealed class CallbackTests
{
    private static readonly Regex s_entries = new(
        @"\basync\s+void\b|new\s+(?:System\.Threading\.)?(?:Timer|Thread)\s*\(|Timer\s+\w+\s*=\s*new\s*\(|QueueUserWorkItem\s*\(|\.Completed\s*\+=|\.ProcessExit\s*\+=|CancelKeyPress\s*\+=");

    /// <summary>What stands for the guard, and why.</summary>
    private static readonly (string File, string Text, string Why)[] s_safe =
    [
        ("PendingRequest.cs", "QueueUserWorkItem(_ => end(this))", "ends a task; what awaits it keeps its own exceptions"),
        ("RequestWindow.cs", "TrySetCanceled()", "ends a task"),
        ("UdpListener.cs", "OnCompleted()", "guards each of its two steps"),
        ("SystemTime.cs", "new Thread(Run)", "guards each action"),
        ("SessionRegistry.cs", "KeepAlive()", "guards each session"),
        ("ProcessEnd.cs", "OnExit", "guards its handlers"),
        ("Program.cs", "CancelKeyPress", "sets an event"),
    ];

    [Fact]
    public void Every_callback_of_the_runtime_is_guarded()
    {
        var bare = from path in Repository.SourceFiles(Repository.PathOf("src"))
                   let code = File.ReadAllText(path)
                   from match in s_entries.Matches(code).Cast<Match>()
                   let statement = Statement(code, match.Index)
                   where !statement.Contains("Callback.Guard") && !s_safe.Any(safe => safe.File == Path.GetFileName(path) && statement.Contains(safe.Text))
                   select $"{Path.GetFileName(path)}: {statement.Split('\n')[0].Trim()}";
        Assert.Empty(bare);
    }

    [Fact]
    public void Every_exception_to_the_rule_is_still_there()
    {
        string[] all = [.. Repository.SourceFiles(Repository.PathOf("src"))];
        Assert.All(s_safe, safe => Assert.Contains(all, path => Path.GetFileName(path) == safe.File && File.ReadAllText(path).Contains(safe.Text)));
    }

    [Fact]
    public void Nothing_leaves_a_guard_not_even_what_its_listener_throws()
    {
        Exception? seen = null;
        Callback.Guard(() => throw new InvalidOperationException("one"), fault =>
        {
            seen = fault;
            throw new InvalidOperationException("two");
        });
        Assert.Equal("one", seen?.Message);
    }

    /// <summary>The statement with its lambda, up to the semicolon that ends the line, or the member's end.</summary>
    private static string Statement(string code, int index)
    {
        int begin = code.LastIndexOf('\n', index) + 1;
        int end = begin;
        for (int depth = 0; end < code.Length; end++)
        {
            depth += code[end] is '(' or '{' ? 1 : code[end] is ')' or '}' ? -1 : 0;
            if (code[end] == ';' && depth <= 0)
                break;
        }

        return code.Substring(begin, end - begin);
    }
}
