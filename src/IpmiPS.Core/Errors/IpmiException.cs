using System;

namespace IpmiPS;

/// <summary>Anything that goes wrong between a caller and a BMC, with its kind and what to do about it.</summary>
public class IpmiException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What went wrong; part of the public contract.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="recommendedAction">What the administrator can do; a general advice for the kind where none is given.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public IpmiException(IpmiErrorKind kind, string message, string? recommendedAction = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        RecommendedAction = recommendedAction ?? IpmiErrorKinds.AdviceFor(kind);
    }

    /// <summary>What happened, preceded by the name of the BMC if the text does not contain it.</summary>
    public override string Message => Target is { Length: > 0 } name && !Mentions(base.Message, name) ? $"{name}: {base.Message}" : base.Message;

    /// <summary>What went wrong.</summary>
    public IpmiErrorKind Kind { get; }

    /// <summary>What the administrator can do.</summary>
    public string RecommendedAction { get; }

    /// <summary>The BMC as the caller named it; null until the error is reported for one.</summary>
    internal string? Target { get; set; }

    /// <summary>What happened, without the name of the BMC that is put in front.</summary>
    internal string Description => base.Message;

    /// <summary>Whether a text contains a name, and not only as a part of a longer one: "bmc1" is not in "bmc10", nor in "bmc1.example.org".</summary>
    private static bool Mentions(string text, string name)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            int end = at + name.Length;
            bool goesOn = IsOfName(text, end) || (end < text.Length && text[end] == '.' && IsOfName(text, end + 1));
            if (!goesOn && !IsOfName(text, at - 1) && !(at > 0 && text[at - 1] == '.'))
                return true;
        }

        return false;
    }

    private static bool IsOfName(string text, int index) =>
        index >= 0 && index < text.Length && (char.IsLetterOrDigit(text[index]) || text[index] is '-' or '_');
}
