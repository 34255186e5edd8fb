using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>
/// The BMC returned a completion code other than 00h. The kind is OutcomeUnknown if the command changes something and
/// the code leaves open whether it was carried out.
/// </summary>
public sealed class IpmiCommandException : IpmiException
{
    /// <summary>Creates the exception for a command and its completion code.</summary>
    public IpmiCommandException(IpmiCommand command, CompletionCode code)
        : this(command, code, KindOf(command, code) == IpmiErrorKind.OutcomeUnknown ? ", so it may have been carried out" : "", null)
    {
    }

    /// <param name="command">The command.</param>
    /// <param name="code">The completion code.</param>
    /// <param name="more">Text that follows the code.</param>
    /// <param name="recommendedAction">What the administrator can do; null for the general advice.</param>
    internal IpmiCommandException(IpmiCommand command, CompletionCode code, string more, string? recommendedAction)
        : base(KindOf(command, code), $"{command.Name}: {command.DescribeCompletionCode((byte)code) ?? CompletionCodes.Describe(code)} (completion code {(byte)code:X2}h){more}.", recommendedAction)
    {
        CompletionCode = code;
        Command = command.Name;
    }

    /// <summary>The completion code.</summary>
    public CompletionCode CompletionCode { get; }

    /// <summary>The command's name in the specification.</summary>
    public string Command { get; }

    private static IpmiErrorKind KindOf(IpmiCommand command, CompletionCode code) =>
        !command.IsIdempotent && CompletionCodes.IsAmbiguous(code) ? IpmiErrorKind.OutcomeUnknown : CompletionCodes.KindOf(code);
}
