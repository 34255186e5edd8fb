namespace IpmiPS;

/// <summary>The configuration of a serial port for IPMI. What the BMC does not report is null, with the reason in <see cref="Notes"/>. IPMI 2.0 section 25.2.</summary>
public class SerialConfiguration
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; internal set; } = "";

    /// <summary>The channel of the port, 1 to 11.</summary>
    public int Channel { get; internal set; }

    /// <summary>How the port is connected.</summary>
    public SerialConnection? Connection { get; internal set; }

    /// <summary>The kinds of sessions that are enabled.</summary>
    public SerialConnectionModes? ConnectionModes { get; internal set; }

    /// <summary>Seconds without traffic after which a session ends; 0 for never.</summary>
    public int? InactivityTimeout { get; internal set; }

    /// <summary>What ends a session.</summary>
    public SerialSessionTermination? SessionTermination { get; internal set; }

    /// <summary>Flow control.</summary>
    public SerialFlowControl? FlowControl { get; internal set; }

    /// <summary>Whether the BMC hangs up by DTR.</summary>
    public bool? DtrHangUp { get; internal set; }

    /// <summary>Bit rate.</summary>
    public SolBitRate? BitRate { get; internal set; }

    /// <summary>Whether system and BMC share the port.</summary>
    public bool? PortSharing { get; internal set; }

    /// <summary>What switches the port between system and BMC.</summary>
    public SerialMuxControls? MuxControls { get; internal set; }

    /// <summary>Who has the port now.</summary>
    public SerialMuxOwner MuxOwner { get; internal set; }

    /// <summary>How long a modem rings at least, in milliseconds.</summary>
    public int? RingDuration { get; internal set; }

    /// <summary>Time between calls in milliseconds.</summary>
    public int? RingDeadTime { get; internal set; }

    /// <summary>Text that sets up the modem: its first block of 16 characters.</summary>
    public string? ModemInit { get; internal set; }

    /// <summary>Text that makes the modem take commands.</summary>
    public string? ModemEscape { get; internal set; }

    /// <summary>Text that makes the modem hang up.</summary>
    public string? ModemHangUp { get; internal set; }

    /// <summary>Text that makes the modem dial.</summary>
    public string? ModemDial { get; internal set; }

    /// <summary>Minutes between alerts; 0 for no limit.</summary>
    public int? PageBlackoutInterval { get; internal set; }

    /// <summary>Seconds between calls of an alert.</summary>
    public int? CallRetryInterval { get; internal set; }

    /// <summary>Number of alert destinations.</summary>
    public int? DestinationCount { get; internal set; }

    /// <summary>Whether a line of terminal mode can be edited.</summary>
    public bool? TerminalLineEditing { get; internal set; }

    /// <summary>What the BMC sends in terminal mode when a character is deleted.</summary>
    public SerialDeleteSequence? TerminalDelete { get; internal set; }

    /// <summary>Whether the BMC echoes in terminal mode.</summary>
    public bool? TerminalEcho { get; internal set; }

    /// <summary>Whether the BMC says in terminal mode when it is ready for the next line.</summary>
    public bool? TerminalHandshake { get; internal set; }

    /// <summary>What the BMC sends at the end of a line in terminal mode.</summary>
    public SerialNewline? TerminalOutputNewline { get; internal set; }

    /// <summary>What the BMC takes for the end of a line in terminal mode: Cr or Nul.</summary>
    public SerialNewline? TerminalInputNewline { get; internal set; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; internal set; } = [];
}

/// <summary>The configuration of a serial port after a change, as read back.</summary>
public sealed class SerialConfigurationUpdate : SerialConfiguration, ISettingsUpdate
{
    /// <summary>The settings that were changed, with old and new values.</summary>
    public string[] Changes { get; internal set; } = [];

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; internal set; }

    /// <summary>Whether all settings were read back as requested; false for passwords and for the mux, if the BMC did not switch it.</summary>
    public bool Verified { get; internal set; }

    IpmiException? ISettingsUpdate.Difference => null;
}

/// <summary>A serial parameter as bytes.</summary>
public sealed class SerialParameter
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The channel of the port, 1 to 11.</summary>
    public int Channel { get; init; }

    /// <summary>Number of the parameter, 0 to 255.</summary>
    public int Parameter { get; init; }

    /// <summary>The specification's name; null for a parameter of the vendor.</summary>
    public string? Name { get; init; }

    /// <summary>The data, selectors included.</summary>
    public ByteString Data { get; init; } = new([]);
}
