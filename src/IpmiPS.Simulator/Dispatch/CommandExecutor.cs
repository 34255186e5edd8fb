using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Runs commands: finds the handler, checks privilege and length, and applies quirks and faults.</summary>
internal sealed class CommandExecutor(BmcState bmc, QuirkSet quirks)
{
    private static readonly SimulatedCommand CipherSuites = SimulatedCommand.Of(GetChannelCipherSuites.Definition);

    private int _commands;

    /// <summary>Executes a command. Returns completion code and data, or null if there is no response.</summary>
    public ByteWriter? Execute(CommandContext context, in LanMessage message)
    {
        var command = new SimulatedCommand(message.NetFn, message.Command);
        bmc.Counters.AddCommand(command);
        int number = _commands++;
        var faults = bmc.Faults.Current;
        var response = new ByteWriter(32);
        response.WriteByte(0);
        var code = bmc.Faults.Strikes(faults.BusyPercent, number, 20) ? CompletionCode.NodeBusy : Execute(context, command, message.Data, response);
        if (context.IsSilent || faults.SilentCommands.Contains(command) || faults.IgnoreCipherSuiteRequest && context.Session is null && command == CipherSuites)
            return null;
        if (code != CompletionCode.Ok && context.HasDataWithCode)
        {
            response[0] = (byte)code;
        }
        else if (code != CompletionCode.Ok)
        {
            response = new ByteWriter(1);
            response.WriteByte((byte)code);
        }
        else if (response.Length > 1 && context.Session is not null && bmc.Faults.Strikes(faults.ShortResponsePercent, number, 21))
        {
            var whole = response.AsSegment();
            response = new ByteWriter(whole.Count);
            response.WriteBytes(whole.Array!, whole.Offset, 1 + (int)(Noise.Hash(bmc.Options.Seed, number, 22) % (uint)(whole.Count - 1)));
        }

        return response;
    }

    private CompletionCode Execute(CommandContext context, SimulatedCommand command, ArraySegment<byte> data, ByteWriter response)
    {
        if (bmc.Faults.Current.UnknownCommands.Contains(command))
            return CompletionCode.InvalidCommand;

        // The first byte, or the first three, belong to the command's number.
        int bodyLength = command.NetFn switch { (byte)NetFn.GroupExtension => 1, (byte)NetFn.OemGroup => 3, _ => 0 };
        if (data.Count < bodyLength)
            return CompletionCode.InvalidLength;
        var entry = CommandTable.Standard.Find(command.NetFn, command.Command, BodyOf(data, bodyLength));
        if (entry is null || context.Controller != bmc.Controllers.Main && !entry.AnyController)
            return CompletionCode.InvalidCommand;
        if (entry.Definition.Privilege is { } needed && (context.Session is not { } session || session.Privilege < (byte)needed))
            return CompletionCode.InsufficientPrivilege;
        if (context.Controller == bmc.Controllers.Main && bmc.Firewall.Check(entry.Definition, data.Count > 0 ? data.Array![data.Offset] : (byte)0) is var blocked and not CompletionCode.Ok)
            return blocked;
        var handler = quirks.HandlerOf(command, entry.Handler);

        // Quirks look at the bytes of a request, and rely on its length.
        if (handler != entry.Handler && entry.Check(new ByteReader(data)) is var code && code != CompletionCode.Ok)
            return code;
        return handler(context, new ByteReader(data), response);
    }

    private static int? BodyOf(ArraySegment<byte> data, int length)
    {
        var reader = new ByteReader(data);
        return length switch { 1 => reader.ReadByte(), 3 => reader.ReadUInt24(), _ => null };
    }
}
