using System;

namespace IpmiPS.Wire;

/// <summary>
/// Bytes from a BMC or a file that do not follow the format they claim to have. The one exception that every parser throws.
/// </summary>
public sealed class MalformedDataException : IpmiException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected and what was found.</param>
    /// <param name="data">The bytes at fault, kept whole so that nothing is lost.</param>
    public MalformedDataException(string message, byte[]? data = null)
        : base(IpmiErrorKind.ProtocolError, message) => Bytes = data ?? [];

    /// <summary>Whether the data ended before the format did.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>The bytes that could not be understood.</summary>
    public byte[] Bytes { get; }
}
