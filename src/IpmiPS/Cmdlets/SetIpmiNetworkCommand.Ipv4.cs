using System.Management.Automation;
using System.Security;
using IpmiPS.Parameters;

namespace IpmiPS.Cmdlets;

/// <summary>The parameters of IPv4 and of the channel.</summary>
public sealed partial class SetIpmiNetworkCommand
{
    /// <summary>The LAN channel, 1 to 11; default the one that you are connected through.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Channel", 1, 11)]
    public int? Channel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Where the IPv4 address comes from: Static, Dhcp, Bios or Other. A new address, mask or gateway implies Static.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("AddressSource", typeof(AddressSource), IsNullable = true)]
    public AddressSource? AddressSource
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Ipv4Cell("IPv4Address")]
    public string? IPv4Address
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 subnet mask.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Ipv4Cell("SubnetMask")]
    public string? SubnetMask
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 address of the default gateway; 0.0.0.0 for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Ipv4Cell("DefaultGateway")]
    public string? DefaultGateway
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>VLAN, 1 to 4094; 0 for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("VlanId", 0, 4094)]
    public int? VlanId
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Priority in the VLAN tag, 0 to 7.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("VlanPriority", 0, 7)]
    public int? VlanPriority
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>MAC address of the default gateway.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [MacCell("DefaultGatewayMac")]
    public string? DefaultGatewayMac
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 address of the backup gateway; 0.0.0.0 for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Ipv4Cell("BackupGateway")]
    public string? BackupGateway
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>MAC address of the backup gateway.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [MacCell("BackupGatewayMac")]
    public string? BackupGatewayMac
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The BMC's own MAC address, which few BMCs let be set. Not read from the pipeline.</summary>
    [Parameter]
    [AllowEmptyString]
    [MacCell("MacAddress")]
    public string? MacAddress
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BMC itself responds to ARP requests.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("ArpResponses")]
    public bool? ArpResponses
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BMC announces its address by gratuitous ARPs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("GratuitousArp")]
    public bool? GratuitousArp
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds between gratuitous ARPs, 0.5 to 128 in steps of 0.5.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DecimalCell("GratuitousArpInterval", 0.5, 128)]
    public double? GratuitousArpInterval
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 header: time to live.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("TimeToLive", 1, 255)]
    public int? TimeToLive
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 header: flags, 0 to 7; 2 is "do not fragment".</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("IPv4Flags", 0, 7)]
    public int? IPv4Flags
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 header: precedence, 0 to 7.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Precedence", 0, 7)]
    public int? Precedence
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 header: type of service, 0 to 15.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("TypeOfService", 0, 15)]
    public int? TypeOfService
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>UDP port of RMCP; 623 by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("RmcpPort", 1, 65535)]
    public int? RmcpPort
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>UDP port of secure RMCP; 664 by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("SecureRmcpPort", 1, 65535)]
    public int? SecureRmcpPort
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>SNMP community of traps, at most 18 characters: a SecureString or text.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SecureCell("Community")]
    public SecureString? Community
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Bad passwords in a row after which a user is disabled; 0 for never.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("BadPasswordThreshold", 0, 255)]
    public int? BadPasswordThreshold
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether disabling a user is recorded as an event.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("BadPasswordEvent")]
    public bool? BadPasswordEvent
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds after which the count of bad passwords starts again, in steps of 10; 0 for never.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("BadPasswordResetInterval", 0, 655350)]
    public int? BadPasswordResetInterval
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds after which a disabled user is enabled again, in steps of 10; 0 until an administrator does so.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("LockOutInterval", 0, 655350)]
    public int? LockOutInterval
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Authentication types of IPMI 1.5 for the level Callback: Unauthenticated, Md2, Md5, Password and Oem, or None.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("CallbackAuthentication", typeof(AuthenticationTypes), IsNullable = true)]
    public AuthenticationTypes? CallbackAuthentication
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Authentication types of IPMI 1.5 for the level User: Unauthenticated, Md2, Md5, Password and Oem, or None.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("UserAuthentication", typeof(AuthenticationTypes), IsNullable = true)]
    public AuthenticationTypes? UserAuthentication
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Authentication types of IPMI 1.5 for the level Operator: Unauthenticated, Md2, Md5, Password and Oem, or None.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("OperatorAuthentication", typeof(AuthenticationTypes), IsNullable = true)]
    public AuthenticationTypes? OperatorAuthentication
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Authentication types of IPMI 1.5 for the level Administrator: Unauthenticated, Md2, Md5, Password and Oem, or None.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("AdministratorAuthentication", typeof(AuthenticationTypes), IsNullable = true)]
    public AuthenticationTypes? AdministratorAuthentication
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Authentication types of IPMI 1.5 for the level OEM: Unauthenticated, Md2, Md5, Password and Oem, or None.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("OemAuthentication", typeof(AuthenticationTypes), IsNullable = true)]
    public AuthenticationTypes? OemAuthentication
    {
        get;
        set => field = TakeCell(value);
    }
}
