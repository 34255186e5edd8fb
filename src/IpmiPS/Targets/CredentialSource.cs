using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Where the credentials of a pipeline come from that were not given as such: the person at the console, who is asked once, and
/// the vaults of Microsoft.PowerShell.SecretManagement. On the pipeline thread only.
/// </summary>
internal sealed class CredentialSource(PSCmdlet cmdlet)
{
    private readonly Dictionary<string, PSCredential> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string? Vault), object> _secrets = [];

    /// <summary>Asks for a password, and for the user where none is named; for each user only once.</summary>
    /// <exception cref="IpmiException">Nobody can be asked here, or nobody answered (kind InvalidParameter).</exception>
    public PSCredential Ask(string? userName)
    {
        if (_asked.TryGetValue(userName ?? "", out PSCredential? known))
            return known;
        PSCredential? response = IsInteractive ? Prompt(userName) : null;
        if (response is null)
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                userName is null ? "No credential was given." : $"No password was given for the user '{userName}'.",
                "Give -Credential, a session of New-IpmiSession, or a row with a Credential or with UserName and Password; or set $PSDefaultParameterValues['*-Ipmi*:Credential'].");
        return _asked[userName ?? ""] = response;
    }

    /// <summary>Reads a secret of a vault: a credential, or a password for <paramref name="userName"/>.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="vault">The vault's name; null where any vault may have it.</param>
    /// <param name="userName">The user, where the secret is only a password.</param>
    /// <exception cref="IpmiException">There is no vault, no such secret, or it is no credential (kind InvalidParameter).</exception>
    public PSCredential FromVault(string name, string? vault, string? userName)
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

    /// <summary>Reads a BMC key out of a vault: text as -BmcKey takes it, bytes, or the password of a credential.</summary>
    /// <exception cref="IpmiException">There is no vault, no such secret, or it is no key (kind InvalidParameter).</exception>
    public SecureString KeyFromVault(string name, string? vault) => Read(name, vault).Password
        ?? throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The secret '{name}' is no BMC key.", "Store text, a SecureString or bytes with Set-Secret.");

    private bool IsInteractive
    {
        get
        {
            if (cmdlet.Host?.UI is null || !Environment.UserInteractive)
                return false;

            // The console's prompt would read the answer from whatever feeds the standard input.
            return cmdlet.Host.Name != "ConsoleHost" || !Console.IsInputRedirected;
        }
    }

    private PSCredential? Prompt(string? userName)
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
    /// What a secret holds; each is read once, also one that cannot be read, since vaults may ask a person to unlock them. Text does not
    /// stay text.
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
