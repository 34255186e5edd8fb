namespace IpmiPS.Packets;

/// <summary>RMCP+ and RAKP message status codes. IPMI 2.0 section 13.24, table 13-15.</summary>
internal enum RmcpStatus : byte
{
    NoErrors = 0x00,
    InsufficientResources = 0x01,
    InvalidSessionId = 0x02,
    InvalidPayloadType = 0x03,
    InvalidAuthenticationAlgorithm = 0x04,
    InvalidIntegrityAlgorithm = 0x05,
    NoMatchingAuthenticationPayload = 0x06,
    NoMatchingIntegrityPayload = 0x07,
    InactiveSessionId = 0x08,
    InvalidRole = 0x09,
    UnauthorizedRole = 0x0A,
    InsufficientResourcesForRole = 0x0B,
    InvalidNameLength = 0x0C,
    UnauthorizedName = 0x0D,
    UnauthorizedGuid = 0x0E,
    InvalidIntegrityCheckValue = 0x0F,
    InvalidConfidentialityAlgorithm = 0x10,
    NoCipherSuiteMatch = 0x11,
    IllegalParameter = 0x12,
}

internal static class RmcpStatuses
{
    public static string Describe(this RmcpStatus status) => status switch
    {
        RmcpStatus.NoErrors => "no errors",
        RmcpStatus.InsufficientResources => "insufficient resources to create a session",
        RmcpStatus.InvalidSessionId => "invalid session id",
        RmcpStatus.InvalidPayloadType => "invalid payload type",
        RmcpStatus.InvalidAuthenticationAlgorithm => "invalid authentication algorithm",
        RmcpStatus.InvalidIntegrityAlgorithm => "invalid integrity algorithm",
        RmcpStatus.NoMatchingAuthenticationPayload => "no matching authentication payload",
        RmcpStatus.NoMatchingIntegrityPayload => "no matching integrity payload",
        RmcpStatus.InactiveSessionId => "inactive session id",
        RmcpStatus.InvalidRole => "invalid role",
        RmcpStatus.UnauthorizedRole => "unauthorized role or privilege level requested",
        RmcpStatus.InsufficientResourcesForRole => "insufficient resources to create a session at the requested role",
        RmcpStatus.InvalidNameLength => "invalid name length",
        RmcpStatus.UnauthorizedName => "unauthorized name",
        RmcpStatus.UnauthorizedGuid => "unauthorized GUID",
        RmcpStatus.InvalidIntegrityCheckValue => "invalid integrity check value",
        RmcpStatus.InvalidConfidentialityAlgorithm => "invalid confidentiality algorithm",
        RmcpStatus.NoCipherSuiteMatch => "no cipher suite match with proposed security algorithms",
        RmcpStatus.IllegalParameter => "illegal or unrecognized parameter",
        _ => $"unknown status {(byte)status:X2}h",
    };
}
