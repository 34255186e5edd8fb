using System.Management.Automation;
using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>Where credentials come from that were not given as such: the user at the console, and vaults. On the pipeline thread only.</summary>
internal interface ICredentialSource
{
    /// <summary>Prompts for a password, and for a user name if none is given; once for each user.</summary>
    /// <exception cref="IpmiException">There is no console, or the prompt was cancelled (kind InvalidParameter).</exception>
    PSCredential Prompt(string? userName);

    /// <summary>The same for the user of all BMCs; ends the pipeline if there is no password.</summary>
    PSCredential PromptForAll(string userName);

    /// <summary>Reads a secret of a vault: a credential, or a password for <paramref name="userName"/>.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="vault">The vault's name; null for any vault.</param>
    /// <param name="userName">The user, if the secret is only a password.</param>
    /// <exception cref="IpmiException">There is no vault or no such secret, or it is not a credential (kind InvalidParameter).</exception>
    PSCredential ReadCredential(string name, string? vault, string? userName);

    /// <summary>Reads a BMC key from a vault: text as -BmcKey takes it, bytes, or the password of a credential.</summary>
    /// <exception cref="IpmiException">There is no vault or no such secret, or it is not a key (kind InvalidParameter).</exception>
    SecureString ReadKey(string name, string? vault);
}
