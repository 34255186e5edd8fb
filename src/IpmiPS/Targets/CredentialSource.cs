using System;
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
    private readonly Dictionary<string, object> _secrets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks for a password, and for the user where none is named; for each user only once.</summary>
    /// <exception cref="IpmiException">Nobody can be asked here, or nobody answered (kind InvalidParameter).</exception>
    public PSCredential Ask(string? userName)
    {
        if (_asked.TryGetValue(userName ?? "", out PSCredential? known))
            return known;
        PSCredential? answer = IsInteractive ? Prompt(userName) : null;
        if (answer is null)
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                userName is null ? "No credential was given." : $"No password was given for the user '{userName}'.",
                "Give -Credential, a session of New-IpmiSession, or a row with a Credential or with UserName and Password; or set $PSDefaultParameterValues['*-Ipmi*:Credential'].");
        return _asked[userName ?? ""] = answer;
    }

    /// <summary>Reads a secret of a vault: a credential, or a password for <paramref name="userName"/>.</summary>
    /// <exception cref="IpmiException">There is no vault, no such secret, or it is no credential (kind InvalidParameter).</exception>
    public PSCredential FromVault(string name, string? userName)
    {
        if (!_secrets.TryGetValue(name, out object? secret))
            _secrets[name] = secret = GetSecret(name);
        SecureString? password = PasswordOf(secret);
        string? user = secret is PSCredential { UserName: { } own } ? own : userName;
        if (password is null || string.IsNullOrEmpty(user))
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                password is null ? $"The secret '{name}' is no credential." : $"The secret '{name}' is a password without a user name.",
                "Store a PSCredential with Set-Secret, or give the row a UserName column beside the secret.");
        return new PSCredential(user, password);
    }

    /// <summary>The password in what a vault gave; null where there is none.</summary>
    public static SecureString? PasswordOf(object secret) => secret switch
    {
        PSCredential credential => credential.Password,
        SecureString secure => secure,
        string text => Secrets.Protect(text),
        _ => null,
    };

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

    private object GetSecret(string name)
    {
        const string Advice = "Install Microsoft.PowerShell.SecretManagement with a vault and store the credential with Set-Secret, or pass a PSCredential.";
        if (cmdlet.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function) is null)
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                $"The Credential '{name}' names a secret, but the module Microsoft.PowerShell.SecretManagement is not present.",
                Advice);
        try
        {
            object? secret = cmdlet.InvokeCommand
                .NewScriptBlock("param($name) Get-Secret -Name $name -ErrorAction Stop")
                .Invoke(name).FirstOrDefault()?.BaseObject;
            return secret ?? throw new IpmiException(IpmiErrorKind.InvalidParameter, $"There is no secret '{name}'.", Advice);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The secret '{name}' cannot be read: {error.Message}", Advice, error);
        }
    }
}
