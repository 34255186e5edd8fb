namespace IpmiPS.Serial;

/// <summary>Settings of a serial port; null for those that are to stay.</summary>
public sealed record SerialSettings
{
    /// <summary>How the port is connected.</summary>
    public SerialConnection? Connection { get; init; }

    /// <summary>The kinds of sessions that are enabled.</summary>
    public SerialConnectionModes? ConnectionModes { get; init; }

    /// <summary>Seconds without traffic after which a session ends; 0 for never.</summary>
    public int? InactivityTimeout { get; init; }

    /// <summary>What ends a session.</summary>
    public SerialSessionTermination? SessionTermination { get; init; }

    /// <summary>Flow control.</summary>
    public SerialFlowControl? FlowControl { get; init; }

    /// <summary>Whether the BMC hangs up by DTR.</summary>
    public bool? DtrHangUp { get; init; }

    /// <summary>Bit rate.</summary>
    public SolBitRate? BitRate { get; init; }

    /// <summary>Whether system and BMC share the port.</summary>
    public bool? PortSharing { get; init; }

    /// <summary>What switches the port between system and BMC.</summary>
    public SerialMuxControls? MuxControls { get; init; }

    /// <summary>How long a modem rings at least, in milliseconds.</summary>
    public int? RingDuration { get; init; }

    /// <summary>Time between calls in milliseconds.</summary>
    public int? RingDeadTime { get; init; }

    /// <summary>Minutes between alerts; 0 for no limit.</summary>
    public int? PageBlackoutInterval { get; init; }

    /// <summary>Seconds between calls of an alert.</summary>
    public int? CallRetryInterval { get; init; }

    /// <summary>Whether a line of terminal mode can be edited.</summary>
    public bool? TerminalLineEditing { get; init; }

    /// <summary>What the BMC sends in terminal mode when a character is deleted.</summary>
    public SerialDeleteSequence? TerminalDelete { get; init; }

    /// <summary>Whether the BMC echoes in terminal mode.</summary>
    public bool? TerminalEcho { get; init; }

    /// <summary>Whether the BMC says in terminal mode when it is ready for the next line.</summary>
    public bool? TerminalHandshake { get; init; }

    /// <summary>What the BMC sends at the end of a line in terminal mode.</summary>
    public SerialNewline? TerminalOutputNewline { get; init; }

    /// <summary>What the BMC takes for the end of a line in terminal mode: Cr or Nul.</summary>
    public SerialNewline? TerminalInputNewline { get; init; }

    /// <summary>A request to switch the port between system and BMC; null for none.</summary>
    public SerialMuxRequest? Mux { get; init; }

    /// <summary>Number of a parameter that is set as bytes, 0 to 255; null for none.</summary>
    public byte? Parameter { get; init; }

    /// <summary>The bytes of <see cref="Parameter"/>, selectors included.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this == new SerialSettings { Data = Data };
}
