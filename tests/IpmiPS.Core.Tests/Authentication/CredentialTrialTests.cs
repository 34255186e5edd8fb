using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using Xunit;

namespace IpmiPS.Tests.Authentication;

/// <summary>How many BMCs a credential is tried on at once, and when it is given up.</summary>
public class CredentialTrialTests
{
    private readonly CredentialTrial _trial = new();

    [Fact]
    public async Task Twenty_turns_are_given_at_once_and_an_acceptance_makes_room_for_two()
    {
        var turns = Enter(25);
        Assert.Equal(20, turns.Count(turn => turn.IsCompleted));
        Assert.False(_trial.Leave(true));
        Assert.True(await turns[20]);
        Assert.True(await turns[21]);
        Assert.False(turns[22].IsCompleted);
    }

    [Fact]
    public async Task A_turn_that_says_nothing_makes_room_for_one()
    {
        var turns = Enter(25);
        Assert.False(_trial.Leave(null));
        Assert.True(await turns[20]);
        Assert.False(turns[21].IsCompleted);
        Assert.Equal("0 BMCs of this run refused the credential of the null user and none accepted it", _trial.Verdict(""));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(5, 1, 4)]
    [InlineData(5, 4, 1)]
    [InlineData(5, 5, 1)]
    public void After_a_refusal_the_limit_is_what_acceptances_outnumber_refusals_by(int accepted, int refused, int limit)
    {
        Complete(accepted, true);
        Complete(refused, false);
        Assert.Equal(limit, Enter(30).Count(turn => turn.IsCompleted));
        Assert.False(_trial.IsGivenUp);
    }

    /// <summary>Acceptances of BMCs that were known before say nothing about new ones.</summary>
    [Fact]
    public void An_acceptance_without_a_turn_makes_no_room()
    {
        for (int i = 0; i < 10; i++)
            Assert.False(_trial.Add(true));
        Assert.Equal(20, Enter(40).Count(turn => turn.IsCompleted));
        Assert.Contains("and 10 accepted it", _trial.Verdict("admin"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 4, false)]
    [InlineData(0, 5, true)]
    [InlineData(1, 5, false)]
    [InlineData(1, 19, false)]
    [InlineData(1, 20, true)]
    [InlineData(20, 20, false)]
    [InlineData(20, 21, true)]
    public async Task Five_refusals_without_an_acceptance_or_twenty_that_outnumber_them_end_its_use(int accepted, int refused, bool isGivenUp)
    {
        Complete(accepted, true);
        Assert.Equal(isGivenUp ? 1 : 0, Complete(refused, false).Count(given => given));
        Assert.Equal(isGivenUp, _trial.IsGivenUp);
        Assert.Equal(!isGivenUp, await _trial.EnterAsync(CancellationToken.None));
        Assert.Equal($"{refused} BMCs of this run refused the credential of the user 'admin' and {(accepted == 0 ? "none" : $"{accepted}")} accepted it", _trial.Verdict("admin"));
    }

    [Fact]
    public async Task While_a_log_in_is_in_progress_five_refusals_end_nothing()
    {
        Enter(1);
        Assert.DoesNotContain(true, Enumerable.Range(0, 7).Select(_ => _trial.Add(false)));
        Assert.False(_trial.IsGivenUp);
        var next = _trial.EnterAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        Assert.True(_trial.Leave(null));
        Assert.True(_trial.IsGivenUp);
        Assert.False(await next);

        // It is given up once.
        Assert.False(_trial.Add(false));
    }

    [Fact]
    public async Task When_it_is_given_up_all_that_wait_get_no_turn()
    {
        var turns = Enter(30);
        for (int i = 0; i < 20; i++)
            Assert.Equal(i == 19, _trial.Leave(false));
        Assert.Equal(10, (await Task.WhenAll(turns)).Count(turn => !turn));
    }

    [Fact]
    public async Task A_cancelled_wait_takes_no_turn()
    {
        using var cancel = new CancellationTokenSource();
        Enter(20);
        var cancelled = _trial.EnterAsync(cancel.Token);
        var next = _trial.EnterAsync(CancellationToken.None);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(next.IsCompleted);
        _trial.Leave(null);
        Assert.True(await next);
        Assert.False(_trial.EnterAsync(CancellationToken.None).IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_acceptance_that_is_revoked_counts_as_a_refusal(bool hadTurn)
    {
        Complete(3, true);
        if (hadTurn)
            Complete(1, true);
        else
            _trial.Add(true);
        Assert.False(_trial.Revoke(hadTurn));
        Assert.Equal("1 BMCs of this run refused the credential of the user 'admin' and 3 accepted it", _trial.Verdict("admin"));
        Assert.Equal(2, Enter(30).Count(turn => turn.IsCompleted));
    }

    private List<Task<bool>> Enter(int count) => [.. Enumerable.Range(0, count).Select(_ => _trial.EnterAsync(CancellationToken.None))];

    /// <summary>Turns that are taken and completed, one after the other.</summary>
    private List<bool> Complete(int count, bool accepted) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        Assert.True(_trial.EnterAsync(CancellationToken.None).IsCompleted);
        return _trial.Leave(accepted);
    })];
}
