using System.Management.Automation;
using System.Security;

namespace IpmiPS.Cmdlets.Tests.Support;

/// <summary>Values as the parameter binder makes them of cells.</summary>
internal static class Cell
{
    public static PSCredential CredentialText(string text) => (PSCredential)new CredentialCellAttribute().Transform(null!, text)!;

    public static SecureString Secret(string text) => (SecureString)new SecureCellAttribute("Password").Transform(null!, text)!;

    public static SecureString Key(string text) => (SecureString)new KeyCellAttribute().Transform(null!, text)!;
}
