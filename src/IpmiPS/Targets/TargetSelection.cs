using System;
using System.Collections.Generic;
using IpmiPS.Authentication;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Decides which of the BMCs that the input names are worked on: each once if something is changed, and after confirmation. On the pipeline
/// thread, before anything is sent.
/// </summary>
/// <param name="confirm">Asks for confirmation, with -Confirm and -WhatIf in mind.</param>
/// <param name="writer">The cmdlet's streams.</param>
internal class TargetSelection(Func<string, BmcNeeds, bool> confirm, IPipelineWriter writer)
{
    private readonly HashSet<string> _selected = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The cmdlet's streams.</summary>
    protected IPipelineWriter Writer => writer;

    /// <summary>Whether rows of a BMC that was named before are taken, because they are done together.</summary>
    public bool TakesRepeated { get; init; }

    /// <summary>Returns true if the BMC is to be worked on.</summary>
    /// <param name="computerName">The BMC.</param>
    /// <param name="user">Who logs in (<see cref="CredentialResolver.UserOf"/>).</param>
    /// <param name="needs">What the cmdlet needs.</param>
    public bool Select(string computerName, string? user, BmcNeeds needs)
    {
        if (TakesRepeated || !needs.OncePerBmc || _selected.Add(KeyOf(computerName, needs)))
            return Confirm(computerName, user, needs);
        OnRepeated(computerName, user);
        return false;
    }

    /// <summary>Takes a selected BMC back, because there is no credential for it. A later row may have one.</summary>
    public virtual void Withdraw(string computerName, BmcNeeds needs) => _selected.Remove(KeyOf(computerName, needs));

    /// <summary>Reports a BMC that is skipped because it is being worked on under another name. On the worker's thread.</summary>
    public virtual void OnSameBmc(BmcTarget target, SameBmcException same, TargetOutput output)
    {
        output.Note(same.Message);
        output.Warning(same.Message);
    }

    /// <summary>Two controllers behind one BMC are two targets.</summary>
    private static string KeyOf(string computerName, BmcNeeds needs) => needs.Controller.IsBmc ? computerName : $"{computerName} {needs.Controller}";

    /// <summary>Asks for confirmation if the cmdlet needs it.</summary>
    protected virtual bool Confirm(string computerName, string? user, BmcNeeds needs) => needs.Action is null || confirm(computerName, needs);

    /// <summary>Reports a BMC that is skipped because the input has named it before.</summary>
    protected virtual void OnRepeated(string computerName, string? user) => writer.WriteVerbose($"{computerName}: named before; it is done once.");
}
