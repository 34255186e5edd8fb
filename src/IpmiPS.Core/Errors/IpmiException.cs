using System;

namespace IpmiPS;

/// <summary>Anything that goes wrong between a caller and a BMC, with its kind and what to do about it.</summary>
public class IpmiException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What went wrong; part of the public contract.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="recommendedAction">What the administrator can do; a general advice for the kind where none is given.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public IpmiException(IpmiErrorKind kind, string message, string? recommendedAction = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        RecommendedAction = recommendedAction ?? IpmiErrorKinds.AdviceFor(kind);
    }

    /// <summary>What went wrong.</summary>
    public IpmiErrorKind Kind { get; }

    /// <summary>What the administrator can do.</summary>
    public string RecommendedAction { get; }
}
