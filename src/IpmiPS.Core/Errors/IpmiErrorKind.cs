namespace IpmiPS;

/// <summary>The kinds of failure. "Ipmi" with the name of a kind begins the error id that runbooks see, so the names are API.</summary>
public enum IpmiErrorKind
{
    /// <summary>The BMC answered before but not in time, or never answered at all.</summary>
    Timeout,

    /// <summary>The network reports that nothing listens at the address, or that there is no route to it.</summary>
    Unreachable,

    /// <summary>The host name has no address.</summary>
    NameResolution,

    /// <summary>User name, password or BMC key (Kg) refused.</summary>
    BadCredential,

    /// <summary>The BMC accepts none of the cipher suites that were offered.</summary>
    CipherSuiteRefused,

    /// <summary>
    /// Only an insecure way exists that the caller did not allow, or one that is weaker than what the BMC is known to have. Nothing insecure was sent.
    /// </summary>
    InsecureRefused,

    /// <summary>The user's privilege is too low for this.</summary>
    InsufficientPrivilege,

    /// <summary>The BMC has no free session slot.</summary>
    NoSessionSlot,

    /// <summary>The BMC does not know this command, or not on this channel.</summary>
    CommandNotSupported,

    /// <summary>The BMC stayed busy through all tries.</summary>
    Busy,

    /// <summary>The requested sensor, record, device or data does not exist.</summary>
    NotPresent,

    /// <summary>A parameter is out of range, by the caller's side or by the BMC's word.</summary>
    InvalidParameter,

    /// <summary>The BMC refused or failed the command for another reason.</summary>
    CommandFailed,

    /// <summary>What the BMC sent is not valid IPMI.</summary>
    ProtocolError,

    /// <summary>A change was sent and its effect could not be confirmed.</summary>
    OutcomeUnknown,
}

internal static class IpmiErrorKinds
{
    public static string AdviceFor(IpmiErrorKind kind) => kind switch
    {
        IpmiErrorKind.Timeout => "Check that the BMC has power and network, that IPMI over LAN is enabled on it and that UDP port 623 is open to it; then try a longer -TimeoutSeconds.",
        IpmiErrorKind.Unreachable => "Check the address and the port, and that IPMI over LAN is enabled on the BMC.",
        IpmiErrorKind.NameResolution => "Check the spelling of the host name and DNS, or give the address of the BMC.",
        IpmiErrorKind.BadCredential => "Check user name, password and BMC key (Kg), and that the user is enabled for IPMI on this channel. The log-in was not tried again, so that the account is not locked.",
        IpmiErrorKind.CipherSuiteRefused => "Enable cipher suite 17 or 3 on the BMC; Test-IpmiConnection shows which ones it has.",
        IpmiErrorKind.InsecureRefused => "Enable cipher suite 17 or 3 on the BMC, or accept the risk with -AllowInsecure.",
        IpmiErrorKind.InsufficientPrivilege => "Use an account with a higher privilege limit on the LAN channel, or raise the limit of this one; one that is restricted to callback gets no session on some BMCs.",
        IpmiErrorKind.NoSessionSlot => "Close other sessions to this BMC or wait until they time out (about a minute), then try again.",
        IpmiErrorKind.CommandNotSupported => "This BMC does not implement the command; look for a firmware update or use the vendor's tool.",
        IpmiErrorKind.Busy => "Wait and try again; lower the load on this BMC.",
        IpmiErrorKind.NotPresent => "Check the number or name against what the BMC lists.",
        IpmiErrorKind.InvalidParameter => "Correct the parameter and try again.",
        IpmiErrorKind.CommandFailed => "See the completion code for the reason.",
        IpmiErrorKind.ProtocolError => "Check that the address is that of a BMC; try again, update the BMC's firmware, and report the bytes shown with -Debug if it stays so.",
        IpmiErrorKind.OutcomeUnknown => "Ask the BMC for its present state before you repeat the command.",
        _ => "",
    };
}
