using System;
using System.Collections.Generic;
using IpmiPS.Commands;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Sol;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>
/// The deviations of a kind of BMC from the specification: functions around command handlers and on outgoing data; null without quirks.
/// Filled while a profile is read, and shared by all BMCs of the kind. What a quirk remembers is in <see cref="BmcState.QuirkMemory"/>.
/// </summary>
internal sealed class QuirkSet
{
    private readonly Dictionary<SimulatedCommand, Func<CommandHandler, CommandHandler>> _wrappers = [];
    private readonly Dictionary<SimulatedCommand, CommandHandler> _handlers = [];

    /// <summary>The names of the quirks, as in the profile.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Whether a datagram is ignored.</summary>
    public Func<BmcState, ArraySegment<byte>, bool>? Ignores { get; private set; }

    /// <summary>Whether a payload of a log-in is ignored.</summary>
    public Func<BmcState, SessionPacket, bool>? IgnoresLogIn { get; private set; }

    /// <summary>Changes a response of a log-in.</summary>
    public Func<BmcState, PayloadType, byte[], byte[]>? EditLogInResponse { get; private set; }

    /// <summary>Replaces the status for a RAKP 1.</summary>
    public Func<BmcState, LogIn20, Rakp1, RmcpStatus, RmcpStatus>? Rakp1Status { get; private set; }

    /// <summary>Changes the hashed data of a log-in.</summary>
    public Action<BmcState, LogIn20, RakpAuthentication>? Hash { get; private set; }

    /// <summary>Changes a message of a session before it is sealed.</summary>
    public Func<BmcState, byte[], byte[]>? Message { get; private set; }

    /// <summary>Seals a payload instead of the session.</summary>
    public Func<BmcState, ServerSession, PayloadType, ArraySegment<byte>, byte[]>? Seal { get; private set; }

    /// <summary>Changes a SOL packet; null if it is not sent.</summary>
    public Func<BmcState, SolPacket, SolPacket?>? Sol { get; private set; }

    /// <summary>The handler of a command with its quirks.</summary>
    public CommandHandler HandlerOf(SimulatedCommand command, CommandHandler ordinary)
    {
        if (_wrappers.Count == 0 || !_wrappers.TryGetValue(command, out var wrap))
            return ordinary;
        lock (_handlers)
        {
            if (!_handlers.TryGetValue(command, out var handler))
                _handlers.Add(command, handler = wrap(ordinary));
            return handler;
        }
    }

    /// <summary>Wraps the handler of a command, including its earlier wrappers.</summary>
    public void Wrap(SimulatedCommand command, Func<CommandHandler, CommandHandler> wrap) =>
        _wrappers[command] = _wrappers.TryGetValue(command, out var within) ? handler => wrap(within(handler)) : wrap;

    /// <summary>Refuses a command in some cases, without executing it.</summary>
    public void Refuse(string name, SimulatedCommand command, CompletionCode code, Func<CommandContext, byte[], bool>? when = null) => Wrap(command, inner => (context, request, response) =>
    {
        byte[] bytes = request.ReadRest();
        if (when is not null && !when(context, bytes))
            return inner(context, new ByteReader(bytes), response);
        context.Bmc.QuirkMemory.CountEffect(name);
        return code;
    });

    /// <summary>Changes the data of a response; counted if that makes a difference.</summary>
    public void Edit(string name, SimulatedCommand command, Func<CommandContext, byte[], byte[], byte[]> edit) => Wrap(command, inner => (context, request, response) =>
    {
        byte[] bytes = request.ReadRest();
        var data = new ByteWriter(64);
        var code = inner(context, new ByteReader(bytes), data);
        if (code != CompletionCode.Ok)
            return code;
        byte[] before = data.ToArray(), after = edit(context, bytes, (byte[])before.Clone());
        CountChange(context.Bmc, name, before, after);
        response.WriteBytes(after);
        return code;
    });

    /// <summary>Changes a request before it is executed.</summary>
    public void EditRequest(string name, SimulatedCommand command, Func<CommandContext, byte[], byte[]> edit) => Wrap(command, inner => (context, request, response) =>
    {
        byte[] before = request.ReadRest(), after = edit(context, (byte[])before.Clone());
        CountChange(context.Bmc, name, before, after);
        return inner(context, new ByteReader(after), response);
    });

    /// <summary>Does not respond to a command in some cases, and does not execute it.</summary>
    public void Silence(string name, SimulatedCommand command, Func<CommandContext, byte[], bool> when) => Wrap(command, inner => (context, request, response) =>
    {
        byte[] bytes = request.ReadRest();
        if (!when(context, bytes))
            return inner(context, new ByteReader(bytes), response);
        context.Bmc.QuirkMemory.CountEffect(name);
        context.IsSilent = true;
        return CompletionCode.Ok;
    });

    /// <summary>Accepts a command in some cases without executing it.</summary>
    public void Ignore(string name, SimulatedCommand command, Func<CommandContext, byte[], bool> when) => Refuse(name, command, CompletionCode.Ok, when);

    /// <summary>Ignores datagrams in some cases.</summary>
    public void Ignore(string name, Func<BmcState, ArraySegment<byte>, bool> when)
    {
        var before = Ignores;
        Ignores = (bmc, datagram) => before?.Invoke(bmc, datagram) == true || when(bmc, datagram) && bmc.QuirkMemory.CountEffect(name);
    }

    /// <summary>Ignores payloads of a log-in in some cases.</summary>
    public void IgnoreLogIn(string name, Func<BmcState, SessionPacket, bool> when)
    {
        var before = IgnoresLogIn;
        IgnoresLogIn = (bmc, packet) => before?.Invoke(bmc, packet) == true || when(bmc, packet) && bmc.QuirkMemory.CountEffect(name);
    }

    /// <summary>Changes responses of a log-in.</summary>
    public void EditLogIn(string name, PayloadType type, Func<BmcState, byte[], byte[]> edit)
    {
        var before = EditLogInResponse;
        EditLogInResponse = (bmc, sent, payload) =>
        {
            payload = before?.Invoke(bmc, sent, payload) ?? payload;
            return sent == type ? CountChange(bmc, name, payload, edit(bmc, (byte[])payload.Clone())) : payload;
        };
    }

    /// <summary>Changes the status of RAKP 2.</summary>
    public void EditRakp1Status(string name, Func<LogIn20, Rakp1, RmcpStatus, RmcpStatus> edit) => Rakp1Status = (bmc, logIn, message, status) =>
    {
        var other = edit(logIn, message, status);
        if (other != status)
            bmc.QuirkMemory.CountEffect(name);
        return other;
    };

    /// <summary>Changes the hashed data; counted if that changes the code of RAKP 2 or 3.</summary>
    public void EditHash(string name, Action<LogIn20, RakpAuthentication> edit)
    {
        var before = Hash;
        Hash = (bmc, logIn, rakp) =>
        {
            before?.Invoke(bmc, logIn, rakp);
            byte[] ordinary = [.. rakp.Rakp2Code(rakp.Role), .. rakp.Rakp3Code()];
            edit(logIn, rakp);
            CountChange(bmc, name, ordinary, [.. rakp.Rakp2Code(rakp.Role), .. rakp.Rakp3Code()]);
        };
    }

    /// <summary>Changes messages within a session.</summary>
    public void EditMessage(string name, Func<byte[], byte[]> edit) => Message = (bmc, message) => CountChange(bmc, name, message, edit((byte[])message.Clone()));

    /// <summary>Changes packets of a session after they were sealed, or seals them differently.</summary>
    public void EditPacket(string name, Func<ServerSession, Func<byte[]>, byte[]> edit)
    {
        var before = Seal;
        Seal = (bmc, session, type, payload) =>
        {
            byte[]? ordinary = null;
            byte[] packet = edit(session, () =>
            {
                byte[] one = before is null ? session.Sealing.Seal(type, payload) : before(bmc, session, type, payload);
                ordinary ??= one;
                return one;
            });
            return CountChange(bmc, name, ordinary ?? [], packet);
        };
    }

    /// <summary>Changes SOL packets, or drops them.</summary>
    public void EditSol(string name, Func<BmcState, SolPacket, SolPacket?> edit)
    {
        var before = Sol;
        Sol = (bmc, packet) =>
        {
            if (before is not null)
            {
                if (before(bmc, packet) is not { } edited)
                    return null;
                packet = edited;
            }

            var other = edit(bmc, packet);
            if (!ReferenceEquals(other, packet))
                bmc.QuirkMemory.CountEffect(name);
            return other;
        };
    }

    private static byte[] CountChange(BmcState bmc, string name, byte[] before, byte[] after)
    {
        if (before.Length != after.Length || !SecretBytes.Equal(before, new ArraySegment<byte>(after)))
            bmc.QuirkMemory.CountEffect(name);
        return after;
    }
}
