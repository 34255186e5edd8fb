using IpmiPS.Configuration;
using static IpmiPS.Tests.Configuration.ConfiguredBmc;

namespace IpmiPS.Tests.Configuration;

/// <summary>A value for every setting of every section, other than what a virtual BMC has at first.</summary>
internal static class FilledConfiguration
{
    public static BmcConfiguration Create() => File(
        ("Chassis", Part(("RestorePolicy", "AlwaysOff"), ("DisabledButtons", List("PowerOff", "Reset")))),
        ("Boot", Part(
            ("ValidBitClearing", List("KeepOnReset")), ("ServicePartition", 3), ("Valid", true), ("Device", "Pxe"), ("Instance", 2), ("Persistent", true), ("Uefi", true), ("LockKeyboard", true),
            ("LockPowerButton", true), ("LockResetButton", true), ("LockSleepButton", true), ("BlankScreen", true), ("Verbosity", "Verbose"), ("ConsoleRedirection", "Enable"), ("EventTraps", true),
            ("BypassPassword", true), ("MuxControl", "System"), ("SharedMode", true))),
        ("SystemInfo", Part(
            ("SystemName", "web-7"), ("PrimaryOperatingSystem", "Linux"), ("OperatingSystem", "Linux 6.12"), ("OperatingSystemVersion", "6.12.1"), ("BmcUrl", "https://bmc7/"), ("HypervisorUrl", "https://hv7/"))),
        ("AssetTag", Part(("AssetTag", "RACK-7"), ("ControllerIdentifier", "bmc-7"))),
        ("Clock", Part(("UtcOffsetMinutes", -330))),
        ("GlobalEnables", Part(
            ("SystemEventLogging", false), ("EventMessageBuffer", false), ("EventMessageBufferFullInterrupt", true), ("ReceiveMessageQueueInterrupt", true), ("Oem0", true), ("Oem1", true), ("Oem2", true))),
        ("EventReceiver", Part(("SlaveAddress", 0x24), ("Lun", 1))),
        ("Dcmi", Part(
            ("DhcpDiscovery", List("HostName")), ("DhcpInitialTimeoutSeconds", 5), ("DhcpContactTimeoutSeconds", 130), ("DhcpRetrySeconds", 90), ("InletLimitCelsius", 50), ("InletLimitSeconds", 30),
            ("InletLimitAction", List("Log", "PowerOff")))),
        ("PowerLimit", Part(("Watts", 700), ("CorrectionMilliseconds", 2000), ("SamplingSeconds", 10), ("ExceptionAction", "LogOnly"), ("State", "Active"))),
        ("Network", Part(("1", Part(
            ("AddressSource", "Static"), ("IPv4Address", "127.0.0.9"), ("SubnetMask", "255.255.255.0"), ("DefaultGateway", "127.0.0.2"), ("DefaultGatewayMac", "02:00:00:00:00:01"),
            ("BackupGateway", "127.0.0.3"), ("BackupGatewayMac", "02:00:00:00:00:02"), ("VlanId", 12), ("VlanPriority", 3), ("ArpResponses", false), ("GratuitousArp", true), ("GratuitousArpInterval", 3.5),
            ("TimeToLive", 33), ("IPv4Flags", 0), ("Precedence", 2), ("TypeOfService", 4), ("RmcpPort", 1623), ("SecureRmcpPort", 1664), ("BadPasswordThreshold", 5), ("BadPasswordEvent", true),
            ("BadPasswordResetInterval", 60), ("LockOutInterval", 600), ("CallbackAuthentication", List("Md5")), ("UserAuthentication", List("Md5")), ("OperatorAuthentication", List("Md5")),
            ("AdministratorAuthentication", List("Md5")), ("OemAuthentication", List("Md5")), ("IPVersion", "Ipv4Only"), ("IPv6StaticAddress", List("2001:db8::5/64")),
            ("IPv6RouterControl", List("Static")), ("IPv6Router1", "2001:db8::1"), ("IPv6Router1Mac", "02:00:00:00:00:03"), ("IPv6Router1Prefix", "2001:db8::/64"), ("IPv6Router2", "2001:db8::2"),
            ("IPv6Router2Mac", "02:00:00:00:00:04"), ("IPv6Router2Prefix", "2001:db8:1::/64"), ("IPv6TrafficClass", 8), ("IPv6HopLimit", 32), ("IPv6FlowLabel", 7), ("IPv6StaticDuid", "00 03 00 01 02"),
            ("Dhcpv6Timing", "02 01 78 01 1E 0A 01 01 04 0A 0A 3C 0A 3C 01 01 78 01 05 01 05 20"), ("NeighborTiming", "01 02 03 04"))))),
        ("Sol", Part(("1", Part(
            ("Enabled", false), ("ForceEncryption", true), ("ForceAuthentication", true), ("Privilege", "Operator"), ("AccumulateInterval", 100), ("SendThreshold", 128), ("PacketRetryCount", 3),
            ("PacketRetryInterval", 300), ("BitRate", "Bps57600"), ("VolatileBitRate", "Bps38400"), ("PayloadPort", 1623))))),
        ("Serial", Part(("2", Part(
            ("Connection", "Modem"), ("ConnectionModes", List("Basic")), ("InactivityTimeout", 90), ("SessionTermination", List("Inactivity")), ("FlowControl", "XonXoff"), ("DtrHangUp", true),
            ("BitRate", "Bps19200"), ("MuxControls", List("BasicMode", "PortSharing")), ("RingDuration", 1000), ("RingDeadTime", 2000), ("PageBlackoutInterval", 3), ("CallRetryInterval", 7),
            ("TerminalLineEditing", false), ("TerminalDelete", "Delete"), ("TerminalEcho", false), ("TerminalHandshake", true), ("TerminalOutputNewline", "Lf"), ("TerminalInputNewline", "Nul"))))),
        ("Users", Part(("4", Part(
            ("Name", "guest"), ("Enabled", false),
            ("Channels", Part(("1", Part(("Privilege", "Operator"), ("Messaging", false), ("LinkAuthentication", true), ("CallbackOnly", true), ("Payloads", List()))))))))),
        ("CipherSuites", Part(("1", Part(("1", "Unused"), ("2", "User"))))),
        ("Channels", Part(("1", Part(
            ("StoredAccessMode", "Shared"), ("StoredAlerting", false), ("StoredPerMessageAuthentication", false), ("StoredUserLevelAuthentication", false), ("StoredPrivilegeLimit", "Oem"),
            ("ActiveAccessMode", "Shared"), ("ActiveAlerting", false), ("ActivePerMessageAuthentication", false), ("ActiveUserLevelAuthentication", false), ("ActivePrivilegeLimit", "Oem"))))),
        ("Pef", Part(
            ("Control", List("Enabled", "EventMessages")), ("ActionEnables", List("Alert", "Reset")), ("StartupDelaySeconds", 30), ("AlertStartupDelaySeconds", 40), ("UseSystemGuid", true),
            ("SystemGuid", "000102030405060708090A0B0C0D0E0F"),
            ("Filters", Part(("2", Part(
                ("Enabled", true), ("Actions", List("Alert", "PowerCycle")), ("PolicyNumber", 1), ("GroupSelector", 2), ("Severity", "Critical"), ("GeneratorId", 32), ("GeneratorChannel", 240),
                ("SensorType", 1), ("SensorNumber", 48), ("EventType", 1), ("Offsets", 2048), ("Data1Mask", 1), ("Data1Compare1", 2), ("Data1Compare2", 3), ("Data2Mask", 4), ("Data2Compare1", 5),
                ("Data2Compare2", 6), ("Data3Mask", 7), ("Data3Compare1", 8), ("Data3Compare2", 9))))),
            ("Policies", Part(("1", Part(("Enabled", true), ("PolicyNumber", 1), ("Rule", "StopAfterSuccess"), ("Channel", 1), ("Destination", 1), ("StringKey", 1))))),
            ("StringKeys", Part(("1", Part(("Filter", 2), ("StringSet", 1))))),
            ("Strings", Part(("1", "It is too warm in the room of this rack."), ("2", "short"))))),
        ("AlertDestinations", Part(("1", Part(
            ("Types", Part(("1", Part(("Acknowledged", true), ("Type", 6), ("TimeoutSeconds", 5), ("Retries", 2))))),
            ("Addresses", Part(("1", Part(("Address", "10.0.0.77"), ("UseBackupGateway", true), ("MacAddress", "02:00:00:00:00:05"))))),
            ("Vlans", Part(("1", Part(("VlanEnabled", true), ("VlanTag", 12))))))))),
        ("SensorThresholds", Part(("Inlet Temp", Part(
            ("LowerNonRecoverable", -4), ("LowerCritical", 1), ("LowerNonCritical", 4), ("UpperNonCritical", 37), ("UpperCritical", 43), ("UpperNonRecoverable", 47), ("PositiveHysteresis", 2),
            ("NegativeHysteresis", 2))))),
        ("SensorEvents", Part(("Inlet Temp", Part(
            ("EventsEnabled", true), ("ScanningEnabled", true), ("AssertionEvents", List("Upper Critical - going high")), ("DeassertionEvents", List()))))));
}
