using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>Prompts at the console, and vaults of Microsoft.PowerShell.SecretManagement.</summary>
internal sealed class CredentialSource(PSCmdlet cmdlet) : ICredentialSource
{
    private readonly Dictionary<string, PSCredential> _prompted = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string? Vault), object> _secrets = [];

    /// <inheritdoc/>
    public PSCredential Prompt(string? userName)
    {
        if (_prompted.TryGetValue(userName ?? "", out PSCredential? known))
            return known;
        PSCredential? response = IsInteractive ? ShowPrompt(userName) : null;
        if (response is null)
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                userName is null ? "No credential was given." : $"No password was given for the user '{userName}'.",
                "Give -Credential, a session of New-IpmiSession, or a row with a Credential or with UserName and Password; or set $PSDefaultParameterValues['*-Ipmi*:Credential'].");
        return _prompted[userName ?? ""] = response;
    }

    /// <inheritdoc/>
    public PSCredential PromptForAll(string userName)
    {
        try
        {
            return Prompt(userName);
        }
        catch (IpmiException error)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(error, null));
            throw;
        }
    }

    /// <inheritdoc/>
    public PSCredential ReadCredential(string name, string? vault, string? userName)
    {
        (string? user, SecureString? password) = Read(name, vault);
        user ??= userName;
        if (password is null || string.IsNullOrEmpty(user))
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                password is null ? $"The secret '{name}' is no credential." : $"The secret '{name}' is a password without a user name.",
                "Store a PSCredential with Set-Secret, or give the row a UserName column beside the secret.");
        return new PSCredential(user, password);
    }

    /// <inheritdoc/>
    public SecureString ReadKey(string name, string? vault) => Read(name, vault).Password
        ?? throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The secret '{name}' is no BMC key.", "Store text, a SecureString or bytes with Set-Secret.");

    private bool IsInteractive
    {
        get
        {
            if (cmdlet.Host?.UI is null || !Environment.UserInteractive)
                return false;

            // The console's prompt would read from redirected input.
            return cmdlet.Host.Name != "ConsoleHost" || !Console.IsInputRedirected;
        }
    }

    private PSCredential? ShowPrompt(string? userName)
    {
        try
        {
            return cmdlet.Host.UI.PromptForCredential("IPMI", "User and password of the BMC", userName ?? "", "");
        }
        catch (Exception error) when (error is HostException or PSInvalidOperationException or PSNotSupportedException or NotImplementedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns what a secret holds. Each is read once, even if reading fails, because a vault may prompt to be unlocked. Text becomes a
    /// SecureString.
    /// </summary>
    private (string? UserName, SecureString? Password) Read(string name, string? vault)
    {
        if (!_secrets.TryGetValue((name, vault), out object? secret))
        {
            try
            {
                secret = GetSecret(name, vault) switch
                {
                    string text => Secrets.Protect(text),
                    byte[] bytes => Secrets.ProtectAsHex(bytes),
                    object other => other,
                };
            }
            catch (IpmiException error)
            {
                secret = error;
            }

            _secrets[(name, vault)] = secret;
        }

        return secret switch
        {
            IpmiException error => throw new IpmiException(error.Kind, error.Message, error.RecommendedAction, error.InnerException),
            PSCredential credential => (credential.UserName, credential.Password),
            SecureString text => (null, text),
            _ => default,
        };
    }

    private object GetSecret(string name, string? vault)
    {
        const string Advice = "Install Microsoft.PowerShell.SecretManagement with a vault and store the secret with Set-Secret, or pass a PSCredential or SecureString.";
        if (cmdlet.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function) is null)
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                "The row names a secret, but the module Microsoft.PowerShell.SecretManagement is not present.",
                Advice);
        string where = vault is null ? "" : $" in the vault '{vault}'";
        try
        {
            object? secret = cmdlet.InvokeCommand
                .NewScriptBlock("param([hashtable] $which) Get-Secret @which -ErrorAction Stop")
                .Invoke(vault is null ? new Hashtable { ["Name"] = name } : new Hashtable { ["Name"] = name, ["Vault"] = vault })
                .FirstOrDefault()?.BaseObject;
            return secret ?? throw new IpmiException(IpmiErrorKind.InvalidParameter, $"There is no secret '{name}'{where}.", Advice);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The secret '{name}'{where} cannot be read: {error.ErrorRecord}", Advice, error);
        }
    }
}
