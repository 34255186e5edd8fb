using System.Collections.Generic;
using IpmiPS.Authentication;
using IpmiPS.Cmdlets.Tests.Support;
using IpmiPS.Commands;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Targets;

public sealed class TargetSelectionTests
{
    private static readonly BmcNeeds s_changing = new(PrivilegeLevel.Operator) { OncePerBmc = true, Action = "change" };

    [Fact]
    public void A_cmdlet_without_an_action_is_not_asked_about()
    {
        using var run = new Run();
        Assert.True(run.Selection(static (_, _) => false).Select("a", null, new BmcNeeds(PrivilegeLevel.User)));
        Assert.False(run.Selection(static (_, _) => false).Select("a", null, s_changing));
    }

    [Fact]
    public void A_BMC_is_asked_about_once()
    {
        using var run = new Run();
        List<string> asked = [];
        TargetSelection selection = run.Selection((computerName, needs) =>
        {
            asked.Add($"{needs.Action} {computerName}");
            return true;
        });
        Assert.True(selection.Select("a", null, s_changing));
        Assert.False(selection.Select("A", null, s_changing));
        Assert.Equal(["change a"], asked);
    }

    [Fact]
    public void A_BMC_that_is_withdrawn_can_be_selected_again()
    {
        using var run = new Run();
        TargetSelection selection = run.Selection();
        Assert.True(selection.Select("a", null, s_changing));
        selection.Withdraw("a", s_changing);
        Assert.True(selection.Select("a", null, s_changing));
    }

    [Fact]
    public void Controllers_behind_one_BMC_are_targets_of_their_own()
    {
        using var run = new Run();
        TargetSelection selection = run.Selection();
        Assert.True(selection.Select("a", null, s_changing));
        Assert.True(selection.Select("a", null, s_changing with { Controller = new IpmbTarget(0x2C, 6) }));
        Assert.True(selection.Select("a", null, s_changing with { Controller = new IpmbTarget(0x2C, 7) }));
        Assert.False(selection.Select("a", null, s_changing with { Controller = new IpmbTarget(0x2C, 6) }));
    }

    [Fact]
    public void A_BMC_under_two_names_is_a_warning()
    {
        using var run = new Run();
        var claims = new BmcClaims();
        claims.Claim("first", [new LanEndpoint("127.0.0.1", 1)]);
        var same = Assert.Throws<SameBmcException>(() => claims.Claim("second", [new LanEndpoint("127.0.0.1", 1)]));
        run.Selection().OnSameBmc(BmcTarget.For(new IpmiConnectOptions { ComputerName = "second" }, true, s_changing, null), same, run.OutputOf("second"));
        run.Finish();
        Assert.Contains("first", Assert.IsType<string>(Assert.Single(run.Writer.Warnings)));
    }
}
