using System;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>How a serial port is connected.</summary>
public enum SerialConnection
{
    /// <summary>Through a modem.</summary>
    Modem = 0,

    /// <summary>Directly, with a null modem cable.</summary>
    Direct = 1,
}

/// <summary>Kinds of sessions on a serial port.</summary>
[Flags]
public enum SerialConnectionModes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Basic mode: IPMI messages in frames.</summary>
    Basic = 1,

    /// <summary>PPP.</summary>
    Ppp = 2,

    /// <summary>Terminal mode: commands as text.</summary>
    Terminal = 4,
}

/// <summary>Flow control of a serial port.</summary>
public enum SerialFlowControl
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>RTS and CTS.</summary>
    RtsCts = 1,

    /// <summary>XON and XOFF.</summary>
    XonXoff = 2,
}

/// <summary>What ends a session on a serial port. IPMI 2.0 table 25-4, parameter 6.</summary>
[Flags]
public enum SerialSessionTermination
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The other side hangs up (loss of DCD).</summary>
    DcdLoss = 1,

    /// <summary>Nothing is sent for the inactivity timeout.</summary>
    Inactivity = 2,
}

/// <summary>What switches a serial port between the system and the BMC. IPMI 2.0 table 25-4, parameter 8.</summary>
[Flags]
public enum SerialMuxControls
{
    /// <summary>None of it.</summary>
    None = 0,

    /// <summary>To the system when DCD is lost.</summary>
    DcdLoss = 0x0001,

    /// <summary>To the BMC on <c>ESC (</c>.</summary>
    EscapeToBmc = 0x0002,

    /// <summary>To the system on <c>ESC Q</c>.</summary>
    EscapeToSystem = 0x0004,

    /// <summary>To the BMC when PPP starts.</summary>
    Ppp = 0x0008,

    /// <summary>To the BMC on a message of basic mode.</summary>
    BasicMode = 0x0010,

    /// <summary><c>ESC R ESC r ESC R</c> resets the system.</summary>
    ResetSequence = 0x0020,

    /// <summary><c>ESC ^</c> turns the system on.</summary>
    PowerUpSequence = 0x0040,

    /// <summary>The acknowledgement of a switch is repeated.</summary>
    AcknowledgeRetry = 0x0100,

    /// <summary>The BMC announces itself on a direct call.</summary>
    DirectCallMessage = 0x0200,

    /// <summary>The BMC announces itself on a callback.</summary>
    CallbackMessage = 0x0400,

    /// <summary>System and BMC share the port.</summary>
    PortSharing = 0x0800,
}

/// <summary>What ends a line of terminal mode.</summary>
public enum SerialNewline
{
    /// <summary>None; NUL is ignored.</summary>
    None = 0,

    /// <summary>CR, LF.</summary>
    CrLf = 1,

    /// <summary>NUL.</summary>
    Nul = 2,

    /// <summary>CR.</summary>
    Cr = 3,

    /// <summary>LF, CR.</summary>
    LfCr = 4,

    /// <summary>LF.</summary>
    Lf = 5,
}

/// <summary>What the BMC sends in terminal mode when a character is deleted.</summary>
public enum SerialDeleteSequence
{
    /// <summary>The DEL character.</summary>
    Delete = 0,

    /// <summary>Backspace, space, backspace.</summary>
    Backspace = 1,
}

/// <summary>Who has a serial port.</summary>
public enum SerialMuxOwner
{
    /// <summary>The BMC did not say.</summary>
    Unknown = 0,

    /// <summary>The system.</summary>
    System = 1,

    /// <summary>The BMC.</summary>
    Bmc = 2,
}

/// <summary>Serial parameter 3. All bits are kept, reserved ones too.</summary>
/// <param name="Data">[7] direct rather than modem, [2] terminal mode, [1] PPP, [0] basic mode.</param>
public readonly record struct SerialConnectionMode(byte Data)
{
    /// <summary>How the port is connected.</summary>
    public SerialConnection Connection => (Data & 0x80) != 0 ? SerialConnection.Direct : SerialConnection.Modem;

    /// <summary>The kinds of sessions that are enabled.</summary>
    public SerialConnectionModes Modes => (SerialConnectionModes)(Data & 0x07);

    /// <summary>The same with other values.</summary>
    public SerialConnectionMode With(SerialConnection? connection, SerialConnectionModes? modes) =>
        new((byte)(Data & 0x78 | ((connection ?? Connection) == SerialConnection.Direct ? 0x80 : 0) | (int)(modes ?? Modes)));
}

/// <summary>Serial parameter 7. All bits are kept, reserved ones too. Characters have 8 bits, no parity and one stop bit.</summary>
/// <param name="Data1">[7:6] flow control, [5] hang up with DTR.</param>
/// <param name="Data2">[3:0] bit rate.</param>
public readonly record struct SerialCommunication(byte Data1, byte Data2)
{
    /// <summary>Flow control.</summary>
    public SerialFlowControl FlowControl => (SerialFlowControl)(Data1 >> 6);

    /// <summary>Whether the BMC hangs up by DTR.</summary>
    public bool DtrHangUp => (Data1 & 0x20) != 0;

    /// <summary>Bit rate.</summary>
    public SolBitRate BitRate => (SolBitRate)(Data2 & 0x0F);

    /// <summary>The same with other values.</summary>
    public SerialCommunication With(SerialFlowControl? flowControl, bool? dtrHangUp, SolBitRate? bitRate) => new(
        (byte)(Data1 & 0x1F | (int)(flowControl ?? FlowControl) << 6 | (dtrHangUp ?? DtrHangUp ? 0x20 : 0)), (byte)(Data2 & 0xF0 | (int)(bitRate ?? BitRate)));

    /// <summary>Reads the data.</summary>
    public static SerialCommunication Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte());
}

/// <summary>Serial parameter 29. All bits are kept, reserved ones too.</summary>
/// <param name="Data1">[7:6] 0 volatile, 1 stored, 2 restore the stored one; [5] line editing, [3:2] delete sequence, [1] echo, [0] handshake.</param>
/// <param name="Data2">[7:4] output newline, [3:0] input newline: 1 CR, 2 NUL.</param>
public readonly record struct SerialTerminalMode(byte Data1, byte Data2)
{
    private const byte Store = 0x40;

    /// <summary>Whether a line can be edited.</summary>
    public bool LineEditing => (Data1 & 0x20) != 0;

    /// <summary>What is sent when a character is deleted.</summary>
    public SerialDeleteSequence Delete => (SerialDeleteSequence)(Data1 >> 2 & 3);

    /// <summary>Whether the BMC echoes.</summary>
    public bool Echo => (Data1 & 0x02) != 0;

    /// <summary>Whether the BMC says when it is ready for the next line.</summary>
    public bool Handshake => (Data1 & 0x01) != 0;

    /// <summary>What the BMC sends at the end of a line.</summary>
    public SerialNewline OutputNewline => (SerialNewline)(Data2 >> 4);

    /// <summary>What the BMC takes for the end of a line: Cr or Nul.</summary>
    public SerialNewline InputNewline => (Data2 & 0x0F) switch
    {
        1 => SerialNewline.Cr,
        2 => SerialNewline.Nul,
        _ => SerialNewline.None,
    };

    /// <summary>The same with other values, to be stored.</summary>
    public SerialTerminalMode With(bool? lineEditing, SerialDeleteSequence? delete, bool? echo, bool? handshake, SerialNewline? output, SerialNewline? input) => new(
        (byte)(Data1 & 0x10 | Store | (lineEditing ?? LineEditing ? 0x20 : 0) | (int)(delete ?? Delete) << 2 | (echo ?? Echo ? 0x02 : 0) | (handshake ?? Handshake ? 0x01 : 0)),
        (byte)((int)(output ?? OutputNewline) << 4 | (input switch
        {
            null => Data2 & 0x0F,
            SerialNewline.Cr => 1,
            SerialNewline.Nul => 2,
            _ => 0,
        })));

    /// <summary>Reads the data.</summary>
    public static SerialTerminalMode Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte());
}
