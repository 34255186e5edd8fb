using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Alerts;

/// <summary>One variable of a trap.</summary>
/// <param name="Name">Object identifier in dotted form.</param>
/// <param name="Tag">The type of the value.</param>
/// <param name="Text">The value as text that is safe to display.</param>
/// <param name="Octets">The bytes of an octet string; null for other types.</param>
internal sealed record SnmpVariable(string Name, byte Tag, string Text, byte[]? Octets);

/// <summary>
/// An SNMP v1 trap (RFC 1157 section 4.1.6), v2c trap or inform (RFC 3416 sections 4.2.6 and 4.2.7). Version 3 is refused.
/// </summary>
internal sealed class SnmpTrap
{
    public const int Version1 = 0, Version2c = 1;
    public const byte ResponseTag = 0xA2, InformTag = 0xA6, TrapTag = 0xA4, TrapV2Tag = 0xA7;
    public const int EnterpriseSpecific = 6;
    public const string SnmpTrapOid = "1.3.6.1.6.3.1.1.4.1.0", SysUpTime = "1.3.6.1.2.1.1.3.0";

    private const int Version3 = 3;
    private const int MaximumLength = 65507;
    private const int MaximumText = 255; // of a DisplayString, RFC 2579
    private const int MaximumBytes = 64;

    private const string SnmpTrapEnterprise = "1.3.6.1.6.3.1.1.4.3.0";
    private const string SnmpTrapAddress = "1.3.6.1.6.3.18.1.3.0";
    private const string SnmpTrapCommunity = "1.3.6.1.6.3.18.1.4.0";
    private const string StandardTraps = "1.3.6.1.6.3.1.1.5";

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private SnmpTrap(bool isVersion1, bool isInform, string enterprise, string trapOid, uint? specific, string? agentAddress, IReadOnlyList<SnmpVariable> variables)
    {
        IsVersion1 = isVersion1;
        IsInform = isInform;
        Enterprise = enterprise;
        TrapOid = trapOid;
        Specific = specific;
        AgentAddress = agentAddress is "0.0.0.0" ? null : agentAddress;
        Variables = variables;
    }

    /// <summary>Whether it is v1; otherwise it is v2c.</summary>
    public bool IsVersion1 { get; }

    /// <summary>Whether the sender waits for a response.</summary>
    public bool IsInform { get; }

    /// <summary>The community, which serves as a password.</summary>
    public byte[] Community { get; private init; } = [];

    /// <summary>What the sender of an inform waits for; null for a trap.</summary>
    public byte[]? Response { get; private init; }

    /// <summary>The object identifier of who defines the trap.</summary>
    public string Enterprise { get; }

    /// <summary>What identifies the trap; for v1, made of enterprise and number. RFC 3584 section 3.1.</summary>
    public string TrapOid { get; }

    /// <summary>The number within the enterprise, 32 bits; null for the standard traps of SNMP, such as a cold start.</summary>
    public uint? Specific { get; }

    /// <summary>The address of the sender in the trap, which a relay keeps; null if there is none.</summary>
    public string? AgentAddress { get; }

    /// <summary>The variables, without those that have a property here.</summary>
    public IReadOnlyList<SnmpVariable> Variables { get; }

    /// <summary>Reads a datagram.</summary>
    /// <exception cref="IpmiException">ProtocolError: it is not a trap or inform of SNMP v1 or v2c.</exception>
    public static SnmpTrap Read(byte[] datagram)
    {
        if (datagram.Length > MaximumLength)
            throw new MalformedDataException($"A datagram has at most {MaximumLength} bytes, not {datagram.Length}.");
        var outer = new BerReader(datagram);
        var message = outer.ReadNested(BerReader.Sequence);
        if (!outer.IsAtEnd)
            throw new MalformedDataException("There are bytes after the SNMP message.", datagram);
        long version = message.ReadInteger();
        if (version == Version3)
            throw new IpmiException(IpmiErrorKind.ProtocolError, "The packet is SNMP version 3, which is not supported.", "Configure the sender for SNMP version 1 or 2c.");
        if (version is not (Version1 or Version2c))
            throw new MalformedDataException($"The packet has SNMP version number {version}; 0 (version 1) and 1 (version 2c) are supported.", datagram);

        byte[] community = message.ReadOctets();
        int tagAt = datagram.Length - message.Remaining;
        byte tag = message.ReadElement(out var content);
        if (!message.IsAtEnd)
            throw new MalformedDataException("There are bytes after the trap.", datagram);
        var body = new BerReader(content);
        return (version, tag) switch
        {
            (Version1, TrapTag) => ReadVersion1(body, community),
            (Version2c, TrapV2Tag) => ReadVersion2(body, community, response: null),
            (Version2c, InformTag) => ReadVersion2(body, community, ResponseTo(datagram, tagAt)),
            _ => throw new MalformedDataException($"The SNMP message (version number {version}) is not a trap or inform: its tag is {tag:X2}h.", datagram),
        };
    }

    /// <summary>The response has everything of the inform, request ID and variables, with another tag. RFC 3416 section 4.2.7.</summary>
    private static byte[] ResponseTo(byte[] inform, int tagAt)
    {
        var response = (byte[])inform.Clone();
        response[tagAt] = ResponseTag;
        return response;
    }

    private static SnmpTrap ReadVersion1(BerReader body, byte[] community)
    {
        string enterprise = body.ReadObjectIdentifier();
        string agent = BerReader.ToAddress(body.Read(BerReader.IPAddress));
        long generic = body.ReadInteger();
        uint specific = unchecked((uint)body.ReadInteger());
        body.Read(BerReader.TimeTicks);
        var variables = ReadVariables(body);
        bool isSpecific = generic == EnterpriseSpecific;
        string oid = isSpecific ? $"{enterprise}.0.{Text(specific)}" : $"{StandardTraps}.{Text(generic + 1)}";
        return new SnmpTrap(true, false, enterprise, oid, isSpecific ? specific : null, agent, variables) { Community = community };
    }

    private static SnmpTrap ReadVersion2(BerReader body, byte[] community, byte[]? response)
    {
        body.ReadInteger(); // request ID
        body.ReadInteger(); // error status
        body.ReadInteger(); // error index
        var all = ReadVariables(body);
        string oid = Find(SnmpTrapOid, BerReader.ObjectIdentifier) ?? throw new MalformedDataException("The trap has no snmpTrapOID.");
        int dot = oid.LastIndexOf('.');
        string parent = oid.Substring(0, dot);
        bool isStandard = parent == StandardTraps;
        string enterprise = Find(SnmpTrapEnterprise, BerReader.ObjectIdentifier) ?? (parent.EndsWith(".0", StringComparison.Ordinal) ? parent.Substring(0, parent.Length - 2) : parent);
        uint? specific = isStandard ? null : uint.Parse(oid.Substring(dot + 1), CultureInfo.InvariantCulture);
        string[] known = [SysUpTime, SnmpTrapOid, SnmpTrapEnterprise, SnmpTrapAddress, SnmpTrapCommunity];
        return new SnmpTrap(false, response is not null, enterprise, oid, specific, Find(SnmpTrapAddress, BerReader.IPAddress), [.. all.Where(variable => !known.Contains(variable.Name))])
        {
            Community = community,
            Response = response,
        };

        string? Find(string name, byte tag) => all.Find(variable => variable.Name == name && variable.Tag == tag)?.Text;
    }

    private static List<SnmpVariable> ReadVariables(BerReader body)
    {
        var list = body.ReadNested(BerReader.Sequence);
        if (!body.IsAtEnd)
            throw new MalformedDataException("There are bytes after the variables of the trap.");
        var variables = new List<SnmpVariable>();
        while (!list.IsAtEnd)
        {
            var pair = list.ReadNested(BerReader.Sequence);
            string name = pair.ReadObjectIdentifier();
            byte tag = pair.ReadElement(out var value);
            byte[]? octets = tag == BerReader.OctetString ? value.ReadRest() : null;
            string text = tag switch
            {
                BerReader.OctetString => Describe(octets!),
                BerReader.Integer => Text(BerReader.ToInteger(value)),
                BerReader.ObjectIdentifier => BerReader.ToObjectIdentifier(value),
                BerReader.IPAddress => BerReader.ToAddress(value),
                BerReader.Counter32 or BerReader.Gauge32 or BerReader.TimeTicks or BerReader.Counter64 => BerReader.ToUnsigned(value).ToString(CultureInfo.InvariantCulture),
                BerReader.Null => "",
                _ => Describe(value.ReadRest()),
            };
            variables.Add(new SnmpVariable(name, tag, text, octets));
        }

        return variables;
    }

    /// <summary>Text as it is, anything else in hexadecimal; both are cut.</summary>
    private static string Describe(byte[] octets)
    {
        if (TextOf(octets) is not { } text)
            return Hex.Format(new ArraySegment<byte>(octets, 0, Math.Min(octets.Length, MaximumBytes)), " ") + (octets.Length > MaximumBytes ? "…" : "");
        if (text.Length <= MaximumText)
            return text;
        return text.Substring(0, char.IsHighSurrogate(text[MaximumText - 1]) ? MaximumText - 1 : MaximumText) + "…";
    }

    /// <summary>Text in one line, without the NUL or line end that some senders end it with; null for other bytes. 0Ah at the beginning is that of an address, and no line end.</summary>
    private static string? TextOf(byte[] octets)
    {
        if (octets.Length == 0)
            return "";
        try
        {
            string text = StrictUtf8.GetString(octets).TrimEnd('\0', '\r', '\n');
            if (text.Length == 0 || !SafeText.IsSafe(text[0]))
                return null;
            text = text.Replace("\r\n", " ").Replace('\n', ' ').Replace('\t', ' ');
            return text.All(SafeText.IsSafe) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
