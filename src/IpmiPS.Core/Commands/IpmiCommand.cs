using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Commands;

/// <summary>
/// One IPMI request. A command is one file: this type with the fields of the request, and its response type beside it.
/// Both are coded in both directions, so that a simulated BMC reads what a client writes.
/// </summary>
public abstract class IpmiCommand
{
    /// <summary>Network function of the request.</summary>
    public abstract NetFn NetFn { get; }

    /// <summary>Command number within the network function.</summary>
    public abstract byte Code { get; }

    /// <summary>Logical unit of the device that is asked, 0 to 3.</summary>
    public virtual byte Lun => 0;

    /// <summary>The lowest privilege at which a BMC has to accept the command. IPMI 2.0 appendix G.</summary>
    public virtual PrivilegeLevel Privilege => PrivilegeLevel.User;

    /// <summary>
    /// Whether the request may be sent again when its answer is lost. False for everything that changes state in a way
    /// that a second execution would change again, or that has an effect outside the BMC. Every command that is no question says it
    /// itself.
    /// </summary>
    public virtual bool IsIdempotent => true;

    /// <summary>Whether request or answer carry a password or a key, which no trace may show.</summary>
    public virtual bool HoldsSecret => false;

    /// <summary>
    /// The caller's word that a secret may go over a session that is not authenticated and encrypted with cipher suite 17 or 3. Without it such a
    /// command is not sent there.
    /// </summary>
    public bool MayGoUnprotected { get; init; }

    /// <summary>The name in the specification, for messages.</summary>
    public virtual string Name => Words(GetType().Name);

    /// <summary>Writes the request's data bytes, those after the command byte.</summary>
    public virtual void WriteRequest(ByteWriter writer)
    {
    }

    /// <summary>Words for a completion code that has a meaning of its own for this command, else null.</summary>
    public virtual string? DescribeCompletionCode(byte code) => null;

    private static string Words(string typeName)
    {
        var words = new StringBuilder(typeName.Length + 8);
        for (int i = 0; i < typeName.Length; i++)
        {
            if (i > 0 && char.IsUpper(typeName[i]) && !char.IsUpper(typeName[i - 1]))
                words.Append(' ');
            words.Append(typeName[i]);
        }

        return words.ToString();
    }
}

/// <summary>A request whose answer is read as <typeparamref name="TResponse"/>.</summary>
public abstract class IpmiCommand<TResponse> : IpmiCommand
{
    /// <summary>Reads the answer's data bytes, those after a completion code of 00h. Surplus bytes are the vendor's and are passed over.</summary>
    /// <exception cref="MalformedDataException">The answer is shorter than the command's mandatory fields.</exception>
    public abstract TResponse ReadResponse(ByteReader reader);
}

/// <summary>A request whose answer is only a completion code.</summary>
public abstract class IpmiAction : IpmiCommand<NoData>
{
    /// <inheritdoc/>
    public sealed override NoData ReadResponse(ByteReader reader) => default;
}

/// <summary>The answer of a command that returns nothing but its completion code.</summary>
public readonly struct NoData;
