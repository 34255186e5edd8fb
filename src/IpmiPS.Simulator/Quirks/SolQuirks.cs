using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Sol;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Quirks of serial over LAN.</summary>
internal static class SolQuirks
{
    private static readonly SimulatedCommand Activate = SimulatedCommand.Of(ActivatePayload.Definition);

    public static IEnumerable<KeyValuePair<string, Action<QuirkSet, QuirkLine>>> All { get; } = new Dictionary<string, Action<QuirkSet, QuirkLine>>
    {
        ["sol-needs-deferral"] = (quirks, line) => quirks.Refuse(line.Name, Activate, CompletionCode.InvalidDataField,
            (_, request) => (ActivatePayload.ReadRequest(new ByteReader(request)).Auxiliary & (byte)SolActivationOptions.DeferAlerts) == 0),
        ["sol-quiet-takeover"] = (quirks, line) => quirks.EditSol(line.Name, (_, packet) => (packet.Status & SolStatus.Deactivated) != 0 ? null : packet),
        ["sol-stuck"] = Stuck,
        ["sol-bit-rate"] = BitRate,
    };

    /// <summary>Packets with one sequence number are never acknowledged, however often they are repeated.</summary>
    private static void Stuck(QuirkSet quirks, QuirkLine line)
    {
        int number = line.Number("number");
        quirks.EditSol(line.Name, (_, packet) => packet.Acknowledged == number ? packet with { Acknowledged = 0, Accepted = 0 } : packet);
    }

    /// <summary>The operating system uses a bit rate of its own: at another one, the console shows bytes that are no text.</summary>
    private static void BitRate(QuirkSet quirks, QuirkLine line)
    {
        var name = $"Bps{line.Number("rate")}";
        var rate = (SolBitRate)Enum.Parse(typeof(SolBitRate), name);
        quirks.EditSol(line.Name, (bmc, packet) => packet.Characters.Count == 0 || bmc.Sol.Parameters.BitRate == rate ? packet : packet with { Characters = new([.. packet.Characters.Select(static (c, i) => (byte)(c * 7 + i * 13 | 0x80))]) });
    }
}
