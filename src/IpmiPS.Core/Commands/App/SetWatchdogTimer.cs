using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set Watchdog Timer. Stops a running timer unless <see cref="WatchdogTimer.DoNotStop"/> is set. IPMI 2.0 section 27.6.</summary>
public sealed class SetWatchdogTimer(WatchdogTimer timer) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetWatchdogTimer> Definition { get; } =
        new(NetFn.App, 0x24, "Set Watchdog Timer", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = true };

    /// <summary>The settings; expiration flags that are set are cleared.</summary>
    public WatchdogTimer Timer { get; } = timer;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => Timer.Write(writer);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetWatchdogTimer ReadRequest(ByteReader reader) => new(WatchdogTimer.Read(reader));
}

/// <summary>The six bytes that Set Watchdog Timer and Get Watchdog Timer share. IPMI 2.0 sections 27.6 and 27.7.</summary>
public sealed record WatchdogTimer
{
    private const byte DoNotLogFlag = 0x80, DoNotStopFlag = 0x40, UseMask = 0x07;

    /// <summary>Whether an expiration is not logged.</summary>
    public bool DoNotLog { get; init; }

    /// <summary>In a request, leaves a running timer running with the new values; in a response, the timer is running.</summary>
    public bool DoNotStop { get; init; }

    /// <summary>Use: 1 BIOS FRB2, 2 BIOS POST, 3 OS load, 4 SMS or OS, 5 OEM.</summary>
    public byte Use { get; init; }

    /// <summary>[6:4] pre-timeout interrupt (0 none, 1 SMI, 2 NMI, 3 messaging), [2:0] action (0 none, 1 hard reset, 2 power down, 3 power cycle).</summary>
    public byte Actions { get; init; }

    /// <summary>Seconds before the expiration at which the interrupt is sent, 0 to 255.</summary>
    public byte PreTimeout { get; init; }

    /// <summary>Expiration flags by use: [1] FRB2 to [5] OEM. In a request the flags to clear, in a response those of timers that expired.</summary>
    public byte ExpirationFlags { get; init; }

    /// <summary>Initial countdown in steps of 100 ms.</summary>
    public ushort InitialCountdown { get; init; }

    /// <summary>Reads use, actions, pre-timeout, expiration flags and initial countdown.</summary>
    public static WatchdogTimer Read(ByteReader reader)
    {
        // 1 [7] don't log, [6] don't stop or running, [2:0] use; 2 actions; 3 pre-timeout; 4 expiration flags; 5:6 initial countdown.
        byte use = reader.ReadByte();
        return new()
        {
            DoNotLog = (use & DoNotLogFlag) != 0,
            DoNotStop = (use & DoNotStopFlag) != 0,
            Use = (byte)(use & UseMask),
            Actions = reader.ReadByte(),
            PreTimeout = reader.ReadByte(),
            ExpirationFlags = reader.ReadByte(),
            InitialCountdown = reader.ReadUInt16(),
        };
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)((DoNotLog ? DoNotLogFlag : 0) | (DoNotStop ? DoNotStopFlag : 0) | Use & UseMask));
        writer.WriteByte(Actions);
        writer.WriteByte(PreTimeout);
        writer.WriteByte(ExpirationFlags);
        writer.WriteUInt16(InitialCountdown);
    }
}
