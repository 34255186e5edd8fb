using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

/// <summary>Whatever a BMC does with a password that is set: what is told is what is so, and few log-ins are refused on the way.</summary>
public sealed class PasswordChangeTests
{
    private const string Short = "sixteen bytes ok", Long = "twenty bytes are ok!";

    /// <summary>The rule of it all: where the state is known, the password that it names is the one in force.</summary>
    private static void AssertTruth(PasswordBmc bmc, PasswordOutcome outcome, string @new)
    {
        if (outcome.State != PasswordState.Unknown)
            Assert.Equal(outcome.State == PasswordState.Changed ? @new : PasswordBmc.Old, bmc.Password);
        Assert.Equal(outcome.State == PasswordState.Changed, outcome.Failure is null);
        Assert.DoesNotContain(@new, outcome.Failure?.ToString() ?? "");
        Assert.DoesNotContain(PasswordBmc.Old, outcome.Failure?.ToString() ?? "");
    }

    [Theory]
    [InlineData(Short, false)]
    [InlineData(Long, true)]
    [InlineData("p\u00E4ssw\u00F6rd of 17!", true)]
    public async Task A_password_is_set_in_the_size_that_it_needs_and_proved_by_a_log_in(string password, bool isLong)
    {
        var bmc = new PasswordBmc();
        var outcome = await bmc.ChangeAsync(password);
        Assert.Equal(new PasswordOutcome(PasswordState.Changed, true), outcome);
        Assert.Equal((password, isLong), (bmc.Password, bmc.IsLong));
        Assert.Equal([password], bmc.LogIns);
        Assert.Equal([password], bmc.Set);
        Assert.Equal(2, bmc.Connection.Requests.Last().Data[0] & 0x3F);
    }

    [Theory]
    [InlineData("before", "00", 2)]
    [InlineData("after", "00", 1)]
    [InlineData("before", "after", 2)]
    [InlineData("C3", "00", 2)]
    public async Task A_password_whose_answer_is_lost_is_asked_for_and_sent_again_only_where_it_did_not_arrive(string first, string second, int sent)
    {
        var bmc = new PasswordBmc { SetFate = n => n == 1 ? first : second };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((PasswordState.Changed, true), (outcome.State, outcome.Verified));
        Assert.Equal(sent, bmc.Set.Count);
        AssertTruth(bmc, outcome, Short);
        Assert.Equal(0, bmc.RefusedLogIns);
    }

    [Theory]
    [InlineData("before", PasswordState.RolledBack)]
    [InlineData("after", PasswordState.Changed)]
    public async Task Without_Test_Password_a_log_in_tells_what_became_of_it(string fate, PasswordState state)
    {
        var bmc = new PasswordBmc { TestPassword = "no", SetFate = n => n == 1 ? fate : "00" };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((state, true), (outcome.State, outcome.Verified));
        Assert.Equal(state == PasswordState.Changed ? 0 : 2, bmc.RefusedLogIns);
        AssertTruth(bmc, outcome, Short);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("silent")]
    public async Task A_password_that_comes_late_does_not_undo_the_one_that_was_put_back(string test)
    {
        var bmc = new PasswordBmc { TestPassword = test, SetFate = n => n == 1 ? "late" : "00" };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((PasswordState.RolledBack, true), (outcome.State, outcome.Verified));
        AssertTruth(bmc, outcome, Short);
    }

    [Theory]
    [InlineData("C7", Long, true)]
    [InlineData("CC", Long, true)]
    [InlineData("CC", Short, false)]
    [InlineData("D4", Short, false)]
    [InlineData("FF", Short, false)]
    public async Task A_refused_password_changes_nothing(string code, string password, bool mayBeTooLong)
    {
        var bmc = new PasswordBmc { SetFate = _ => code };
        var outcome = await bmc.ChangeAsync(password);
        Assert.Equal((PasswordState.Unchanged, mayBeTooLong), (outcome.State, outcome.MayBeTooLong));
        Assert.IsType<IpmiCommandException>(outcome.Failure);
        Assert.Empty(bmc.LogIns);
        AssertTruth(bmc, outcome, password);
    }

    [Theory]
    [InlineData("CC", false, PasswordState.Unchanged, false)]
    [InlineData("FF", false, PasswordState.Unchanged, true)]
    [InlineData("FF", true, PasswordState.Changed, true)]
    public async Task An_unspecified_error_is_no_refusal_where_only_log_ins_can_tell(string code, bool isTaken, PasswordState state, bool verified)
    {
        var bmc = new PasswordBmc { TestPassword = "no", SetFate = _ => code, TakesWhatItRefuses = isTaken };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((state, verified), (outcome.State, outcome.Verified));
        Assert.Equal(isTaken ? 1 : 0, bmc.RefusedLogIns);
        AssertTruth(bmc, outcome, Short);
    }

    [Theory]
    [InlineData(false, PasswordState.Unchanged, false)]
    [InlineData(true, PasswordState.Changed, true)]
    public async Task An_unspecified_error_for_a_password_whose_predecessor_is_not_known_is_told_by_the_new_one(bool isTaken, PasswordState state, bool verified)
    {
        var bmc = new PasswordBmc { TestPassword = "no", SetFate = _ => "FF", TakesWhatItRefuses = isTaken };
        var outcome = await bmc.ChangeAsync(Short, present: null, account: "operator");
        Assert.Equal((state, verified), (outcome.State, outcome.Verified));
        Assert.Equal(isTaken ? 0 : 1, bmc.RefusedLogIns);
        AssertTruth(bmc, outcome, Short);
    }

    [Theory]
    [InlineData("yes", 0)]
    [InlineData("C7", 0)]
    [InlineData("cuts", 0)]
    [InlineData("no", 2)]
    [InlineData("lies", 2)]
    [InlineData("always", 2)]
    public async Task A_BMC_that_cuts_passwords_gets_the_one_before_back(string test, int refused)
    {
        var bmc = new PasswordBmc { Kept = 16, TestPassword = test };
        var outcome = await bmc.ChangeAsync(Long);
        Assert.Equal((PasswordState.RolledBack, true, true), (outcome.State, outcome.Verified, outcome.MayBeTooLong));
        Assert.Equal(refused, bmc.RefusedLogIns);
        Assert.Equal(refused == 0, outcome.Failure!.Message.Contains("first 16 bytes"));
        AssertTruth(bmc, outcome, Long);
    }

    [Fact]
    public async Task A_BMC_that_stores_all_passwords_as_long_ones_is_understood()
    {
        var bmc = new PasswordBmc();
        Assert.Equal(PasswordState.Changed, (await bmc.ChangeAsync(Long)).State);
        var change = await bmc.PrepareAsync(Long);
        Assert.Equal(PasswordState.Changed, (await change.SetAsync(ClientSetup.Secret(Short), default)).State);
        Assert.Equal(PasswordState.RolledBack, (await change.UndoAsync()).State);
        Assert.Equal((Long, true), (bmc.Password, bmc.IsLong));
    }

    [Theory]
    [InlineData("yes", 6, 0, PasswordState.Changed)]
    [InlineData("no", 4, 1, PasswordState.Changed)]
    [InlineData("no", 60, 2, PasswordState.RolledBack)]
    [InlineData("yes", 60, 0, PasswordState.RolledBack)]
    public async Task A_BMC_that_is_late_is_waited_for_without_log_ins_that_are_refused(string test, int seconds, int refused, PasswordState state)
    {
        var bmc = new PasswordBmc { TestPassword = test, CommitTime = TimeSpan.FromSeconds(seconds) };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal(refused, bmc.RefusedLogIns);
        Assert.Equal(state, outcome.State);
        AssertTruth(bmc, outcome, Short);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public async Task A_session_that_ends_with_the_password_is_no_failure(string test)
    {
        var bmc = new PasswordBmc { DropsSession = true, TestPassword = test };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((PasswordState.Changed, true), (outcome.State, outcome.Verified));
        AssertTruth(bmc, outcome, Short);
    }

    [Fact]
    public async Task A_session_that_ends_with_a_password_that_is_cut_leaves_the_outcome_unknown()
    {
        var bmc = new PasswordBmc { DropsSession = true, Kept = 16 };
        var outcome = await bmc.ChangeAsync(Long);
        Assert.Equal((PasswordState.Unknown, IpmiErrorKind.OutcomeUnknown), (outcome.State, outcome.Failure!.Kind));
        Assert.Equal(3, bmc.RefusedLogIns);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("after")]
    public async Task A_BMC_that_falls_silent_leaves_the_outcome_unknown(string fate)
    {
        var bmc = new PasswordBmc { Dies = true, SetFate = _ => fate };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((PasswordState.Unknown, IpmiErrorKind.OutcomeUnknown), (outcome.State, outcome.Failure!.Kind));
        Assert.Equal([Short], bmc.Set);
        Assert.Equal(2, bmc.LogIns.Count);
    }

    [Fact]
    public async Task A_log_in_that_is_refused_although_the_BMC_has_the_password_brings_the_one_before_back()
    {
        var bmc = new PasswordBmc { LogInFault = password => password == Short ? IpmiErrorKind.BadCredential : null };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((PasswordState.RolledBack, true), (outcome.State, outcome.Verified));
        Assert.Equal([Short, Short, PasswordBmc.Old], bmc.LogIns);
        AssertTruth(bmc, outcome, Short);
    }

    [Theory]
    [InlineData("CC", "BMC refused the previous password", 2)]
    [InlineData("before", "previous password was sent again, but a log-in with it failed", 3)]
    public async Task A_password_that_cannot_be_put_back_leaves_the_outcome_unknown(string fate, string told, int logIns)
    {
        var bmc = new PasswordBmc { LogInFault = _ => IpmiErrorKind.BadCredential, SetFate = n => n == 1 ? "00" : fate };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal(PasswordState.Unknown, outcome.State);
        Assert.Contains(told, outcome.Failure!.Message);
        Assert.Equal(logIns, bmc.LogIns.Count);
    }

    [Theory]
    [InlineData("yes", PasswordState.Changed)]
    [InlineData("no", PasswordState.RolledBack)]
    [InlineData("always", PasswordState.RolledBack)]
    public async Task Where_no_session_is_free_for_the_proof_the_BMCs_word_counts(string test, PasswordState state)
    {
        var bmc = new PasswordBmc { TestPassword = test, LogInFault = password => password == Short ? IpmiErrorKind.NoSessionSlot : null };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((state, state == PasswordState.RolledBack), (outcome.State, outcome.Verified));
        Assert.Equal(state == PasswordState.Changed, outcome.Remark is not null);
        AssertTruth(bmc, outcome, Short);
    }

    [Fact]
    public async Task The_password_before_comes_back_when_nobody_is_left_to_be_told()
    {
        var bmc = new PasswordBmc();
        var change = await bmc.PrepareAsync();
        Assert.Equal(PasswordState.Changed, (await change.SetAsync(ClientSetup.Secret(Short), default)).State);
        var outcome = await change.UndoAsync();
        Assert.Equal((PasswordState.RolledBack, true), (outcome.State, outcome.Verified));
        Assert.Equal(PasswordBmc.Old, bmc.Password);
    }

    [Fact]
    public async Task Whoever_is_in_a_hurry_does_not_wait_for_a_late_BMC()
    {
        var bmc = new PasswordBmc { CommitTime = TimeSpan.FromSeconds(3) };
        var change = await bmc.PrepareAsync();
        var outcome = await change.SetAsync(ClientSetup.Secret(Short), new CancellationToken(true));
        Assert.Equal(PasswordState.RolledBack, outcome.State);
        Assert.Equal(TimeSpan.Zero, bmc.Clock.Now);
        AssertTruth(bmc, outcome, Short);
    }

    [Theory]
    [InlineData("00", 20, PasswordState.Changed)]
    [InlineData("CC", 20, PasswordState.Unchanged)]
    [InlineData("00", 16, PasswordState.Unknown)]
    public async Task The_password_of_another_account_is_proved_too_but_cannot_be_put_back_where_it_is_not_known(string fate, int kept, PasswordState state)
    {
        var bmc = new PasswordBmc { SetFate = _ => fate, Kept = kept };
        var outcome = await bmc.ChangeAsync(Long, present: null, account: "operator");
        Assert.Equal(state, outcome.State);
        Assert.Equal([Long], bmc.Set);
        Assert.Equal(3, bmc.Connection.Requests.First(request => request.Code == SetUserPassword.Definition.Code).Data[0] & 0x3F);
        Assert.Equal(state == PasswordState.Unknown, outcome.Failure?.Message.Contains("is not known") ?? false);
        AssertTruth(bmc, outcome, Long);
    }

    [Theory]
    [InlineData("yes", PasswordState.Changed)]
    [InlineData("no", PasswordState.Unknown)]
    public async Task The_password_of_an_account_that_may_not_log_in_is_known_by_the_BMCs_word_alone(string test, PasswordState state)
    {
        var bmc = new PasswordBmc { Access = _ => 0x1F, TestPassword = test };
        var outcome = await bmc.ChangeAsync(Short, present: null, account: "operator");
        Assert.Equal((state, false), (outcome.State, outcome.Verified));
        Assert.Empty(bmc.LogIns);
        AssertTruth(bmc, outcome, Short);
    }

    [Fact]
    public async Task A_BMC_that_never_answers_Test_Password_is_changed_and_one_that_is_gone_is_not()
    {
        var bmc = new PasswordBmc { TestPassword = "silent" };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((PasswordState.Changed, true), (outcome.State, outcome.Verified));

        // The names of four accounts and the access of two are asked for first.
        var gone = new PasswordBmc { GoneAfter = 6 };
        Assert.Equal(IpmiErrorKind.Timeout, (await Assert.ThrowsAsync<IpmiException>(() => gone.PrepareAsync())).Kind);
        Assert.Empty(gone.Set);
        Assert.Equal(8, gone.Connection.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_present_password_ends_it_before_anything_is_set()
    {
        var bmc = new PasswordBmc();
        var error = await Assert.ThrowsAsync<IpmiException>(() => bmc.PrepareAsync("wrong", "operator"));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Empty(bmc.Set);
    }

    [Theory]
    [InlineData("00", "BMC accepted the new password, but a new log-in with it failed: Refused.")]
    [InlineData("FF", "The new password was sent and got no clear response, but a new log-in with it failed: Refused.")]
    public async Task The_reason_for_restoring_the_previous_password_is_reported(string code, string text)
    {
        // The log-in with the previous password fails once after an unspecified error, so that the new one is tried.
        int logIns = 0;
        var bmc = new PasswordBmc { TestPassword = "no", SetFate = n => n == 1 ? code : "00", LogInFault = password => password == PasswordBmc.Old && ++logIns == 1 && code == "FF" ? IpmiErrorKind.BadCredential : null, CommitTime = TimeSpan.FromSeconds(60) };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal(PasswordState.RolledBack, outcome.State);
        Assert.Contains(text, outcome.Failure!.Message);
        Assert.Contains("The previous password was restored, and a log-in with it succeeded.", outcome.Failure.Message);
        Assert.Contains("16 bytes", outcome.Failure.RecommendedAction);
    }

    [Fact]
    public async Task A_previous_password_that_only_the_BMC_confirms_is_reported_so()
    {
        var bmc = new PasswordBmc { LogInFault = password => password == Short ? IpmiErrorKind.BadCredential : IpmiErrorKind.NoSessionSlot };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal((PasswordState.RolledBack, false), (outcome.State, outcome.Verified));
        Assert.Contains("The previous password was restored, and the BMC confirms it.", outcome.Failure!.Message);
    }

    [Fact]
    public async Task A_previous_password_that_is_refused_at_log_in_is_not_reported_as_restored()
    {
        var bmc = new PasswordBmc { LogInFault = static _ => IpmiErrorKind.BadCredential };
        var outcome = await bmc.ChangeAsync(Short);
        Assert.Equal(PasswordState.Unknown, outcome.State);
        Assert.Contains("The previous password was sent again, but a log-in with it failed, too: It failed.", outcome.Failure!.Message);
        Assert.Contains("Try the new password of the account 'admin', then the previous one", outcome.Failure.RecommendedAction);
    }

    [Fact]
    public async Task A_previous_password_that_does_not_come_into_force_is_reported_so()
    {
        var bmc = new PasswordBmc { Kept = 16, SetFate = n => n == 1 ? "00" : "CC" };
        var outcome = await bmc.ChangeAsync(Long);
        Assert.Equal(PasswordState.Unknown, outcome.State);
        Assert.Contains("The BMC refused the previous password: ", outcome.Failure!.Message);
    }

    [Fact]
    public async Task What_the_BMC_confirms_without_a_log_in_is_a_remark()
    {
        var bmc = new PasswordBmc { LogInFault = password => password == Short ? IpmiErrorKind.NoSessionSlot : null };
        Assert.StartsWith("The BMC confirms the new password, but no new log-in could prove it:", (await bmc.ChangeAsync(Short)).Remark);
    }

    [Fact]
    public async Task A_BMC_that_falls_silent_is_reported_with_the_account()
    {
        var outcome = await new PasswordBmc { Dies = true }.ChangeAsync(Short);
        Assert.StartsWith("A new password was sent for the account 'admin', and the BMC no longer responds:", outcome.Failure!.Message);
    }

    [Fact]
    public async Task A_password_that_could_not_be_handed_out_is_restored_with_that_reason()
    {
        var bmc = new PasswordBmc();
        var change = await bmc.PrepareAsync();
        await change.SetAsync(ClientSetup.Secret(Short), default);
        var outcome = await change.UndoAsync();
        Assert.StartsWith("The command was stopped before the new password could be given out.", outcome.Failure!.Message);
        Assert.False(outcome.MayBeTooLong);
    }

    [Fact]
    public async Task A_wrong_present_password_is_reported_with_the_account()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => new PasswordBmc().PrepareAsync("wrong", "operator"));
        Assert.Equal("The present password that was given for the account 'operator' is not its password. Nothing was changed.", error.Message);
    }

    [Fact]
    public async Task Seventeen_requests_outdate_a_password_without_a_response()
    {
        var bmc = new PasswordBmc { TestPassword = "no", SetFate = n => n == 1 ? "late" : "00" };
        await bmc.ChangeAsync(Short);
        int first = bmc.Connection.Requests.FindIndex(static request => request.Command is SetUserPassword { Operation: UserPasswordOperation.SetPassword });
        int second = bmc.Connection.Requests.FindLastIndex(static request => request.Command is SetUserPassword { Operation: UserPasswordOperation.SetPassword });
        Assert.Equal(17, bmc.Connection.Requests.Skip(first).Take(second - first).Count(static request => request.Command is GetUserName));
    }
}
