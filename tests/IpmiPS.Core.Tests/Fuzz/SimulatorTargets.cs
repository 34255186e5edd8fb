using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Simulator;

namespace IpmiPS.Tests.Fuzz;

/// <summary>The simulator: its texts, and a virtual BMC that hostile clients talk to.</summary>
internal static class SimulatorTargets
{
    private static readonly MachineProfile s_machine = MachineProfiles.Load("legacy");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("profile", Profile) { MoreSeeds = () => ProfileTexts.Names.Select(name => Encoding.UTF8.GetBytes(ProfileTexts.Find(name)!)), TestCount = 300, MaximumAllocated = 64 << 20 },
        new("emu", Emu) { TestCount = 1000, MaximumAllocated = 64 << 20 },
        new("virtual-bmc", VirtualBmcPackets) { MoreSeeds = () => Corpus.Recorded('>').Select(packet => (byte[])[0, 0, (byte)packet.Length, .. packet]), TestCount = 1000, MaximumAllocated = 64 << 20 },
    ];

    private static void Profile(byte[] input)
    {
        try
        {
            Boot(new ProfileReader("fuzz").Read(new FuzzInput(input).Text()));
        }
        catch (FormatException)
        {
        }
    }

    private static void Emu(byte[] input)
    {
        try
        {
            Boot(new MachineProfile(EmuReader.ReadText("fuzz", new FuzzInput(input).Text())));
        }
        catch (ArgumentException error) when (error.GetType() == typeof(ArgumentException))
        {
        }
        catch (IOException)
        {
        }
    }

    /// <summary>What is read without complaint has to run, or to say what the machine cannot have.</summary>
    private static void Boot(MachineProfile profile)
    {
        VirtualBmc bmc;
        try
        {
            bmc = new VirtualBmc(0, profile, new SimulatorOptions(), new Simulator.ManualTime());
        }
        catch (ArgumentException error) when (error.GetType() == typeof(ArgumentException))
        {
            return;
        }

        if (bmc.Fault is { } fault)
            throw new InvalidOperationException("The simulator has a fault.", fault);
    }

    /// <summary>
    /// A byte for a suite, then packets: as they are, or the data of commands in an open session. A byte says which and, for commands,
    /// the NetFn; then a chunk, whose first byte is the command.
    /// </summary>
    private static void VirtualBmcPackets(byte[] input)
    {
        var decisions = new FuzzInput(input);
        var wire = new Simulator.Wire(s_machine);
        var suite = CipherSuite.All[decisions.Byte() % CipherSuite.All.Count];
        Session? session = null;
        while (!decisions.IsAtEnd)
        {
            byte how = decisions.Byte();
            byte[] chunk = decisions.Chunk();
            if (how == 0 || chunk.Length == 0)
            {
                wire.Receive(chunk);
            }
            else
            {
                // Packets before may have used up all slots.
                session ??= wire.LogIn(suite.Id).Session;
                if (session is null)
                    return;
                wire.Receive(how < 0xF0
                    ? session.Seal(PayloadType.Ipmi, Simulator.Wire.Message((byte)(how & 0x3E), chunk[0], [.. chunk.Skip(1)]))
                    : session.Seal((PayloadType)(how & 1), new ArraySegment<byte>(chunk)));
            }

            wire.Time.Advance(TimeSpan.FromMilliseconds(how));
            if (wire.Bmc.Fault is { } fault)
                throw new InvalidOperationException("The simulator has a fault.", fault);
            if (wire.Sent.Count > 10_000)
                throw new InvalidOperationException("The simulator sends without end.");
        }

        session?.Dispose();
    }
}
