using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Watchdog Timer. IPMI 2.0 section 27.7.</summary>
public sealed class GetWatchdogTimer() : IpmiCommand<WatchdogTimerState>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetWatchdogTimer, WatchdogTimerState> Definition { get; } =
        new(NetFn.App, 0x25, "Get Watchdog Timer", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override WatchdogTimerState ReadResponse(ByteReader reader) => WatchdogTimerState.Read(reader);
}

/// <summary>The watchdog timer's settings and what is left of its countdown. IPMI 2.0 section 27.7, table 27-4.</summary>
/// <param name="Timer">The settings; <see cref="WatchdogTimer.DoNotStop"/> says whether the timer is running.</param>
/// <param name="PresentCountdown">What is left, in steps of 100 ms; null if omitted, as by ipmi_sim for a timer that was never set.</param>
public sealed record WatchdogTimerState(WatchdogTimer Timer, ushort? PresentCountdown)
{
    /// <summary>Reads the response: settings, [present countdown].</summary>
    public static WatchdogTimerState Read(ByteReader reader) => new(WatchdogTimer.Read(reader), reader.IsAtEnd ? null : reader.ReadUInt16());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        Timer.Write(writer);
        if (PresentCountdown is { } left)
            writer.WriteUInt16(left);
    }
}
