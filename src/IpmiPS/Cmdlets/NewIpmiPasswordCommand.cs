using System.Management.Automation;
using System.Security;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Generates random passwords that BMCs accept; nothing is sent. They are returned as SecureString, or as PSCredential with -UserName, and never as
/// text, which could be shown, or written to a transcript.
/// </summary>
[Cmdlet(VerbsCommon.New, "IpmiPassword")]
[OutputType(typeof(SecureString))]
[OutputType(typeof(PSCredential))]
public sealed class NewIpmiPasswordCommand : PSCmdlet
{
    /// <summary>Characters, 12 to 20. Every BMC supports 16; more require IPMI 2.0, and some BMCs truncate them.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(PasswordGenerator.MinimumLength, PasswordGenerator.MaximumLength)]
    public int Length { get; set; } = PasswordGenerator.DefaultLength;

    /// <summary>Number of passwords.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Count { get; set; } = 1;

    /// <summary>Return a PSCredential with this user name.</summary>
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
