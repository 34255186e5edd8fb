using System;
using System.Management.Automation;
using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Decides with which credential and BMC key to log in. What a row says goes before what was given for the whole command: first its Credential,
/// then its UserName and Password. Without any, the user at the console is asked once. On the pipeline thread only.
/// </summary>
/// <param name="source">Prompts and vaults.</param>
/// <param name="shared">The credential of the command line, for all rows; it may be only a user name.</param>
/// <param name="warn">Writes a warning.</param>
internal sealed class CredentialResolver(ICredentialSource source, PSCredential? shared, Action<string> warn)
{
    private readonly string? _sharedUserName = shared is null ? null : CredentialCellAttribute.TextOf(shared);
    private PSCredential? _shared = shared is null || CredentialCellAttribute.TextOf(shared) is not null ? null : shared;
    private bool _hasWarned;

    /// <summary>Returns the credential for an input object; null if there is none and none is required.</summary>
    /// <exception cref="IpmiException">There is none, or the secret cannot be read (kind InvalidParameter).</exception>
    public BmcCredential? Resolve(CredentialInput input, bool isRequired)
    {
        // A parameter of the command line stays bound for all rows, so a row's own Credential counts only if there is no shared one.
        if (_sharedUserName is not null)
            _shared ??= source.PromptForAll(_sharedUserName);
        if (_shared is null && input.Credential is { } ofRow)
            return BmcCredential.From(CredentialCellAttribute.TextOf(ofRow) is { } secretName ? source.ReadCredential(secretName, VaultOf(input), input.UserName) : ofRow);
        if (input.Password is { } password)
        {
            WarnOfPlainText(password);
            return new BmcCredential(input.UserName ?? "", password);
        }

        string? userName = string.IsNullOrEmpty(input.UserName) ? null : input.UserName;
        if (_shared is { } given && (userName is null || given.UserName == userName))
            return BmcCredential.From(given);
        return isRequired || userName is not null ? BmcCredential.From(source.Prompt(userName)) : null;
    }

    /// <summary>Returns the user that <see cref="Resolve"/> will return, without a prompt or a vault: a user name, the secret that holds it, or null if it is not known yet.</summary>
    public string? UserOf(CredentialInput input)
    {
        string? sharedUser = _shared?.UserName ?? _sharedUserName;
        if (sharedUser is null && input.Credential is { } ofRow)
            return CredentialCellAttribute.TextOf(ofRow) is { } secretName ? $"secret {secretName} {VaultOf(input)}" : BmcCredential.From(ofRow).UserName;
        return input.Password is not null || !string.IsNullOrEmpty(input.UserName) ? input.UserName ?? "" : sharedUser;
    }

    /// <summary>Returns the BMC key for an input object; null if none is given.</summary>
    /// <exception cref="IpmiException">The secret cannot be read (kind InvalidParameter).</exception>
    public SecureString? ResolveKey(CredentialInput input)
    {
        if (input.BmcKey is not { } key)
            return null;
        if (KeyCellAttribute.NameOf(key) is { } secretName)
            return source.ReadKey(secretName, VaultOf(input));
        WarnOfPlainText(key);
        return key;
    }

    /// <summary>Warns, once, if a secret was given as plain text.</summary>
    public void WarnOfPlainText(SecureString secret)
    {
        if (_hasWarned || !SecureCellAttribute.WasText(secret))
            return;
        _hasWarned = true;
        warn("A password or key was given as plain text. It is safer in a vault: store it with Set-Secret and name the secret in the row, in Credential or as BmcKey secret:name.");
    }

    private static string? VaultOf(CredentialInput input) => string.IsNullOrWhiteSpace(input.Vault) ? null : input.Vault;
}
