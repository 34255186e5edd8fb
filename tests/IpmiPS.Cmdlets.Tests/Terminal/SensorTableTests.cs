using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Cmdlets;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Terminal;

/// <summary>The live table: what it shows at which width, what its keys do, and what is written to the terminal.</summary>
public sealed class SensorTableTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly SensorTableRow[] s_rows =
    [
        Row("bmc1", "Inlet Temp", 24, "°C", SensorHealth.Ok, "", 22, 23, 24, 30),
        Row("bmc1", "Fan3", 0, "RPM", SensorHealth.Critical, "Lower Critical", 7000, 3500, 0),
        Row("bmc2", "機箱溫度 機箱溫度 機箱溫度", 41.5, "°C", SensorHealth.Warning, "Upper Non-Critical", 41.5, 41.5),
        Row("bmc2", "PS1 Status", null, null, SensorHealth.Unknown, "No reading"),
    ];

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void Each_line_has_the_width_of_the_window(int width)
    {
        foreach (bool hasColour in (bool[])[false, true])
        {
            var lines = new SensorTableScreen(hasColour, isAscii: false).Draw(s_rows, new SensorTableSettings(), width, 10, s_now);
            Assert.Equal(10, lines.Count);
            Assert.All(lines, line => Assert.Equal(width, TextWidth.Of(WithoutStyle(line))));
            Assert.Equal(hasColour, lines.Any(static line => line.Contains('\x1B')));
        }
    }

    [Fact]
    public void At_60_columns_there_are_name_value_history_and_health()
    {
        string[] lines = [.. Draw(60).Select(static line => line.TrimEnd())];
        Assert.EndsWith("  2 BMCs: 1 Critical, 1 Warning, 1 Ok, 1 Unknown", lines[0]);
        Assert.Equal("Computer Sensor                        Value Recent   Health".Split(' ', StringSplitOptions.RemoveEmptyEntries), lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("bmc1     Fan3                        0 RPM      █▅▁ Critical", lines[2]);
        Assert.Equal("bmc2     機箱溫度 機箱溫度 …       41.5 °C       ▅▅ Warning", lines[3]);
        Assert.Equal("bmc1     Inlet Temp                  24 °C     ▁▂▃█ Ok", lines[4]);
        Assert.Equal("bmc2     PS1 Status                                 -", lines[5]);
        Assert.Equal("sorted by Health  q ends, ? keys", lines[9]);
    }

    [Fact]
    public void At_200_columns_there_are_states_too()
    {
        string line = Draw(200)[2];
        Assert.Matches(@"^bmc1     Fan3 +0 RPM +█▅▁ Critical +Lower Critical +$", line);
    }

    [Fact]
    public void One_BMC_needs_no_column_and_ASCII_needs_no_bars()
    {
        var lines = new SensorTableScreen(hasColour: false, isAscii: true).Draw([.. s_rows.Take(2)], new SensorTableSettings(), 60, 6, s_now);
        Assert.Contains("  bmc1: 1 Critical, 1 Ok", lines[0]);
        Assert.StartsWith("Fan3 ", lines[2]);
        Assert.All(lines, static line => Assert.All(line, static c => Assert.InRange(c, ' ', '~')));
    }

    [Fact]
    public void Without_rows_or_room_there_is_a_word_about_it()
    {
        Assert.Contains("Waiting", new SensorTableScreen(false, false).Draw([], new SensorTableSettings(), 60, 10, s_now)[0]);
        for (int width = 0; width < 60; width++)
            for (int height = 0; height < 8; height++)
                Assert.Equal(height, new SensorTableScreen(true, false).Draw(s_rows, new SensorTableSettings(), width, height, s_now).Count);
    }

    [Theory]
    [InlineData("", "Fan3,機箱溫度 機箱溫度 機箱溫度,Inlet Temp,PS1 Status")]
    [InlineData("s", "Fan3,Inlet Temp,PS1 Status,機箱溫度 機箱溫度 機箱溫度")]
    [InlineData("ss", "Fan3,Inlet Temp,PS1 Status,機箱溫度 機箱溫度 機箱溫度")]
    [InlineData("ssss", "機箱溫度 機箱溫度 機箱溫度,Inlet Temp,Fan3,PS1 Status")]
    [InlineData("r", "PS1 Status,Inlet Temp,機箱溫度 機箱溫度 機箱溫度,Fan3")]
    [InlineData("u", "Fan3,機箱溫度 機箱溫度 機箱溫度")]
    [InlineData("/inlet\r", "Inlet Temp")]
    [InlineData("/inletx\x7F\r", "Inlet Temp")]
    [InlineData("/BMC2", "機箱溫度 機箱溫度 機箱溫度,PS1 Status")]
    [InlineData("/q\x1B", "Fan3,機箱溫度 機箱溫度 機箱溫度,Inlet Temp,PS1 Status")]
    public void Keys_sort_and_filter(string keys, string expected)
    {
        SensorTableSettings settings = Press(new SensorTableSettings(), keys)!;
        Assert.Equal(expected, string.Join(",", SensorTableScreen.Choose(s_rows, settings).Select(static row => row.Sensor)));
    }

    [Theory]
    [InlineData("q")]
    [InlineData("\x03")]
    [InlineData("/abc\x03")]
    public void Two_keys_end_it(string keys) => Assert.Null(Press(new SensorTableSettings(), keys));

    [Theory]
    [InlineData("\x1B[B\x1B[B", 2)]
    [InlineData("\x1B[B\x1B[A\x1B[A", 0)]
    [InlineData("\x1B[6~", 10)]
    [InlineData("\x1B[6~\x1B[5~", 0)]
    [InlineData("\x1B[F", 90)]
    [InlineData("\x1BOF\x1B[6~", 90)]
    [InlineData("\x1B[F\x1B[H", 0)]
    [InlineData("\x1B[1;5P\x1B[99~\x1B[", 0)]
    public void Keys_scroll_within_the_rows(string keys, int top)
    {
        SensorTableSettings? settings = new();
        foreach (string key in SensorTableKeys.Split(Encoding.UTF8.GetBytes(keys)))
            settings = SensorTableKeys.Apply(settings!, key, count: 100, page: 10);
        Assert.Equal(top, settings!.Top);
    }

    [Fact]
    public void Only_what_has_changed_is_written_and_the_terminal_is_left_as_it_was()
    {
        var terminal = new FakeTerminal();
        var table = new SensorTable();
        table.Update("bmc1", [Reading("CPU", 40), Reading("Inlet", 20)]);
        var time = s_now;
        (int, int) size = (60, 8);
        int round = 0;
        using (var live = new LiveSensorTable(terminal, table, new SensorTableScreen(false, false), () => size, () => time))
        {
            terminal.OnRead = () =>
            {
                switch (round++)
                {
                    case 0:
                        terminal.Forget();
                        return ""; // nothing has happened
                    case 1:
                        Assert.Equal("", terminal.Text);
                        table.Update("bmc1", [Reading("CPU", 40), Reading("Inlet", 21)]);
                        return "";
                    case 2:
                        Assert.DoesNotContain("\x1B[1;1H", terminal.Text); // the title
                        Assert.Contains("Inlet", terminal.Text);
                        terminal.Forget();
                        size = (70, 9);
                        return "";
                    case 3:
                        Assert.Contains("\x1B[2J", terminal.Text);
                        Assert.Contains("CPU", terminal.Text);
                        terminal.Forget();
                        table.Lose("bmc1", "No response.");
                        return "";
                    case 4:
                        Assert.Contains("(BMC)", terminal.Text);
                        Assert.Contains("(21 °C)", terminal.Text);
                        terminal.Forget();
                        return "q";
                    default:
                        return "";
                }
            };
            live.Run(static () => false);
        }

        Assert.Equal("\x1B[0m\x1B[?7h\x1B[?25h\x1B[?1049l", terminal.Text);
        Assert.Equal(1, terminal.Disposals);
    }

    [Fact]
    public void After_an_error_the_terminal_is_left_as_it_was_too()
    {
        var terminal = new FakeTerminal { OnRead = static () => throw new System.IO.IOException("gone") };
        Assert.Throws<System.IO.IOException>(() =>
        {
            using var live = new LiveSensorTable(terminal, new SensorTable(), new SensorTableScreen(true, false), static () => (60, 8), static () => s_now);
            live.Run(static () => false);
        });
        Assert.EndsWith("\x1B[?1049l", terminal.Text);
        Assert.Equal(1, terminal.Disposals);
    }

    [Fact]
    public void The_history_is_bounded_and_follows_the_sensor()
    {
        var table = new SensorTable();
        for (int i = 0; i < 200; i++)
            table.Update("bmc1", [Reading("CPU", i)]);
        var row = Assert.Single(table.Rows);
        Assert.Equal(SensorTableScreen.MaximumHistory, row.History.Count);
        Assert.Equal(199, row.History[row.History.Count - 1]);
        table.Update("bmc1", []);
        Assert.Equal("No sensor can be read of those that are watched.", Assert.Single(table.Rows).State);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(140)]
    public void A_BMC_that_is_not_polled_says_why_at_each_width_and_its_readings_do_not_count(int width)
    {
        var table = new SensorTable();
        table.Update("bmc1", [Reading("CPU", 40, s_now.AddMinutes(-3))]);
        table.Update("bmc2", [Reading("CPU", 41, computerName: "bmc2"), Reading("Inlet", 20, computerName: "bmc2")]);
        table.Lose("bmc1", "The BMC could not be polled: No response.");
        foreach (bool hasColour in (bool[])[false, true])
        {
            string[] lines = [.. new SensorTableScreen(hasColour, isAscii: false).Draw(table.Rows, new SensorTableSettings(), width, 10, s_now).Select(WithoutStyle)];
            Assert.EndsWith("  2 BMCs, 1 not polled: 2 Ok", lines[0].TrimEnd());
            Assert.Equal("bmc1     (BMC) The BMC could not be polled: No response.", lines[2].TrimEnd());
            Assert.All(lines, line => Assert.Equal(width, TextWidth.Of(line)));
            Assert.Contains(lines, static line => line.Contains("(40 °C)"));
            if (width > 100)
                Assert.Contains(lines, static line => line.TrimEnd().EndsWith($"not read since {s_now.AddMinutes(-3).ToLocalTime():T}", StringComparison.Ordinal));
        }

        table.Lose("bmc2", "No response.");
        Assert.EndsWith("  2 BMCs, 2 not polled", new SensorTableScreen(false, false).Draw(table.Rows, new SensorTableSettings(), width, 10, s_now)[0].TrimEnd());
    }

    [Theory]
    [InlineData("dumb", false)]
    [InlineData("xterm-256color", true)]
    [InlineData(null, true)]
    public void A_terminal_without_a_cursor_shows_no_table(string? type, bool shows) => Assert.Equal(shows, LiveSensorTable.GetUnavailableReason(type) is null);

    private static string[] Draw(int width) => [.. new SensorTableScreen(hasColour: false, isAscii: false).Draw(s_rows, new SensorTableSettings(), width, 10, s_now)];

    private static SensorTableSettings? Press(SensorTableSettings settings, string keys)
    {
        SensorTableSettings? now = settings;
        foreach (string key in SensorTableKeys.Split(Encoding.UTF8.GetBytes(keys)))
            now = now is null ? null : SensorTableKeys.Apply(now, key, s_rows.Length, 2);
        return now;
    }

    private static string WithoutStyle(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\x1B\\[[0-9;]*m", "");

    private static Sensor Reading(string name, double value, DateTimeOffset time = default, string computerName = "bmc1") =>
        new() { ComputerName = computerName, Name = name, Type = "Temperature", Value = value, Unit = "°C", Health = SensorHealth.Ok, Timestamp = time, RecordId = name.Length };

    private static SensorTableRow Row(string computerName, string sensor, double? value, string? unit, SensorHealth health, string state, params double[] history) => new()
    {
        ComputerName = computerName, Sensor = sensor, Type = "Temperature", Value = value, Unit = unit, Health = health, State = state, History = [.. history.Select(static reading => (double?)reading)],
    };

    private sealed class FakeTerminal : IRawTerminal
    {
        private readonly StringBuilder _written = new();

        public Func<string> OnRead { get; set; } = static () => "";

        public string Text => _written.ToString();

        public int Disposals { get; private set; }

        public void Forget() => _written.Clear();

        public byte[] ReadKeys(TimeSpan timeout) => Encoding.UTF8.GetBytes(OnRead());

        public void Write(byte[] bytes, int offset, int count) => _written.Append(Encoding.UTF8.GetString(bytes, offset, count));

        public void Dispose() => Disposals++;
    }
}
