using System.Management.Automation;
using System.Security;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Makes random passwords that BMCs accept; nothing is sent. They come as SecureString, or as PSCredential with -UserName, and never as
/// text, which would end up on a screen, in a transcript or in a variable.
/// </summary>
[Cmdlet(VerbsCommon.New, "IpmiPassword")]
[OutputType(typeof(SecureString))]
[OutputType(typeof(PSCredential))]
public sealed class NewIpmiPasswordCommand : PSCmdlet
{
    /// <summary>Characters, 12 to 20. Up to 16 serve every BMC; more serve IPMI 2.0 alone, and some BMCs cut them.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(PasswordGenerator.MinimumLength, PasswordGenerator.MaximumLength)]
    public int Length { get; set; } = PasswordGenerator.DefaultLength;

    /// <summary>How many passwords.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Count { get; set; } = 1;

    /// <summary>Give a PSCredential with this user name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        for (int i = 0; i < Count; i++)
        {
            SecureString password = PasswordGenerator.Next(Length);
            WriteObject(UserName is null ? password : new PSCredential(UserName, password));
        }
    }
}
