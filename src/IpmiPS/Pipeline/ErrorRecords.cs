using System;
using System.Management.Automation;
using System.Net.Sockets;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The one place where an exception becomes an error record. The ids ("Ipmi" and the kind) are API: runbooks compare them.
/// </summary>
internal static class ErrorRecords
{
    /// <summary>Makes the record of a failure at one target.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="computerName">The target as the user named it; the record's target object.</param>
    public static ErrorRecord From(Exception exception, string? computerName)
    {
        IpmiException failure = exception as IpmiException ?? Translate(exception);
        failure.Target = computerName;
        return new ErrorRecord(failure, IdOf(failure.Kind), CategoryOf(failure.Kind), computerName)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.RecommendedAction },
        };
    }

    /// <summary>A parameter or a cell of a row that cannot be used; nothing was sent.</summary>
    public static ErrorRecord InvalidParameter(string message, string? computerName, string? advice = null) =>
        From(new IpmiException(IpmiErrorKind.InvalidParameter, message, advice), computerName);

    private static string IdOf(IpmiErrorKind kind) => "Ipmi" + kind;

    private static ErrorCategory CategoryOf(IpmiErrorKind kind) => kind switch
    {
        IpmiErrorKind.Timeout => ErrorCategory.OperationTimeout,
        IpmiErrorKind.Unreachable => ErrorCategory.ConnectionError,
        IpmiErrorKind.NameResolution => ErrorCategory.ObjectNotFound,
        IpmiErrorKind.BadCredential => ErrorCategory.AuthenticationError,
        IpmiErrorKind.CipherSuiteRefused => ErrorCategory.ConnectionError,
        IpmiErrorKind.InsecureRefused => ErrorCategory.SecurityError,
        IpmiErrorKind.InsufficientPrivilege => ErrorCategory.PermissionDenied,
        IpmiErrorKind.NoSessionSlot => ErrorCategory.ResourceUnavailable,
        IpmiErrorKind.CommandNotSupported => ErrorCategory.NotImplemented,
        IpmiErrorKind.Busy => ErrorCategory.ResourceBusy,
        IpmiErrorKind.NotPresent => ErrorCategory.ObjectNotFound,
        IpmiErrorKind.InvalidParameter => ErrorCategory.InvalidArgument,
        IpmiErrorKind.CommandFailed => ErrorCategory.DeviceError,
        IpmiErrorKind.ProtocolError => ErrorCategory.ProtocolError,
        IpmiErrorKind.OutcomeUnknown => ErrorCategory.InvalidResult,
        _ => ErrorCategory.NotSpecified,
    };

    private static IpmiException Translate(Exception exception) => exception switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            new IpmiException(IpmiErrorKind.NameResolution, "The name has no address.", innerException: exception),
        SocketException => new IpmiException(IpmiErrorKind.Unreachable, exception.Message, innerException: exception),
        OperationCanceledException or TimeoutException => new IpmiException(IpmiErrorKind.Timeout, "The work did not end in time.", innerException: exception),
        ArgumentException or FormatException => new IpmiException(IpmiErrorKind.InvalidParameter, exception.Message, innerException: exception),
        _ => new IpmiException(IpmiErrorKind.CommandFailed, exception.Message, "This is unexpected; please report it with the text of Get-Error.", exception),
    };
}
