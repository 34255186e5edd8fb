using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <content>From commands to their handlers.</content>
public sealed partial class VirtualBmc
{
    private static readonly SimulatedCommand CipherSuiteQuestion = new((byte)NetFn.App, GetChannelCipherSuites.CommandCode);

    private int _commandsDrawn;

    /// <summary>Executes a command. Returns completion code and data, or null where no answer is given.</summary>
    internal ByteWriter? Execute(CommandContext context, in LanMessage message)
    {
        var command = new SimulatedCommand(message.NetFn, message.Command);
        Count(command);
        int number = _commandsDrawn++;
        var faults = Faults;
        var answer = new ByteWriter(32);
        answer.WriteByte(0);
        var code = Draw(faults.BusyPercent, number, 20) ? CompletionCode.NodeBusy : Execute(context, command, message.Data, answer);
        if (context.IsSilent || faults.SilentCommands.Contains(command) || faults.IgnoreCipherSuiteQuestion && context.Session is null && command == CipherSuiteQuestion)
            return null;
        if (code != CompletionCode.Ok)
        {
            answer = new ByteWriter(1);
            answer.WriteByte((byte)code);
        }
        else if (answer.Length > 1 && context.Session is not null && Draw(faults.ShortAnswerPercent, number, 21))
        {
            var whole = answer.AsSegment();
            answer = new ByteWriter(whole.Count);
            answer.WriteBytes(whole.Array!, whole.Offset, 1 + (int)(Noise.Hash(Options.Seed, number, 22) % (uint)(whole.Count - 1)));
        }

        return answer;
    }

    private CompletionCode Execute(CommandContext context, SimulatedCommand command, ArraySegment<byte> data, ByteWriter answer)
    {
        if (Faults.UnknownCommands.Contains(command))
            return CompletionCode.InvalidCommand;
        var entry = CommandTable.Standard.Find(command.NetFn, command.Command);
        if (entry is null || context.Controller != Controllers.Main && !entry.AnyController)
            return CompletionCode.InvalidCommand;
        if (entry.Privilege is { } needed && (context.Session is not { } session || session.Privilege < (byte)needed))
            return CompletionCode.InsufficientPrivilege;
        if (data.Count < entry.Least || data.Count > entry.Most)
            return CompletionCode.InvalidLength;
        try
        {
            return Quirks.HandlerOf(command, entry.Handler)(context, new ByteReader(data), answer);
        }
        catch (MalformedDataException)
        {
            return CompletionCode.InvalidLength;
        }
    }
}
