using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>The BMC answered a command with a completion code other than 00h.</summary>
public sealed class IpmiCommandException : IpmiException
{
    /// <summary>Creates the exception for an answered command.</summary>
    public IpmiCommandException(IpmiCommand command, CompletionCode code)
        : base(CompletionCodes.KindOf(code), $"{command.Name}: {command.DescribeCompletionCode((byte)code) ?? CompletionCodes.Describe(code)} (completion code {(byte)code:X2}h).")
    {
        CompletionCode = code;
        Command = command.Name;
    }

    /// <summary>The completion code.</summary>
    public CompletionCode CompletionCode { get; }

    /// <summary>The command's name in the specification.</summary>
    public string Command { get; }
}
