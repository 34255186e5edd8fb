using IpmiPS.Wire;

namespace IpmiPS.Commands;

/// <summary>
/// One IPMI request. A command is one file: this type with its definition and the fields of the request, and its response type beside it.
/// Both are coded in both directions, so that a simulated BMC reads what a client writes.
/// </summary>
/// <param name="definition">The command's definition.</param>
public abstract class IpmiCommand(CommandDefinition definition)
{
    /// <summary>Network function of the request.</summary>
    public NetFn NetFn => definition.NetFn;

    /// <summary>Command number within the network function.</summary>
    public byte Code => definition.Code;

    /// <summary>Name in the specification, for messages.</summary>
    public string Name => definition.Name;

    /// <summary>Logical unit that the request goes to, 0 to 3. Part of the message, not of its data.</summary>
    public virtual byte Lun => 0;

    /// <summary>The privilege to which the client raises its session before it sends the request; Callback for commands that need none.</summary>
    public virtual PrivilegeLevel Privilege => definition.Privilege ?? PrivilegeLevel.Callback;

    /// <summary>Whether this request may be sent again when its response is lost. Overridden only where that depends on the request's data.</summary>
    public virtual bool IsIdempotent => definition.IsIdempotent;

    /// <summary>Whether this request or its response carries a password or a key. Overridden only where that depends on the request's data.</summary>
    public virtual bool HoldsSecret => definition.HoldsSecret;

    /// <summary>
    /// Allows a request with a secret to be sent over a session that is not authenticated and encrypted with cipher suite 17 or 3. Without it
    /// the client refuses to send the request there.
    /// </summary>
    public bool MayGoUnprotected { get; init; }

    /// <summary>Writes the request's data bytes, those after the command byte.</summary>
    public virtual void WriteRequest(ByteWriter writer)
    {
    }

    /// <summary>Describes a completion code that has a special meaning for this command; null for all others.</summary>
    public virtual string? DescribeCompletionCode(byte code) => null;
}

/// <summary>A request whose response is read as <typeparamref name="TResponse"/>.</summary>
/// <param name="definition">The command's definition.</param>
public abstract class IpmiCommand<TResponse>(CommandDefinition definition) : IpmiCommand(definition)
{
    /// <summary>Reads the response's data bytes, those after a completion code of 00h. Surplus bytes belong to the vendor and are ignored.</summary>
    /// <exception cref="MalformedDataException">The response is shorter than the command's mandatory fields.</exception>
    public abstract TResponse ReadResponse(ByteReader reader);

    /// <summary>Whether a completion code other than 00h is information rather than a refusal, so that data may follow it.</summary>
    public virtual bool IsInformation(byte code) => false;

    /// <summary>Reads the data bytes after a completion code that is information (<see cref="IsInformation"/>).</summary>
    /// <exception cref="MalformedDataException">No data, or too little, follows the code.</exception>
    public virtual TResponse ReadInformation(byte code, ByteReader reader) => ReadResponse(reader);

    /// <summary>Reads a whole response: completion code and data.</summary>
    /// <param name="response">At least the completion code.</param>
    /// <exception cref="IpmiCommandException">The completion code is a refusal, or information without data.</exception>
    /// <exception cref="MalformedDataException">The response is shorter than the command's mandatory fields.</exception>
    internal TResponse ReadAnswer(byte[] response)
    {
        var reader = new ByteReader(response);
        byte code = reader.ReadByte();
        if (code == 0)
            return ReadResponse(reader.Slice(reader.Remaining));
        try
        {
            if (IsInformation(code))
                return ReadInformation(code, reader.Slice(reader.Remaining));
        }
        catch (MalformedDataException)
        {
            // The code came alone; it is the answer.
        }

        throw new IpmiCommandException(this, (CompletionCode)code);
    }
}

/// <summary>A request whose response is only a completion code.</summary>
/// <param name="definition">The command's definition.</param>
public abstract class IpmiAction(CommandDefinition definition) : IpmiCommand<NoData>(definition)
{
    /// <inheritdoc/>
    public sealed override NoData ReadResponse(ByteReader reader) => default;
}

/// <summary>The response of a command that returns only its completion code.</summary>
public readonly struct NoData;
