using System;

namespace IpmiPS.Wire;

/// <summary>
/// Bytes from a BMC or a file do not have the expected format. Every parser throws this exception.
/// </summary>
public sealed class MalformedDataException : IpmiException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, and what was found.</param>
    /// <param name="data">The malformed bytes, all of them.</param>
    public MalformedDataException(string message, byte[]? data = null)
        : base(IpmiErrorKind.ProtocolError, message) => Bytes = data ?? [];

    /// <summary>Whether the data ended before the format did.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>The malformed bytes.</summary>
    public byte[] Bytes { get; }
}
