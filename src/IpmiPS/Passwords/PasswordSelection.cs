using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using IpmiPS.Authentication;
using IpmiPS.Crypto;

namespace IpmiPS.Cmdlets;

/// <summary>Selects the BMCs whose passwords are set, each with its plan, and reports plans that contradict each other.</summary>
/// <param name="read">Reads the plan of the present input object, given who logs in.</param>
/// <param name="confirm">Asks for confirmation; throws if the plan cannot be carried out.</param>
/// <param name="writer">The cmdlet's streams.</param>
internal sealed class PasswordSelection(Func<string?, PasswordPlan> read, Func<string, PasswordPlan, bool> confirm, IPipelineWriter writer)
    : TargetSelection(static (_, _) => true, writer)
{
    private readonly ConcurrentDictionary<string, PasswordPlan> _plans = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the plan of a selected BMC.</summary>
    public PasswordPlan PlanOf(string computerName) => _plans[computerName];

    public override void Withdraw(string computerName, BmcNeeds needs)
    {
        base.Withdraw(computerName, needs);
        _plans.TryRemove(computerName, out _);
    }

    public override void OnSameBmc(BmcTarget target, SameBmcException same, TargetOutput output)
    {
        base.OnSameBmc(target, same, output);
        if (ContradictionOf(_plans[same.FirstName], _plans[target.ComputerName], target.ComputerName) is { } contradiction)
            output.Fail(contradiction);
    }

    protected override bool Confirm(string computerName, string? user, BmcNeeds needs)
    {
        PasswordPlan plan = _plans[computerName] = read(user);
        try
        {
            return confirm(computerName, plan);
        }
        catch (IpmiException error)
        {
            Writer.WriteFailure(ErrorRecords.From(error, computerName));
            Withdraw(computerName, needs);
            return false;
        }
    }

    protected override void OnRepeated(string computerName, string? user)
    {
        if (ContradictionOf(_plans[computerName], read(user), computerName) is { } contradiction)
            Writer.WriteFailure(contradiction);
        else
            base.OnRepeated(computerName, user);
    }

    /// <summary>Returns an error if a second plan for the same BMC, which is skipped, differs from the first.</summary>
    private static ErrorRecord? ContradictionOf(PasswordPlan first, PasswordPlan second, string computerName)
    {
        if (!first.IsForAccountOf(second))
            return ErrorRecords.InvalidParameter($"Two accounts of {computerName} are named; the second one was left out.", computerName, "Change one account of a BMC after the other: the first change may be that of the account that logs in.");
        return SecretBytes.Equal(first.NewPassword, second.NewPassword)
            ? null
            : ErrorRecords.InvalidParameter($"Two new passwords of {computerName} are given; the second one was left out.", computerName, "Name each BMC once.");
    }
}
