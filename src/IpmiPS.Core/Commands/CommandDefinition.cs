using System;
using IpmiPS.Wire;

namespace IpmiPS.Commands;

/// <summary>
/// What is true of every request of one command. Each command states it once, in its static property <c>Definition</c>; the client, the
/// simulator and the messages read it from there.
/// </summary>
public abstract class CommandDefinition
{
    private protected CommandDefinition(NetFn netFn, byte code, string name, PrivilegeLevel? privilege)
    {
        NetFn = netFn;
        Code = code;
        Name = name;
        Privilege = privilege;
    }

    /// <summary>Network function of the request.</summary>
    public NetFn NetFn { get; }

    /// <summary>Command number within the network function.</summary>
    public byte Code { get; }

    /// <summary>Name in the specification, for messages.</summary>
    public string Name { get; }

    /// <summary>Lowest privilege at which a BMC has to accept the command; null if it accepts the command even before a log-in. IPMI 2.0 appendix G.</summary>
    public PrivilegeLevel? Privilege { get; }

    /// <summary>
    /// Whether a request may be sent again when its response is lost. False for every command whose second execution would change the state
    /// again, or that has an effect outside the BMC. Commands that are not named Get or Read state it explicitly.
    /// </summary>
    public bool IsIdempotent { get; init; } = true;

    /// <summary>Whether requests or responses can carry a password or a key, which no trace may show.</summary>
    public bool HoldsSecret { get; init; }

    /// <summary>
    /// First data byte of requests and responses if the network function is Group Extension: the body that defined the command. It is part of
    /// the command's number; null for all other commands. IPMI 2.0 section 5.1.
    /// </summary>
    public byte? Group { get; init; }

    /// <summary>
    /// First three data bytes of requests and responses if the network function is OEM/Group: the IANA enterprise number of the body that defined the
    /// command. It is part of the command's number; null for all other commands. IPMI 2.0 section 5.1.
    /// </summary>
    public int? Iana { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({(byte)NetFn:X2}h/{Code:X2}h)";
}

/// <summary>A command's definition with the BMC's side of its codec: reading a request and writing a response.</summary>
/// <typeparam name="TRequest">The command.</typeparam>
/// <typeparam name="TResponse">Its response.</typeparam>
/// <param name="netFn">Network function of the request.</param>
/// <param name="code">Command number.</param>
/// <param name="name">Name in the specification.</param>
/// <param name="privilege">Lowest privilege, null if none is needed, not even a session. IPMI 2.0 appendix G.</param>
/// <param name="readRequest">Reads all data bytes of a request. Bytes that are left over make the request's length invalid.</param>
/// <param name="writeResponse">Writes the data bytes of a response, without the completion code.</param>
public class CommandDefinition<TRequest, TResponse>(
    NetFn netFn, byte code, string name, PrivilegeLevel? privilege, Func<ByteReader, TRequest> readRequest, Action<ByteWriter, TResponse> writeResponse)
    : CommandDefinition(netFn, code, name, privilege)
    where TRequest : IpmiCommand<TResponse>
{
    /// <summary>Reads the data bytes of a request, those after the command byte.</summary>
    /// <exception cref="MalformedDataException">The request is shorter than its mandatory fields, or a field has a value that the command does not know.</exception>
    public TRequest ReadRequest(ByteReader reader) => readRequest(reader);

    /// <summary>Writes the data bytes of a response, those after the completion code.</summary>
    public void WriteResponse(ByteWriter writer, TResponse response) => writeResponse(writer, response);
}

/// <summary>The definition of a command whose response is only a completion code.</summary>
/// <inheritdoc cref="CommandDefinition{TRequest, TResponse}(NetFn, byte, string, PrivilegeLevel?, Func{ByteReader, TRequest}, Action{ByteWriter, TResponse})"/>
public sealed class ActionDefinition<TRequest>(NetFn netFn, byte code, string name, PrivilegeLevel? privilege, Func<ByteReader, TRequest> readRequest)
    : CommandDefinition<TRequest, NoData>(netFn, code, name, privilege, readRequest, static (_, _) => { })
    where TRequest : IpmiAction;
