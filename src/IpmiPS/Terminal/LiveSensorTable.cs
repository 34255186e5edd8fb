using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Shows a <see cref="SensorTable"/> on a terminal until the user ends it. It draws on the alternate screen, only lines that have changed, and leaves the terminal as it was, also
/// after an error and when the process is ended by SIGTERM or the window is closed.
/// </summary>
internal sealed class LiveSensorTable : IDisposable
{
    /// <summary>Alternate screen, no cursor, no line wrap.</summary>
    private const string Begin = "\x1B[?1049h\x1B[?25l\x1B[?7l\x1B[H\x1B[2J";
    private const string End = "\x1B[0m\x1B[?7h\x1B[?25h\x1B[?1049l";

    private static readonly TimeSpan KeyWait = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly IRawTerminal _terminal;
    private readonly SensorTable _table;
    private readonly SensorTableScreen _screen;
    private readonly Func<(int Width, int Height)> _getSize;
    private readonly Func<DateTimeOffset> _getTime;
    private IReadOnlyList<string> _shown = [];
    private SensorTableSettings _settings = new();
    private bool _disposed;

    /// <param name="terminal">The terminal; it is given back by <see cref="Dispose"/>.</param>
    /// <param name="table">The rows.</param>
    /// <param name="screen">Draws.</param>
    /// <param name="getSize">The present size of the terminal.</param>
    /// <param name="getTime">The time for the title.</param>
    public LiveSensorTable(IRawTerminal terminal, SensorTable table, SensorTableScreen screen, Func<(int Width, int Height)> getSize, Func<DateTimeOffset> getTime)
    {
        (_terminal, _table, _screen, _getSize, _getTime) = (terminal, table, screen, getSize, getTime);
        ProcessEnd.Coming += Dispose;
        _terminal.Write(Begin);
    }

    /// <summary>Why a terminal cannot show a table; null if it can.</summary>
    /// <param name="type">The environment variable TERM; null if it is not set.</param>
    public static string? GetUnavailableReason(string? type) =>
        type == "dumb" ? "This terminal cannot move its cursor (TERM is 'dumb'), so there is no table." : null;

    /// <summary>Shows it until the user ends it, or <paramref name="isOver"/>.</summary>
    public void Run(Func<bool> isOver)
    {
        (int Width, int Height) size = default;
        (int Version, SensorTableSettings? Settings, long Second) drawn = default;
        while (!isOver())
        {
            (int Width, int Height) now = _getSize();
            DateTimeOffset time = _getTime();
            (int, SensorTableSettings, long) state = (_table.Version, _settings, time.Ticks / TimeSpan.TicksPerSecond);
            if (now != size)
                _shown = []; // The terminal has moved what was shown.
            if (now != size || state != drawn)
                Show(_screen.Draw(_table.Rows, _settings, now.Width, now.Height, time), isAnew: now != size);
            (size, drawn) = (now, state);
            foreach (string key in SensorTableKeys.Split(_terminal.ReadKeys(KeyWait)))
            {
                int page = SensorTableScreen.RowsOf(now.Height);
                if (SensorTableKeys.Apply(_settings, key, SensorTableScreen.Choose(_table.Rows, _settings).Count, page) is not { } changed)
                    return;
                _settings = changed;
            }
        }
    }

    /// <summary>Leaves the terminal as it was. Any thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            try
            {
                _terminal.Write(End);
            }
            catch (IOException)
            {
                // The terminal is gone.
            }

            _terminal.Dispose();
        }

        ProcessEnd.Coming -= Dispose;
    }

    /// <summary>Writes the lines that differ from those that are shown.</summary>
    private void Show(IReadOnlyList<string> lines, bool isAnew)
    {
        var text = new StringBuilder();
        if (isAnew)
            text.Append("\x1B[2J");
        for (int i = 0; i < lines.Count; i++)
            if (i >= _shown.Count || lines[i] != _shown[i])
                text.Append("\x1B[").Append(i + 1).Append(";1H").Append(lines[i]);
        _shown = lines;
        lock (_gate)
            if (text.Length > 0 && !_disposed)
                _terminal.Write(text.ToString());
    }
}
