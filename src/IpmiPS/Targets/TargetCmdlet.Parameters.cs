using System;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>The parameters that all these cmdlets share. Those of a row are read by property name.</summary>
public abstract partial class TargetCmdlet
{
    internal const string ByName = "ComputerName";
    internal const string BySession = "Session";

    private const int NoPort = 0;
    private const int NoRetryCount = -1;

    private readonly CellFaults _cells = new();
    private readonly TargetDefaults _defaults = new();

    /// <inheritdoc cref="CellFaults.Take"/>
    private protected T TakeCell<T>(T value, [CallerMemberName] string parameter = "") => _cells.Take(value, parameter);

    /// <summary>
    /// The BMCs: names, IPv4 or IPv6 addresses, host:port, [IPv6]:port, and host ranges such as rack1-bmc[001-040,050].
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Alias("Cn", "HostName", "Host", "Address", "IPAddress", "Bmc")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [InputAsName]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string[]? ComputerName
    {
        get;
        set => field = _defaults.Take(this, value);
    }

    /// <summary>UDP port, 1 to 65535; default 623. A port written with the name takes precedence.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [NumberCell("Port", 1, 65535, NoPort)]
    public int Port
    {
        get;
        set => field = _cells.Take(value);
    } = NoPort;

    /// <summary>User and password. A user name alone prompts for the password; in a row, text is the name of a secret in a vault.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [CredentialCell]
    [Credential]
    public PSCredential? Credential
    {
        get;
        set => field = CredentialCellAttribute.Given(_cells.Take(value));
    }

    /// <summary>User name of a row, at most 16 bytes; -Credential is better.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName, DontShow = true)]
    [AllowEmptyString]
    public string? UserName { get; set; }

    /// <summary>Password of a row; -Credential or a secret of a vault is better.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName, DontShow = true)]
    [SecureCell("Password")]
    public SecureString? Password
    {
        get;
        set => field = _cells.Take(value);
    }

    /// <summary>Open sessions of New-IpmiSession, instead of names.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = BySession)]
    [YieldsToPipeline]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public IpmiSession[]? Session
    {
        get;
        set => field = _defaults.Take(this, value);
    }

    /// <summary>The session's privilege; default the lowest that the cmdlet needs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [EnumCell("PrivilegeLevel", typeof(PrivilegeLevel))]
    public PrivilegeLevel PrivilegeLevel
    {
        get;
        set => field = _cells.Take(value);
    }

    /// <summary>Cipher suite 0 to 19; default the best that the BMC has, of 17 and 3.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [CipherSuiteCell]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public byte CipherSuite
    {
        get;
        set => field = _cells.Take(value);
    } = CipherSuiteCellAttribute.NotGivenSuite;

    /// <summary>Accept weaker suites than 17 and 3, IPMI 1.5, and sessions without encryption. Each use gives a warning.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [SwitchCell("AllowInsecure")]
    public SwitchParameter AllowInsecure
    {
        get;
        set => field = _cells.Take(value);
    }

    /// <summary>With -AllowInsecure: log in even if the BMC requires the password in clear text ("straight password" of IPMI 1.5).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [SwitchCell("AllowClearTextPassword")]
    public SwitchParameter AllowClearTextPassword
    {
        get;
        set => field = _cells.Take(value);
    }

    /// <summary>Protocol version: Auto, Ipmi20, or Ipmi15, which needs -AllowInsecure.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [EnumCell("Protocol", typeof(IpmiProtocol))]
    public IpmiProtocol Protocol
    {
        get;
        set => field = _cells.Take(value);
    }

    /// <summary>The vault of the secrets that Credential and BmcKey name in rows; default any registered vault.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [AllowEmptyString]
    public string? Vault { get; set; }

    /// <summary>BMC key Kg: text of at most 20 bytes, 0x and up to 40 hexadecimal digits, or secret: and the name of a secret in a vault.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [KeyCell]
    public SecureString? BmcKey
    {
        get;
        set => field = _cells.Take(value);
    }

    /// <summary>Time limit for one BMC as a whole, in seconds.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SecondsCell("TimeoutSeconds")]
    public double TimeoutSeconds
    {
        get;
        set => field = _cells.Take(value);
    }

    /// <summary>Log in to all BMCs at once, and continue when many have refused the credential or this one has before. This may lock accounts.</summary>
    [Parameter]
    public SwitchParameter IgnoreLogInGuard { get; set; }

    /// <summary>Send the first command together with the last message of the log-in, which saves a round trip. If the BMC drops it, it is sent again.</summary>
    [Parameter(ParameterSetName = ByName)]
    public SwitchParameter Eager { get; set; }

    /// <summary>Number of retries of one request without a response, 0 to 100.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [NumberCell("RetryCount", 0, 100, NoRetryCount)]
    public int RetryCount
    {
        get;
        set => field = _cells.Take(value);
    } = NoRetryCount;

    /// <summary>Maximum number of BMCs that are worked on at once. Further input waits until one of them is done.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ThrottleLimit { get; set; } = 256;

    /// <summary>Copies the parameters: the next row changes them.</summary>
    private TargetInput ReadInput() => new()
    {
        ComputerNames = ComputerName ?? [],
        Sessions = ParameterSetName == BySession ? Session : null,
        CellFaults = _cells.Text,
        Row = MyInvocation.ExpectingInput ? _row : null,
        Credential = new CredentialInput(Credential, UserName, Password, BmcKey, Vault),
        TimeLimit = TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : null,
        Connection = new ConnectionSettings
        {
            Port = Port == NoPort ? null : Port,
            PrivilegeLevel = PrivilegeLevel == 0 ? null : PrivilegeLevel,
            CipherSuite = CipherSuite == CipherSuiteCellAttribute.NotGivenSuite ? null : CipherSuite,
            AllowInsecure = AllowInsecure,
            AllowClearTextPassword = AllowClearTextPassword,
            Protocol = Protocol,
            RetryCount = RetryCount == NoRetryCount ? null : RetryCount,
        },
    };
}
