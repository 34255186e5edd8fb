using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using IpmiPS.Alerts;
using IpmiPS.Tests.Fuzz;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Alerts;

/// <summary>What happens with each packet, without a socket and a clock.</summary>
public sealed class AlertIntakeTests
{
    // In the order of the corpus.
    private const int Dell = 0, Audit = 1, Inform = 4, Foreign = 7;

    private static readonly IPAddress s_bmc = IPAddress.Parse("10.0.0.5"), s_other = IPAddress.Parse("10.0.0.6");

    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_repetition_is_counted_and_acknowledged_and_not_returned()
    {
        using var intake = new Intake(new() { Acknowledge = true });
        Assert.NotNull(intake.Receive(Dell).Acknowledgement);
        Assert.NotNull(intake.Receive(Dell, seconds: 599).Acknowledgement);
        Assert.Equal((2, 1, 1, 0), intake.Figures);
        intake.Receive(Dell, seconds: 601);
        Assert.Equal((3, 2, 1, 0), intake.Figures);
    }

    [Fact]
    public void Another_sender_sequence_number_or_time_is_another_alert()
    {
        using var intake = new Intake(new());
        intake.Receive(Dell);
        intake.Receive(Dell, from: s_other);
        byte[] packet = Packet(Dell);
        packet[packet.Length - 47 + 17]++;
        intake.Receive(packet);
        packet[packet.Length - 47 + 21]++;
        intake.Receive(packet);
        Assert.Equal((4, 4, 0, 0), intake.Figures);
    }

    [Fact]
    public void A_trap_without_sequence_number_and_time_is_never_taken_for_a_repetition()
    {
        using var intake = new Intake(new());
        byte[] packet = Packet(Dell);
        Array.Clear(packet, packet.Length - 47 + 16, 6);
        intake.Receive(packet);
        intake.Receive(packet);
        intake.Receive(Foreign);
        intake.Receive(Foreign);
        Assert.Equal((4, 4, 0, 0), intake.Figures);
    }

    /// <summary>After a power failure, BMCs of one model send the same: number 1, no time. With a GUID they could be distinguished, but not all have one.</summary>
    [Fact]
    public void Alerts_of_different_BMCs_behind_one_relay_are_no_repetitions()
    {
        using var intake = new Intake(new());
        byte[] packet = Packet(Dell);
        intake.Receive(packet);
        int agent = Hex.Format(packet).IndexOf("4004C000020A", StringComparison.Ordinal) / 2 + 5;
        packet = (byte[])packet.Clone();
        packet[agent]++;
        intake.Receive(packet);
        intake.Receive(packet);
        Assert.Equal((3, 2, 1, 0), intake.Figures);
    }

    [Fact]
    public void Repetitions_are_returned_on_request()
    {
        using var intake = new Intake(new() { RepeatTime = TimeSpan.Zero });
        intake.Receive(Dell);
        intake.Receive(Dell);
        Assert.Equal((2, 2, 0, 0), intake.Figures);
    }

    [Fact]
    public void The_memory_for_repetitions_is_bounded_and_the_oldest_are_forgotten()
    {
        using var repeats = new AlertRepeats(TimeSpan.FromMinutes(10));
        var keys = Enumerable.Range(1, AlertRepeats.Maximum + 1).Select(static number => new Guid(number, 0, 0, new byte[8])).ToArray();
        foreach (var key in keys)
            repeats.Add(key, TimeSpan.Zero);
        Assert.False(repeats.Contains(keys[0], TimeSpan.Zero));
        Assert.True(repeats.Contains(keys[1], TimeSpan.Zero));
        Assert.False(repeats.Contains(keys[1], TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void Another_community_is_refused_and_reported_with_the_alert()
    {
        using var intake = new Intake(new() { Communities = ["other", "secret"] });
        Assert.Null(intake.Receive(Inform).Response);
        var notice = Assert.Single(intake.Notices());
        Assert.Equal((AlertNoticeKind.WrongCommunity, "10.0.0.5", 1), (notice.Kind, notice.Sender, notice.Count));
        Assert.Equal("General Chassis Intrusion", notice.Alert!.Event);
        Assert.DoesNotContain("secret", notice.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0, 1), intake.Figures);

        using var right = new Intake(new() { Communities = ["other", "public"] });
        right.Receive(Dell);
        Assert.Equal((1, 1, 0, 0), right.Figures);
    }

    [Fact]
    public void What_is_no_trap_is_reported_once_a_minute_for_each_sender()
    {
        using var intake = new Intake(new());
        for (int second = 0; second < 90; second++)
            intake.Receive([0x06, 0x00], seconds: second);
        intake.Receive([0x06, 0x00], from: s_other, seconds: 90);
        intake.Receive(Hex.Parse("3003020103"), seconds: 90);
        var notices = intake.Notices();
        Assert.Equal(
            [(AlertNoticeKind.Malformed, "10.0.0.5", 1), (AlertNoticeKind.Malformed, "10.0.0.5", 60), (AlertNoticeKind.Malformed, "10.0.0.6", 1), (AlertNoticeKind.Version3, "10.0.0.5", 1)],
            notices.Select(static notice => (notice.Kind, notice.Sender!, notice.Count)));
        Assert.Contains("60 times", notices[1].Message, StringComparison.Ordinal);
        Assert.Contains("version 3", notices[3].Message, StringComparison.Ordinal);
        Assert.Equal((92, 0, 0, 92), intake.Figures);
    }

    [Fact]
    public void Notices_are_bounded_however_many_senders_there_are()
    {
        using var intake = new Intake(new());
        for (int i = 0; i < 5000; i++)
            intake.Receive([0x06], from: new IPAddress([10, 1, (byte)(i >> 8), (byte)i]));
        var notices = intake.Notices();
        Assert.Equal(AlertNoticeLimiter.MaximumSenders + 1, notices.Count);
        Assert.Null(notices[notices.Count - 1].Sender);
    }

    [Fact]
    public void Notices_are_bounded_however_long_none_is_taken()
    {
        using var intake = new Intake(new());
        for (int i = 0; i < 2 * AlertQueue.MaximumNotices; i++)
            intake.Receive([0x06], seconds: 61 * i);
        Assert.Equal(AlertQueue.MaximumNotices, intake.Notices().Count);
        intake.Receive([0x06], seconds: 1e6);
        Assert.Single(intake.Notices());
    }

    [Fact]
    public void What_does_not_fit_in_the_queue_is_reported_and_not_answered_so_that_it_comes_again()
    {
        using var intake = new Intake(new() { Capacity = 1 });
        intake.Receive(Audit);
        Assert.Null(intake.Receive(Inform).Response);
        Assert.Equal(1, intake.Counts.Dropped);
        Assert.NotNull(intake.Take().Alert);
        Assert.Equal(AlertNoticeKind.Dropped, intake.Take().Notice!.Kind);
        Assert.NotNull(intake.Receive(Inform).Response);
        Assert.True(intake.Take().Alert!.IsInform);
    }

    [Fact]
    public void Nothing_is_received_beyond_the_limit()
    {
        using var intake = new Intake(new() { Limit = 1 });
        intake.Receive(Audit);
        Assert.Null(intake.Receive(Inform).Response);
        Assert.Equal((1, 1, 0, 0), intake.Figures);
    }

    [Fact]
    public void Only_senders_in_the_inventory_are_acknowledged()
    {
        var inventory = new AlertInventory();
        inventory.Add(new AlertComputer("bmc5", 6230), [s_bmc]);
        using var intake = new Intake(new() { Acknowledge = true, Inventory = inventory });
        Assert.Equal(6230, intake.Receive(Dell).AcknowledgementPort);
        Assert.Null(intake.Receive(Dell, from: s_other).Acknowledgement);
        Assert.Equal((AlertNoticeKind.UnknownSender, "10.0.0.6"), (intake.Notices().Single().Kind, "10.0.0.6"));
        Assert.Null(intake.Receive(Foreign).Acknowledgement);

        using var other = new Intake(new() { Acknowledge = true, Inventory = inventory, AcknowledgementPort = 700 });
        Assert.Equal(700, other.Receive(Dell).AcknowledgementPort);
        using var all = new Intake(new() { Acknowledge = true });
        Assert.Equal(623, all.Receive(Dell, from: s_other).AcknowledgementPort);
        using var none = new Intake(new());
        Assert.Null(none.Receive(Dell).Acknowledgement);
    }

    [Fact]
    public void The_computer_is_that_of_the_address_then_of_the_relayed_address_then_of_the_GUID()
    {
        var dell = new Guid("4c4c4544-0050-5910-8043-b2c04f333358");
        var inventory = new AlertInventory();
        inventory.Add(new AlertComputer("by-address"), [s_bmc, IPAddress.Parse("fe80::5%3")]);
        inventory.Add(new AlertComputer("by-relay"), [IPAddress.Parse("192.0.2.10")]);
        inventory.Add(new AlertComputer("by-guid", SystemGuid: dell), []);
        Assert.Equal("by-address", inventory.Find("10.0.0.5", "192.0.2.10", dell)!.ComputerName);
        Assert.Equal("by-address", inventory.Find("::ffff:10.0.0.5", null, null)!.ComputerName);
        Assert.Equal("by-address", inventory.Find("fe80::5%7", null, null)!.ComputerName);
        Assert.Equal("by-relay", inventory.Find("10.9.9.9", "192.0.2.10", dell)!.ComputerName);
        Assert.Equal("by-guid", inventory.Find("10.9.9.9", "10.9.9.8", dell)!.ComputerName);
        Assert.Null(inventory.Find("10.9.9.9", null, Guid.NewGuid()));

        using var intake = new Intake(new() { Inventory = inventory });
        intake.Receive(Dell);
        intake.Receive(Inform, from: s_other);
        intake.Receive(Foreign, from: s_other);
        Assert.Equal(["by-address", "by-guid", "by-relay"], Enumerable.Range(0, 3).Select(_ => intake.Take().Alert!.ComputerName));
    }

    [Fact]
    public void Computers_that_share_an_address_are_told_apart_by_their_GUID()
    {
        Guid one = Guid.NewGuid(), two = Guid.NewGuid();
        var inventory = new AlertInventory();
        inventory.Add(new AlertComputer("one", SystemGuid: one), [s_bmc]);
        inventory.Add(new AlertComputer("two", SystemGuid: two), [s_bmc]);
        Assert.Equal("two", inventory.Find("10.0.0.5", null, two)!.ComputerName);
        Assert.Null(inventory.Find("10.0.0.5", null, null));
    }

    [Fact]
    public void A_GUID_that_several_computers_have_identifies_none()
    {
        Guid common = Guid.NewGuid(), own = Guid.NewGuid();
        var inventory = new AlertInventory();
        inventory.Add(new AlertComputer("one", SystemGuid: common), [s_bmc]);
        inventory.Add(new AlertComputer("two", SystemGuid: common), [s_other]);
        inventory.Add(new AlertComputer("three", SystemGuid: common), []);
        inventory.Add(new AlertComputer("four", SystemGuid: own), []);
        inventory.Add(new AlertComputer("four", SystemGuid: own), []);
        Assert.Null(inventory.Find("10.9.9.9", null, common));
        Assert.Equal("two", inventory.Find("10.0.0.6", null, common)!.ComputerName);
        Assert.Equal("four", inventory.Find("10.9.9.9", null, own)!.ComputerName);
    }

    [Fact]
    public void A_computer_that_the_inventory_has_twice_is_one()
    {
        var inventory = new AlertInventory();
        inventory.Add(new AlertComputer("one"), [s_bmc]);
        inventory.Add(new AlertComputer("one", SystemGuid: Guid.NewGuid()), [s_bmc]);
        Assert.Equal("one", inventory.Find("10.0.0.5", null, null)!.ComputerName);
    }

    private static byte[] Packet(int index) => (byte[])Corpus.Load("trap")[index].Clone();

    private sealed class Intake : IDisposable
    {
        private readonly AlertQueue _queue;
        private readonly AlertIntake _intake;

        public Intake(AlertReceiverOptions options)
        {
            _queue = new AlertQueue(options.Capacity);
            _intake = new AlertIntake(options, _queue);
        }

        public AlertCounts Counts => _intake.Counts;

        public (int Packets, int Alerts, int Duplicates, int Refused) Figures => ((int)Counts.Packets, (int)Counts.Alerts, (int)Counts.Duplicates, (int)Counts.Refused);

        public AlertReply Receive(int packet, IPAddress? from = null, double seconds = 0) => Receive(Packet(packet), from, seconds);

        public AlertReply Receive(byte[] packet, IPAddress? from = null, double seconds = 0) => _intake.Receive(packet, from ?? s_bmc, s_now, TimeSpan.FromSeconds(seconds));

        public AlertReception Take() => _queue.TakeAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token).GetAwaiter().GetResult();

        /// <summary>All notices; alerts are left aside. A wait that was cancelled returns what is there.</summary>
        public List<AlertNotice> Notices()
        {
            var notices = new List<AlertNotice>();
            while (true)
            {
                var next = _queue.TakeAsync(new CancellationToken(canceled: true));
                if (next.IsCanceled)
                    return notices;
                if (next.GetAwaiter().GetResult().Notice is { } notice)
                    notices.Add(notice);
            }
        }

        public void Dispose()
        {
            _queue.Dispose();
            _intake.Dispose();
        }
    }
}
