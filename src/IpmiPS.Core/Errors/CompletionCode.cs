namespace IpmiPS;

/// <summary>Completion codes that every command may return. IPMI 2.0 section 5.2, table 5-2.</summary>
public enum CompletionCode : byte
{
    /// <summary>Completed normally.</summary>
    Ok = 0x00,

    /// <summary>Node busy; try again later.</summary>
    NodeBusy = 0xC0,

    /// <summary>Command not known.</summary>
    InvalidCommand = 0xC1,

    /// <summary>Command not valid for the addressed logical unit.</summary>
    InvalidForLun = 0xC2,

    /// <summary>Time-out while processing.</summary>
    ProcessingTimeout = 0xC3,

    /// <summary>Out of storage space.</summary>
    OutOfSpace = 0xC4,

    /// <summary>Reservation cancelled or invalid.</summary>
    ReservationLost = 0xC5,

    /// <summary>Request data truncated.</summary>
    RequestTruncated = 0xC6,

    /// <summary>Length of the request data invalid.</summary>
    InvalidLength = 0xC7,

    /// <summary>Field length limit exceeded.</summary>
    LengthLimitExceeded = 0xC8,

    /// <summary>Parameter out of range.</summary>
    ParameterOutOfRange = 0xC9,

    /// <summary>The requested number of bytes cannot be returned.</summary>
    CannotReturnRequestedBytes = 0xCA,

    /// <summary>Sensor, data or record not present.</summary>
    NotPresent = 0xCB,

    /// <summary>Invalid data field in the request.</summary>
    InvalidDataField = 0xCC,

    /// <summary>Command illegal for this sensor or record type.</summary>
    IllegalForType = 0xCD,

    /// <summary>Response could not be provided.</summary>
    ResponseUnavailable = 0xCE,

    /// <summary>Duplicated request.</summary>
    DuplicateRequest = 0xCF,

    /// <summary>SDR repository in update mode.</summary>
    RepositoryInUpdate = 0xD0,

    /// <summary>Device in firmware update mode.</summary>
    FirmwareUpdate = 0xD1,

    /// <summary>BMC initialisation in progress.</summary>
    InitializationInProgress = 0xD2,

    /// <summary>Destination unavailable.</summary>
    DestinationUnavailable = 0xD3,

    /// <summary>Privilege too low, or firmware firewall.</summary>
    InsufficientPrivilege = 0xD4,

    /// <summary>Not supported in the present state.</summary>
    InvalidInPresentState = 0xD5,

    /// <summary>Sub-function disabled or unavailable.</summary>
    SubFunctionDisabled = 0xD6,

    /// <summary>Reserved by the specification; iDRAC 10 returns it while it starts.</summary>
    NotReady = 0xDF,

    /// <summary>Unspecified error.</summary>
    Unspecified = 0xFF,
}

internal static class CompletionCodes
{
    public static string Describe(CompletionCode code) => code switch
    {
        CompletionCode.Ok => "completed normally",
        CompletionCode.NodeBusy => "node busy",
        CompletionCode.InvalidCommand => "invalid command",
        CompletionCode.InvalidForLun => "command invalid for this LUN",
        CompletionCode.ProcessingTimeout => "time-out while processing the command",
        CompletionCode.OutOfSpace => "out of storage space",
        CompletionCode.ReservationLost => "reservation cancelled or invalid",
        CompletionCode.RequestTruncated => "request data truncated",
        CompletionCode.InvalidLength => "request data length invalid",
        CompletionCode.LengthLimitExceeded => "request data field length limit exceeded",
        CompletionCode.ParameterOutOfRange => "parameter out of range",
        CompletionCode.CannotReturnRequestedBytes => "cannot return the number of bytes asked for",
        CompletionCode.NotPresent => "sensor, data or record not present",
        CompletionCode.InvalidDataField => "invalid data field in the request",
        CompletionCode.IllegalForType => "command illegal for this sensor or record type",
        CompletionCode.ResponseUnavailable => "response could not be provided",
        CompletionCode.DuplicateRequest => "duplicated request",
        CompletionCode.RepositoryInUpdate => "SDR repository in update mode",
        CompletionCode.FirmwareUpdate => "device in firmware update mode",
        CompletionCode.InitializationInProgress => "BMC initialisation in progress",
        CompletionCode.DestinationUnavailable => "destination unavailable",
        CompletionCode.InsufficientPrivilege => "privilege level too low",
        CompletionCode.InvalidInPresentState => "not supported in the present state",
        CompletionCode.SubFunctionDisabled => "sub-function disabled or unavailable",
        CompletionCode.NotReady => "not ready, as while the BMC starts",
        CompletionCode.Unspecified => "unspecified error",
        >= (CompletionCode)0x01 and <= (CompletionCode)0x7E => "device-specific (OEM) code",
        >= (CompletionCode)0x80 and <= (CompletionCode)0xBE => "command-specific code",
        _ => "reserved code",
    };

    /// <summary>
    /// Whether a command may have been carried out despite the code. These codes are about the response or about another copy of the
    /// request, or have no meaning. All other codes are refusals.
    /// </summary>
    public static bool IsAmbiguous(CompletionCode code) =>
        code is CompletionCode.ProcessingTimeout or CompletionCode.ResponseUnavailable or CompletionCode.DuplicateRequest or CompletionCode.Unspecified;

    /// <summary>
    /// Whether a read of an SDR, FRU data or a SEL entry may have been refused because it requested more bytes than the BMC returns at once.
    /// BMCs use each of these codes with that meaning, so smaller reads are tried first.
    /// </summary>
    public static bool MayMeanTooLong(CompletionCode code) =>
        code is CompletionCode.CannotReturnRequestedBytes or CompletionCode.LengthLimitExceeded or CompletionCode.InvalidLength
            or CompletionCode.RequestTruncated or CompletionCode.ParameterOutOfRange or CompletionCode.InvalidDataField
            or CompletionCode.ResponseUnavailable or CompletionCode.Unspecified;

    public static IpmiErrorKind KindOf(CompletionCode code) => code switch
    {
        CompletionCode.NodeBusy or CompletionCode.InitializationInProgress or CompletionCode.RepositoryInUpdate
            or CompletionCode.FirmwareUpdate or CompletionCode.NotReady => IpmiErrorKind.Busy,
        CompletionCode.InvalidCommand or CompletionCode.InvalidForLun or CompletionCode.SubFunctionDisabled => IpmiErrorKind.CommandNotSupported,
        CompletionCode.NotPresent => IpmiErrorKind.NotPresent,
        CompletionCode.ParameterOutOfRange or CompletionCode.InvalidDataField or CompletionCode.InvalidLength
            or CompletionCode.LengthLimitExceeded or CompletionCode.RequestTruncated => IpmiErrorKind.InvalidParameter,
        CompletionCode.InsufficientPrivilege => IpmiErrorKind.InsufficientPrivilege,
        _ => IpmiErrorKind.CommandFailed,
    };
}
