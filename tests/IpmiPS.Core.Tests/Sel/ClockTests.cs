using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Sel;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Sel;

public class ClockTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 29, 13, 0, 0, 250, TimeSpan.Zero);

    /// <summary>A BMC whose clock runs, at a distance: each request takes 100 ms there and 100 ms back.</summary>
    private sealed class ClockBmc
    {
        private static readonly TimeSpan s_way = TimeSpan.FromMilliseconds(100);

        public ClockBmc() => Connection = new ScriptedBmc(Answer);

        public FakeClock Time { get; } = new();

        public ScriptedBmc Connection { get; }

        /// <summary>How far the clock is ahead.</summary>
        public TimeSpan Ahead { get; set; }

        public short? Offset { get; set; } = GetSelTimeUtcOffset.Unspecified;

        public bool IgnoresTime { get; set; }

        public bool AnswersTime { get; set; } = true;

        /// <summary>The moment within its second at which Set SEL Time arrived.</summary>
        public int ArrivedAtMillisecond { get; private set; } = -1;

        public DateTimeOffset Now() => s_start + Time.Now;

        private byte[] Answer(SentRequest request)
        {
            Time.Advance(s_way);
            byte[] answer = request.Command switch
            {
                GetSelTime => [0, .. BitConverter.GetBytes((uint)(Now() + Ahead).ToUnixTimeSeconds())],
                GetSelTimeUtcOffset when Offset is { } offset => [0, (byte)offset, (byte)(offset >> 8)],
                SetSelTimeUtcOffset set when Offset is not null => Take(set.Minutes),
                SetSelTime set => Take(set.Time),
                _ => [0xC1],
            };
            Time.Advance(s_way);
            return answer;
        }

        private byte[] Take(short minutes)
        {
            Offset = minutes;
            return [0];
        }

        private byte[] Take(uint time)
        {
            ArrivedAtMillisecond = Now().Millisecond;
            if (!IgnoresTime)
                Ahead = DateTimeOffset.FromUnixTimeSeconds(time) - Now();
            return AnswersTime ? [0] : [];
        }
    }

    private static Task<ClockChange> Prepare(ClockBmc bmc, ClockSettings? settings = null) =>
        ClockChange.PrepareAsync(bmc.Connection, settings ?? new ClockSettings(), bmc.Now, bmc.Time, CancellationToken.None);

    private static Task<IpmiClock> Get(ClockBmc bmc) => ClockReader.GetAsync(bmc.Connection, bmc.Now, CancellationToken.None);

    private static int SetCount(ClockBmc bmc) => bmc.Connection.Requests.FindAll(static request => request.Command is SetSelTime).Count;

    [Fact]
    public async Task The_drift_is_measured_in_the_middle_of_the_round_trip()
    {
        var bmc = new ClockBmc { Ahead = TimeSpan.FromSeconds(-90) };
        IpmiClock clock = await Get(bmc);
        Assert.InRange(clock.Drift!.Value.TotalSeconds, -90.5, -89.5);
        Assert.Equal(TimeSpan.FromMilliseconds(600), clock.Accuracy);
        Assert.Null(clock.UtcOffset);
        Assert.StartsWith("UtcOffset: the BMC reports that it is not set", Assert.Single(clock.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_in_local_time_without_an_offset_is_noted()
    {
        IpmiClock clock = await Get(new ClockBmc { Ahead = TimeSpan.FromHours(-5.5), Offset = null });
        Assert.Equal(["UtcOffset", "Drift"], Array.ConvertAll(clock.Notes, static note => note.Substring(0, note.IndexOf(':'))));
    }

    [Fact]
    public async Task A_clock_with_an_offset_has_no_drift_in_local_time()
    {
        IpmiClock clock = await Get(new ClockBmc { Ahead = TimeSpan.FromHours(2), Offset = 120 });
        Assert.Equal(TimeSpan.FromHours(2), clock.UtcOffset);
        Assert.InRange(clock.Drift!.Value.TotalSeconds, -0.6, 0.6);
        Assert.Empty(clock.Notes);
    }

    [Fact]
    public async Task A_clock_that_is_not_set_has_the_time_since_the_start()
    {
        IpmiClock clock = await Get(new ClockBmc { Ahead = DateTimeOffset.FromUnixTimeSeconds(100) - s_start });
        Assert.Null(clock.Time);
        Assert.Null(clock.Drift);
        Assert.Equal(100, clock.TimeSinceStart!.Value.TotalSeconds);
    }

    [Fact]
    public async Task The_time_arrives_when_a_second_begins()
    {
        var bmc = new ClockBmc { Ahead = TimeSpan.FromHours(3) };
        ClockChange change = await Prepare(bmc);
        Assert.Equal("time 2026-11-29 16:00:00 +00:00 -> 2026-11-29 13:00:00 +00:00 (by -03:00:00)", change.Description);
        ClockUpdate update = await change.RunAsync();
        Assert.Equal(0, bmc.ArrivedAtMillisecond);
        Assert.Equal(TimeSpan.Zero, bmc.Ahead);
        Assert.Equal((true, true), (update.Changed, update.Verified));
        Assert.Equal(3, Math.Round(update.PreviousDrift!.Value.TotalHours));
    }

    [Fact]
    public async Task A_clock_that_is_right_is_not_set_again()
    {
        var bmc = new ClockBmc { Ahead = TimeSpan.FromSeconds(0.4) };
        ClockChange change = await Prepare(bmc);
        Assert.Null(change.Description);
        ClockUpdate update = await change.RunAsync();
        Assert.Equal((false, true, 0), (update.Changed, update.Verified, SetCount(bmc)));
    }

    [Fact]
    public async Task An_offset_is_set_with_the_time_of_it()
    {
        var bmc = new ClockBmc();
        ClockChange change = await Prepare(bmc, new ClockSettings { UtcOffset = -330 });
        Assert.StartsWith("UTC offset (not set) -> -330 min, time 2026-11-29 13:00:00 +00:00 -> 2026-11-29 07:30:", change.Description, StringComparison.Ordinal);
        ClockUpdate update = await change.RunAsync();
        Assert.Equal(((short?)-330, TimeSpan.FromMinutes(-330)), (bmc.Offset, bmc.Ahead));
        Assert.Equal((true, TimeSpan.FromMinutes(-330)), (update.Verified, update.UtcOffset));
    }

    [Fact]
    public async Task An_offset_is_kept_when_only_the_time_is_set()
    {
        var bmc = new ClockBmc { Offset = 60 };
        Assert.True((await (await Prepare(bmc)).RunAsync()).Verified);
        Assert.Equal(((short?)60, TimeSpan.FromHours(1)), (bmc.Offset, bmc.Ahead));
    }

    [Fact]
    public async Task A_BMC_without_an_offset_refuses_one_before_anything_is_sent()
    {
        var bmc = new ClockBmc { Offset = null };
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAnyAsync<IpmiException>(() => Prepare(bmc, new ClockSettings { UtcOffset = 60 }))).Kind);
        Assert.Equal(0, SetCount(bmc));
    }

    [Fact]
    public async Task A_time_that_is_given_is_the_time_of_the_call()
    {
        var bmc = new ClockBmc();
        var wanted = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));
        ClockUpdate update = await (await Prepare(bmc, new ClockSettings { Time = wanted })).RunAsync();
        Assert.InRange((update.Time!.Value - wanted).TotalSeconds, 0, 4);
        Assert.True(update.Verified);
    }

    [Fact]
    public async Task A_clock_that_keeps_another_time_is_an_error_with_both()
    {
        ClockUpdate update = await (await Prepare(new ClockBmc { Ahead = TimeSpan.FromHours(3), IgnoresTime = true })).RunAsync();
        Assert.Equal((true, false), (update.Changed, update.Verified));
        Assert.StartsWith("The BMC accepted the time and has 2026-11-29 16:00:", update.Difference!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_response_is_decided_by_reading_the_clock(bool isLost)
    {
        var bmc = new ClockBmc { Ahead = TimeSpan.FromHours(3), AnswersTime = false, IgnoresTime = isLost };
        ClockChange change = await Prepare(bmc);
        if (isLost)
            Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAnyAsync<IpmiException>(() => change.RunAsync())).Kind);
        else
            Assert.True((await change.RunAsync()).Verified);
        Assert.Equal(1, SetCount(bmc));
    }

    [Fact]
    public async Task A_time_that_IPMI_cannot_have_is_refused() =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, (await Assert.ThrowsAnyAsync<IpmiException>(async () =>
            await (await Prepare(new ClockBmc(), new ClockSettings { Time = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero) })).RunAsync())).Kind);
}
