using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>
/// The serial/modem configuration parameters. IPMI 2.0 section 25.2, table 25-4. 192 to 255 are the vendor's. Those of pagers (TAP) and PPP are obsolete, so they are
/// only bytes.
/// </summary>
public static class SerialParameters
{
    private const int TextBlock = 16, EscapeLength = 5, CommandLength = 8;
    private const int SecondsPerInactivityUnit = 30, MillisecondsPerRingUnit = 500;

    /// <summary>Announces a change.</summary>
    public static Parameter<SetInProgress> SetInProgress { get; } = ParameterCodecs.SetInProgress(Owner);

    /// <summary>Authentication types that the channel supports.</summary>
    public static Parameter<AuthenticationTypes> AuthenticationTypeSupport { get; } =
        new(Owner, 1, "Authentication Type Support", 1, static reader => (AuthenticationTypes)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value)) { Access = ParameterAccess.ReadOnly };

    /// <summary>Authentication types that are enabled for each level.</summary>
    public static Parameter<AuthenticationTypeEnables> AuthenticationTypeEnables { get; } =
        new(Owner, 2, "Authentication Type Enables", 5, Parameters.AuthenticationTypeEnables.Read, static (writer, value) => value.Write(writer));

    /// <summary>How the port is connected, and the kinds of sessions.</summary>
    public static Parameter<SerialConnectionMode> ConnectionMode { get; } =
        new(Owner, 3, "Connection Mode", 1, static reader => new SerialConnectionMode(reader.ReadByte()), static (writer, value) => writer.WriteByte(value.Data));

    /// <summary>Time without traffic after which a session ends; zero for never. In steps of 30 s up to 7.5 minutes.</summary>
    public static Parameter<TimeSpan> InactivityTimeout { get; } = new(Owner, 4, "Session Inactivity Timeout", 1,
        static reader => TimeSpan.FromSeconds((reader.ReadByte() & 0x0F) * SecondsPerInactivityUnit), static (writer, value) => writer.WriteByte((byte)(value.TotalSeconds / SecondsPerInactivityUnit)));

    /// <summary>Callback: kinds, negotiation, three destinations.</summary>
    public static Parameter<byte[]> CallbackControl { get; } = Raw(5, "Channel Callback Control", 5);

    /// <summary>What ends a session.</summary>
    public static Parameter<SerialSessionTermination> SessionTermination { get; } = new(Owner, 6, "Session Termination", 1,
        static reader => (SerialSessionTermination)(reader.ReadByte() & 0x03), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>Flow control and bit rate.</summary>
    public static Parameter<SerialCommunication> Communication { get; } = new(Owner, 7, "IPMI Messaging Comm Settings", 2, SerialCommunication.Read, static (writer, value) =>
    {
        writer.WriteByte(value.Data1);
        writer.WriteByte(value.Data2);
    });

    /// <summary>What switches the port between system and BMC.</summary>
    public static Parameter<SerialMuxControls> MuxSwitchControl { get; } = new(Owner, 8, "Mux Switch Control", 2,
        static reader => (SerialMuxControls)reader.ReadUInt16(), static (writer, value) => writer.WriteUInt16((ushort)value));

    /// <summary>How long a modem rings, and the time between calls, both in steps of half a second.</summary>
    public static Parameter<SerialRing> RingTime { get; } = new(Owner, 9, "Modem Ring Time", 2,
        static reader => new SerialRing(TimeSpan.FromMilliseconds((reader.ReadByte() & 0x3F) * MillisecondsPerRingUnit), TimeSpan.FromMilliseconds((reader.ReadByte() & 0x0F) * MillisecondsPerRingUnit)),
        static (writer, value) =>
        {
            writer.WriteByte((byte)(value.Duration.TotalMilliseconds / MillisecondsPerRingUnit));
            writer.WriteByte((byte)(value.DeadTime.TotalMilliseconds / MillisecondsPerRingUnit));
        });

    /// <summary>Text that sets up the modem, in blocks of 16 bytes. Set selector: the block, from 1.</summary>
    public static Parameter<string> ModemInitString { get; } = Text(10, "Modem Init String", 1 + TextBlock, ParameterSelectors.Set);

    /// <summary>Text that makes the modem take commands, at most 5 bytes.</summary>
    public static Parameter<string> ModemEscapeSequence { get; } = Text(11, "Modem Escape Sequence", EscapeLength);

    /// <summary>Text that makes the modem hang up, at most 8 bytes.</summary>
    public static Parameter<string> ModemHangUpSequence { get; } = Text(12, "Modem Hang-up Sequence", CommandLength);

    /// <summary>Text that makes the modem dial, at most 8 bytes.</summary>
    public static Parameter<string> ModemDialCommand { get; } = Text(13, "Modem Dial Command", CommandLength);

    /// <summary>Minutes between alerts, 0 to 255.</summary>
    public static Parameter<byte> PageBlackoutInterval { get; } = new(Owner, 14, "Page Blackout Interval", 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte);

    /// <summary>SNMP community of alerts, at most 18 bytes.</summary>
    public static Parameter<string> CommunityString { get; } = new(Owner, 15, "Community String", LanCodecs.CommunityLength, LanCodecs.ReadCommunity, LanCodecs.WriteCommunity);

    /// <summary>Number of alert destinations.</summary>
    public static Parameter<byte> DestinationCount { get; } =
        new(Owner, 16, "Number of Alert Destinations", 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte) { Access = ParameterAccess.ReadOnly };

    /// <summary>An alert destination. Set selector: the destination.</summary>
    public static Parameter<byte[]> DestinationInfo { get; } = Raw(17, "Destination Info", 5, ParameterSelectors.Set);

    /// <summary>Seconds between calls, 0 to 255.</summary>
    public static Parameter<byte> CallRetryInterval { get; } = new(Owner, 18, "Call Retry Interval", 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte);

    /// <summary>Flow control, parity and bit rate for a destination. Set selector: the destination.</summary>
    public static Parameter<byte[]> DestinationCommunication { get; } = Raw(19, "Destination Comm Settings", 3, ParameterSelectors.Set);

    /// <summary>Terminal mode.</summary>
    public static Parameter<SerialTerminalMode> TerminalMode { get; } = new(Owner, 29, "Terminal Mode Configuration", 2, SerialTerminalMode.Read, static (writer, value) =>
    {
        writer.WriteByte(value.Data1);
        writer.WriteByte(value.Data2);
    }) { OrderBits = 0xC0 };

    private static IReadOnlyList<Parameter> Obsolete { get; } =
    [
        Raw(20, "Number of Dial Strings", 1, access: ParameterAccess.ReadOnly),
        Raw(21, "Destination Dial Strings", 18, ParameterSelectors.SetAndBlock),
        Raw(22, "Number of Alert Destination IP Addresses", 1, access: ParameterAccess.ReadOnly),
        Raw(23, "Destination IP Addresses", 5, ParameterSelectors.Set),
        Raw(24, "Number of TAP Accounts", 1, access: ParameterAccess.ReadOnly),
        Raw(25, "TAP Account", 2, ParameterSelectors.Set),
        Raw(26, "TAP Passwords", 7, ParameterSelectors.Set, access: ParameterAccess.WriteOnly),
        Raw(27, "TAP Pager ID Strings", 17, ParameterSelectors.Set),
        Raw(28, "TAP Service Settings", 15, ParameterSelectors.Set),
        Raw(30, "PPP Protocol Options", 1),
        Raw(31, "PPP Primary RMCP Port Number", 2),
        Raw(32, "PPP Secondary RMCP Port Number", 2),
        Raw(33, "PPP Link Authentication", 1),
        Raw(34, "CHAP Name", 16),
        Raw(35, "PPP ACCM", 8),
        Raw(36, "PPP Snoop ACCM", 8),
        Raw(37, "Number of PPP Accounts", 1, access: ParameterAccess.ReadOnly),
        Raw(38, "PPP Account Dial String Selector", 2, ParameterSelectors.Set),
        Raw(39, "PPP Account IP Addresses", 5, ParameterSelectors.Set),
        Raw(40, "PPP Account User Names", 17, ParameterSelectors.Set),
        Raw(41, "PPP Account User Domains", 17, ParameterSelectors.Set),
        Raw(42, "PPP Account User Passwords", 17, ParameterSelectors.Set, access: ParameterAccess.WriteOnly),
        Raw(43, "PPP Account Authentication Settings", 2, ParameterSelectors.Set),
        Raw(44, "PPP Account Connection Hold Times", 2, ParameterSelectors.Set),
        Raw(45, "PPP UDP Proxy IP Header Data", 2),
        Raw(46, "PPP UDP Proxy Transmit Buffer Size", 2, access: ParameterAccess.ReadOnly),
        Raw(47, "PPP UDP Proxy Receive Buffer Size", 2, access: ParameterAccess.ReadOnly),
        Raw(48, "PPP Remote Console IP Address", 4),
    ];

    /// <summary>The family.</summary>
    public static ParameterFamily Family { get; } = new("serial/modem", [.. new Parameter[]
    {
        SetInProgress, AuthenticationTypeSupport, AuthenticationTypeEnables, ConnectionMode, InactivityTimeout, CallbackControl, SessionTermination, Communication,
        MuxSwitchControl, RingTime, ModemInitString, ModemEscapeSequence, ModemHangUpSequence, ModemDialCommand, PageBlackoutInterval, CommunityString, DestinationCount,
        DestinationInfo, CallRetryInterval, DestinationCommunication, TerminalMode,
    }.Concat(Obsolete).OrderBy(static parameter => parameter.Number)])
    {
        HasChannels = true,
        SetInProgress = SetInProgress,
        IsCommitted = true,
        GetAsync = static async (connection, address, cancellationToken) =>
        {
            var request = new GetSerialModemConfiguration(address.Channel, address.Number, address.Set, address.Block);
            var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new ParameterData(response.Revision, response.Data);
        },
        Set = static (address, data) => new SetSerialModemConfiguration(address.Channel, address.Number, data),
    };

    private static ParameterFamily Owner() => Family;

    private static Parameter<byte[]> Raw(byte number, string name, int length, ParameterSelectors selectors = ParameterSelectors.None, ParameterAccess access = ParameterAccess.ReadWrite) =>
        new(Owner, number, name, length, static reader => reader.ReadRest(), ParameterCodecs.WriteBytes) { MinimumLength = Math.Min(length, (int)selectors + 1), Selectors = selectors, Access = access };

    private static Parameter<string> Text(byte number, string name, int length, ParameterSelectors selectors = ParameterSelectors.None) => new(Owner, number, name, length,
        static reader => reader.ReadLatin1(reader.Remaining).TrimEnd('\0', ' '), (writer, value) => writer.WriteLatin1(value, length - (int)selectors)) { MinimumLength = (int)selectors, Selectors = selectors };
}

/// <summary>Serial parameter 9.</summary>
/// <param name="Duration">How long a modem rings at least, up to 31.5 s.</param>
/// <param name="DeadTime">Time between calls, up to 7.5 s.</param>
public readonly record struct SerialRing(TimeSpan Duration, TimeSpan DeadTime);
