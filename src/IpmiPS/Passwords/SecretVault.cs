using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using IpmiPS.Crypto;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A vault of Microsoft.PowerShell.SecretManagement that takes credentials. What it took it is asked for at once: some vaults do not
/// overwrite, or change names, and say nothing. On the pipeline thread only.
/// </summary>
internal sealed class SecretVault(PSCmdlet cmdlet, string name)
{
    private static readonly string[] Commands = ["Set-Secret", "Get-Secret", "Remove-Secret"];

    private readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The vault's name.</summary>
    public string Name => name;

    /// <summary>Makes sure that there is such a vault.</summary>
    /// <exception cref="IpmiException">There is none (kind InvalidParameter).</exception>
    public void Open()
    {
        if (Commands.FirstOrDefault(command => !Has(command)) is { } missing)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The module Microsoft.PowerShell.SecretManagement is not present: there is no {missing}.", "Install the module and register a vault, or leave out -DestinationVault.");
        if (Has("Get-SecretVault"))
            Invoke("param($vault) Get-SecretVault -Name $vault -ErrorAction Stop", "There is no vault", name);
    }

    /// <summary>Takes names for one BMC; another must not get one of them, or it would overwrite the first one's secret.</summary>
    public void Reserve(params string[] secretNames)
    {
        if (secretNames.FirstOrDefault(_reserved.Contains) is { } taken)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The secret '{taken}' is that of another BMC of this command. Nothing was sent.", "Let -SecretName contain {ComputerName}.");
        _reserved.UnionWith(secretNames);
    }

    /// <summary>The user of the credential that has this name; null where there is none, or a secret that names no user.</summary>
    public string? UserOf(string secretName) => Get(secretName) is PSCredential credential ? BmcCredential.From(credential).UserName : null;

    /// <summary>Whether there is a secret of this name.</summary>
    public bool Contains(string secretName) => Get(secretName) is not null;

    /// <summary>Whether there is a secret of this name with this password.</summary>
    public bool Holds(string secretName, SecureString password) =>
        Get(secretName) is { } secret && PasswordOf(secret) is { } stored && SecretBytes.Equal(stored, password);

    /// <summary>Stores a credential and makes sure that the vault gives it back. One of the same name is overwritten, or removed first where the vault does not overwrite.</summary>
    public void Put(string secretName, PSCredential credential)
    {
        const string Script = "param($vault, $name, $secret) $null = Set-Secret -Vault $vault -Name $name -Secret $secret -Confirm:$false -WhatIf:$false -ErrorAction Stop";
        try
        {
            Invoke(Script, "The vault does not take the secret", name, secretName, credential);
        }
        catch (IpmiException) when (Contains(secretName))
        {
            // Looked at below.
        }

        if (Holds(secretName, credential.Password))
            return;
        Remove(secretName);
        Invoke(Script, "The vault does not take the secret", name, secretName, credential);
        if (!Holds(secretName, credential.Password))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The vault '{name}' does not give back the secret '{secretName}' as it was stored.", "Try with Set-Secret and Get-Secret which names and types of secrets the vault takes.");
    }

    /// <summary>Removes a secret.</summary>
    public void Remove(string secretName) => Invoke(
        "param($vault, $name) $null = Remove-Secret -Vault $vault -Name $name -Confirm:$false -WhatIf:$false -ErrorAction Stop", "The vault does not remove the secret", name, secretName);

    private bool Has(string command) => cmdlet.InvokeCommand.GetCommand(command, CommandTypes.Cmdlet | CommandTypes.Function) is not null;

    /// <summary>What the vault gives; null also where it fails, as some do for want of a secret. One that is shut does not take any either.</summary>
    private object? Get(string secretName)
    {
        try
        {
            return Invoke("param($vault, $name) Get-Secret -Vault $vault -Name $name -ErrorAction Ignore", "The vault cannot be read for", name, secretName);
        }
        catch (IpmiException)
        {
            return null;
        }
    }

    private static SecureString? PasswordOf(object secret) => secret switch
    {
        PSCredential credential => credential.Password,
        SecureString secure => secure,
        string text => Secrets.Protect(text),
        _ => null,
    };

    private object? Invoke(string script, string complaint, params object[] arguments)
    {
        try
        {
            return cmdlet.InvokeCommand.NewScriptBlock(script).Invoke(arguments).FirstOrDefault()?.BaseObject;
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{complaint} '{string.Join("' '", arguments.OfType<string>())}': {error.Message}", "See whether Set-Secret works with this vault; it may have to be unlocked.", error);
        }
    }
}
