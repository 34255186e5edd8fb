using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;

namespace IpmiPS.Cmdlets;

/// <summary>Which BMCs a run goes on with: each once where something is changed, after a question where one is due, and not against what was refused before.</summary>
public abstract partial class BmcCmdlet
{
    private readonly HashSet<string> _begun = new(StringComparer.OrdinalIgnoreCase);
    private LogInGuard? _guard;
    private BmcClaims? _claims;

    /// <summary>The time of the target that the present worker is at; null where a session logs in again for somebody else.</summary>
    private readonly AsyncLocal<TimeLimit?> _limit = new();

    /// <summary>
    /// Whether a BMC that the input names again is left out, by the same name, as where several unhealthy sensors of one machine are piped
    /// into a power cycle, or by another one. So it is for whatever changes something.
    /// </summary>
    private protected virtual bool IsOncePerBmc => false;

    /// <summary>Whether that holds for two addresses, too, that answer with one system GUID.</summary>
    private protected virtual bool IsOncePerGuid => IsOncePerBmc;

    /// <summary>Asks, on the pipeline thread and before anything is sent, whether to go on with a BMC.</summary>
    private protected virtual bool Confirm(string computerName) => true;

    /// <inheritdoc cref="Confirm(string)"/>
    /// <param name="computerName">The BMC.</param>
    /// <param name="logsIn">Who logs in, as far as the input says it: a user, or the secret that names one.</param>
    private protected virtual bool Confirm(string computerName, string? logsIn) => Confirm(computerName);

    /// <summary>ShouldProcess, where -Force answers the question beforehand. -WhatIf and -Confirm, where they are given, go before it.</summary>
    private protected bool ShouldProcess(string computerName, string action, SwitchParameter force)
    {
        if (!force || IsGiven("Confirm") || (MyInvocation.BoundParameters.ContainsKey("WhatIf") ? IsGiven("WhatIf") : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"))))
            return ShouldProcess(computerName, action);
        WriteVerbose($"Performing the operation \"{action}\" on target \"{computerName}\".");
        return true;

        bool IsGiven(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && LanguagePrimitives.IsTrue(value);
    }

    /// <summary>A BMC that was confirmed is not begun with, because there is nothing to log in with. A later row may bring it.</summary>
    private protected virtual void Withdraw(string computerName) => _begun.Remove(computerName);

    /// <summary>Says that a BMC is left out, because it was named before.</summary>
    /// <inheritdoc cref="Confirm(string, string?)"/>
    private protected virtual void NamedAgain(string computerName, string? logsIn) => WriteVerbose($"{computerName}: named before; it is done once.");

    /// <summary>Logs in, unless what other BMCs said of the credential speaks against it, or the BMC is worked on under another name.</summary>
    private protected async Task<IBmcSession> LogInAsync(IpmiConnectOptions options, CancellationToken cancellationToken)
    {
        options = options with { Guard = _guard, Claims = _claims, Within = _limit.Value };
        IBmcSession client = await ContactAsync(BmcConnector.ConnectAsync(options, cancellationToken)).ConfigureAwait(false);
        try
        {
            ClaimGuid(client);
            return client;
        }
        catch (SameBmcException)
        {
            PendingCloses.Say(client);
            throw;
        }
    }

    /// <summary>Says that a BMC is left out, because it is worked on under another name.</summary>
    private protected virtual void LeaveOut(BmcTarget target, SameBmcException same, TargetOutput output)
    {
        output.Note(same.Message);
        output.Warning(same.Message);
    }

    private void BeginRun()
    {
        _guard = IgnoreLogInGuard ? null : new LogInGuard(text => Post(() => WriteWarning(text)));
        _claims = IsOncePerBmc ? new BmcClaims() : null;
    }

    private bool GoesOn(string computerName, string? logsIn)
    {
        if (!IsOncePerBmc || _begun.Add(computerName))
            return Confirm(computerName, logsIn);
        NamedAgain(computerName, logsIn);
        return false;
    }

    private void Claim(IBmcSession client)
    {
        _claims?.Claim(client.ComputerName, [client.Endpoint]);
        ClaimGuid(client);
    }

    private void ClaimGuid(IBmcSession client)
    {
        if (IsOncePerGuid)
            _claims?.ClaimGuid(client.ComputerName, client.SystemGuid);
    }
}
