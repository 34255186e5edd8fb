using System;
using System.Collections.Generic;
using IpmiPS.Cmdlets.Tests.Support;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Passwords;

public sealed class PasswordSelectionTests : IDisposable
{
    private static readonly BmcNeeds s_needs = new(PrivilegeLevel.Administrator) { OncePerBmc = true };

    private readonly Run _run = new();
    private readonly List<string> _confirmed = [];
    private PasswordPlan _plan = Plan("new");

    [Fact]
    public void Each_BMC_gets_the_plan_of_its_row()
    {
        PasswordSelection selection = Selection();
        Assert.True(selection.Select("a", "admin", s_needs));
        _plan = Plan("other");
        Assert.True(selection.Select("b", "admin", s_needs));
        Assert.Equal("new", Secrets.Reveal(selection.PlanOf("A").NewPassword!));
        Assert.Equal("other", Secrets.Reveal(selection.PlanOf("b").NewPassword!));
        Assert.Equal(["a", "b"], _confirmed);
    }

    [Fact]
    public void A_BMC_that_is_named_again_with_the_same_plan_is_skipped_quietly()
    {
        PasswordSelection selection = Selection();
        selection.Select("a", "admin", s_needs);
        _plan = Plan("new");
        Assert.False(selection.Select("a", "admin", s_needs));
        Assert.Empty(_run.Writer.Errors);
    }

    [Fact]
    public void Another_password_or_account_for_the_same_BMC_is_an_error()
    {
        PasswordSelection selection = Selection();
        selection.Select("a", "admin", s_needs);
        _plan = Plan("different");
        Assert.False(selection.Select("a", "admin", s_needs));
        _plan = Plan("new") with { Account = "root" };
        Assert.False(selection.Select("a", "admin", s_needs));
        Assert.Collection(
            _run.Writer.Errors,
            static error => Assert.Contains("Two new passwords", error.Exception.Message),
            static error => Assert.Contains("Two accounts", error.Exception.Message));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("123456789012345678901", "has 21 bytes")]
    [InlineData("a\0b", "code 0")]
    public void A_password_that_no_BMC_can_take_is_found_out_beforehand(string password, string fault) => Assert.Contains(fault, Plan(password).FindFault());

    [Fact]
    public void A_plan_that_cannot_be_carried_out_is_an_error_and_a_later_row_may_have_a_better_one()
    {
        bool isBad = true;
        var selection = new PasswordSelection(_ => _plan, (_, _) => isBad ? throw new IpmiException(IpmiErrorKind.InvalidParameter, "no") : true, _run.Writer);
        Assert.False(selection.Select("a", null, s_needs));
        Assert.Equal("a", _run.Writer.Error.TargetObject);
        isBad = false;
        Assert.True(selection.Select("a", null, s_needs));
    }

    public void Dispose() => _run.Dispose();

    private PasswordSelection Selection() => new(_ => _plan, (computerName, _) =>
    {
        _confirmed.Add(computerName);
        return true;
    }, _run.Writer);

    private static PasswordPlan Plan(string password) => new(null, "admin", Secrets.Protect(password), null, 16, false, null);
}
