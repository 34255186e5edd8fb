using System.Collections.Generic;
using System.Management.Automation;
using System.Security;

namespace IpmiPS.Cmdlets.Tests.Support;

/// <summary>Prompts and vaults that answer from a table, and record what they were asked for.</summary>
internal sealed class FakeCredentialSource : ICredentialSource
{
    public List<string> Asked { get; } = [];

    /// <summary>True if there is no console.</summary>
    public bool IsSilent { get; init; }

    public PSCredential Prompt(string? userName)
    {
        Asked.Add($"prompt {userName}");
        if (IsSilent)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "No credential was given.");
        return Make(userName ?? "typed", "typed password");
    }

    public PSCredential PromptForAll(string userName)
    {
        Asked.Add($"prompt for all {userName}");
        return Make(userName, "shared password");
    }

    public PSCredential ReadCredential(string name, string? vault, string? userName)
    {
        Asked.Add($"secret {name} in {vault ?? "any"} for {userName ?? "nobody"}");
        return Make(userName ?? $"user of {name}", "vault password");
    }

    public SecureString ReadKey(string name, string? vault)
    {
        Asked.Add($"key {name} in {vault ?? "any"}");
        return Secrets.Protect("vault key");
    }

    public static PSCredential Make(string userName, string password) => new(userName, Secrets.Protect(password));
}
