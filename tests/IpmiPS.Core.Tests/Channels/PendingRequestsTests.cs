using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Channels;

/// <summary>Sequence numbers of requests: when they are used, and when they are blocked.</summary>
public class PendingRequestsTests
{
    private readonly ManualClock _clock = new();
    private readonly PendingRequests _pending;

    public PendingRequestsTests() => _pending = new PendingRequests(_clock);

    [Fact]
    public void Numbers_are_used_in_turn_from_1_to_63_and_then_0()
    {
        Assert.Equal([.. Enumerable.Range(1, 63), 0, 1], Enumerable.Range(0, 65).Select(_ => (int)_pending.NextSequence()!));
    }

    [Fact]
    public void A_number_in_use_is_not_given_again_and_its_request_is_found_by_it()
    {
        var requests = Enumerable.Range(0, 64).Select(_ => Begin()).ToList();
        Assert.Null(_pending.NextSequence());
        Assert.Equal(TimeSpan.MaxValue, _pending.NextSequenceAt());
        Assert.All(requests, request => Assert.Same(request, _pending[request.Sequence]));
        End(requests[10], attempts: 1, isAnswered: true);
        Assert.Null(_pending[requests[10].Sequence]);
        Assert.Equal(requests[10].Sequence, _pending.NextSequence());
    }

    [Fact]
    public void The_number_after_one_that_was_taken_over_is_next()
    {
        _pending.Add(Request(7));
        Assert.Equal((byte)8, _pending.NextSequence());
    }

    [Fact]
    public void A_number_that_was_answered_at_the_first_sending_is_free_at_once()
    {
        var request = Begin();
        End(request, attempts: 1, isAnswered: true);
        Assert.True(IsFree(request.Sequence));
    }

    [Theory]
    [InlineData(1, false, 20)]
    [InlineData(3, false, 20)]
    [InlineData(2, true, 4)]
    public void A_number_is_blocked_while_responses_to_it_may_still_come(int attempts, bool isAnswered, int seconds)
    {
        var request = Begin();
        End(request, attempts, isAnswered);
        Assert.False(IsFree(request.Sequence));
        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.False(IsFree(request.Sequence));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(IsFree(request.Sequence));
    }

    [Theory]
    [InlineData(1, false, 1)]
    [InlineData(3, false, 3)]
    [InlineData(2, true, 1)]
    [InlineData(4, true, 3)]
    public void A_number_is_free_once_each_sending_was_answered(int attempts, bool isAnswered, int missing)
    {
        var request = Begin();
        End(request, attempts, isAnswered);
        for (int late = 1; late < missing; late++)
        {
            _pending.LateResponse(request.Sequence);
            Assert.False(IsFree(request.Sequence));
        }

        _pending.LateResponse(request.Sequence);
        Assert.True(IsFree(request.Sequence));
    }

    /// <summary>A duplicate response counts for one of the sendings, also while the request still is in the table.</summary>
    [Fact]
    public void Responses_that_come_before_the_request_is_removed_count()
    {
        var request = Begin();
        request.Attempts = 3;
        request.Complete([0]);
        _pending.LateResponse(request.Sequence);
        _pending.Remove(request);
        Assert.False(IsFree(request.Sequence));
        _pending.LateResponse(request.Sequence);
        Assert.True(IsFree(request.Sequence));
    }

    [Fact]
    public void A_number_in_use_is_not_freed_by_a_late_response()
    {
        var request = Begin();
        request.Attempts = 1;
        _pending.LateResponse(request.Sequence);
        Assert.False(IsFree(request.Sequence));
        Assert.Same(request, _pending[request.Sequence]);
    }

    /// <summary>What was missing of an earlier request does not count for the next one of the same number.</summary>
    [Fact]
    public void Each_request_counts_its_own_responses()
    {
        var first = Begin();
        End(first, attempts: 5, isAnswered: false);
        _clock.Advance(PendingRequests.BlockedWithoutResponse);
        var second = Request(first.Sequence);
        _pending.Add(second);
        End(second, attempts: 2, isAnswered: true);
        Assert.False(IsFree(second.Sequence));
        _pending.LateResponse(second.Sequence);
        Assert.True(IsFree(second.Sequence));
    }

    [Fact]
    public void The_first_of_the_blocked_numbers_says_when_one_is_free()
    {
        for (int i = 0; i < 64; i++)
        {
            End(Begin(), attempts: 1, isAnswered: false);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Null(_pending.NextSequence());
        var free = _pending.NextSequenceAt();
        Assert.Equal(_clock.Now - TimeSpan.FromMilliseconds(640) + PendingRequests.BlockedWithoutResponse, free);
        _clock.Advance(free - _clock.Now);
        Assert.Equal((byte)1, _pending.NextSequence());
    }

    /// <summary>A number that is in use does not count, even if it was blocked earlier.</summary>
    [Fact]
    public void A_number_in_use_does_not_say_when_one_is_free()
    {
        foreach (var request in Enumerable.Range(0, 63).Select(_ => Begin()).ToList())
            Assert.Same(request, _pending[request.Sequence]);
        var last = Begin();
        End(last, attempts: 1, isAnswered: false);
        Assert.Equal(_clock.Now + PendingRequests.BlockedWithoutResponse, _pending.NextSequenceAt());
    }

    private static PendingRequest Request(byte sequence) => PendingRequest.Create(new GetDeviceId(), IpmbTarget.Bmc, sequence);

    private PendingRequest Begin()
    {
        var request = Request(_pending.NextSequence()!.Value);
        _pending.Add(request);
        return request;
    }

    private void End(PendingRequest request, int attempts, bool isAnswered)
    {
        request.Attempts = attempts;
        if (isAnswered)
            request.Complete([0]);
        _pending.Remove(request);
    }

    private bool IsFree(int sequence)
    {
        var given = new HashSet<byte?>(Enumerable.Range(0, 64).Select(_ => _pending.NextSequence()));
        return given.Contains((byte)sequence);
    }
}
