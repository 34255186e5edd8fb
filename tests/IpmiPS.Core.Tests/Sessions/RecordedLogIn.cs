using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Sessions;

/// <summary>A conversation of recorded-log-ins.txt, which says how each was got.</summary>
internal sealed class RecordedLogIn
{
    private readonly Dictionary<string, string> _fields = [];
    private readonly List<RecordedPacket> _packets = [];

    private RecordedLogIn(string name) => Name = name;

    public static IReadOnlyList<RecordedLogIn> All { get; } = Read();

    public string Name { get; }

    /// <summary>Null for IPMI 1.5.</summary>
    public CipherSuite? Suite => _fields.TryGetValue("suite", out string? id) ? CipherSuite.Find(byte.Parse(id, CultureInfo.InvariantCulture)) : null;

    public AuthType AuthType => Enum.TryParse(_fields["authentication"], out AuthType type) ? type : throw new FormatException(Name);

    public byte[] UserName => Encoding.ASCII.GetBytes(_fields["user"]);

    public byte[] Password => Encoding.ASCII.GetBytes(_fields["password"]);

    public byte[] BmcKey => _fields.TryGetValue("kg", out string? key) ? Hex.Parse(key) : [];

    /// <summary>Whether this project's handshake with its fixed random numbers was the console.</summary>
    public bool ConsoleIsOurs => _fields["console"] == "ipmips";

    public IReadOnlyList<RecordedPacket> Packets => _packets;

    public OpenSessionRequest OpenSessionRequest => OpenSessionRequest.Read(Payload(0));

    public OpenSessionResponse OpenSessionResponse => OpenSessionResponse.Read(Payload(1));

    public Rakp1 Rakp1 => Rakp1.Read(Payload(2));

    public Rakp2 Rakp2 => Rakp2.Read(Payload(3));

    public Rakp3 Rakp3 => Rakp3.Read(Payload(4));

    public Rakp4 Rakp4 => Rakp4.Read(Payload(5));

    /// <summary>The packets within the session.</summary>
    public IEnumerable<RecordedPacket> Sealed => _packets.Skip(6);

    /// <summary>The random numbers of the console's end of the conversations in which it is ours: tag, session id, random number.</summary>
    public static Func<int, byte[]> FixedRandom()
    {
        int calls = 0;
        return count =>
        {
            byte first = (byte)(0x11 * ++calls);
            return [.. Enumerable.Range(0, count).Select(i => (byte)(first + 7 * i))];
        };
    }

    /// <summary>The random numbers that the console of the conversation drew, in the order in which a handshake of ours draws them.</summary>
    public Func<int, byte[]> Random()
    {
        var id = new ByteWriter(4);
        id.WriteUInt32(OpenSessionRequest.ConsoleSessionId);
        var numbers = new Queue<byte[]>([[OpenSessionRequest.Tag], id.ToArray(), Rakp1.ConsoleRandom]);
        return _ => numbers.Dequeue();
    }

    /// <summary>What both ends computed their codes from.</summary>
    public RakpAuthentication Authentication(byte[] password) => new(Suite!.Authentication, password)
    {
        ConsoleSessionId = OpenSessionRequest.ConsoleSessionId,
        BmcSessionId = OpenSessionResponse.BmcSessionId,
        ConsoleRandom = Rakp1.ConsoleRandom,
        BmcRandom = Rakp2.BmcRandom,
        BmcGuid = Rakp2.BmcGuid,
        Role = Rakp1.Role,
        UserName = Rakp1.UserName,
    };

    /// <summary>A BMC's answer with the message tag that a console of ours waits for; no code covers the tag.</summary>
    public byte[] AnswerWithTag(int index, byte tag)
    {
        byte[] datagram = [.. _packets[index].Datagram];
        datagram[16] = tag;
        return datagram;
    }

    /// <summary>One of the two ends of the session.</summary>
    public RmcpPlusSession OpenEnd(bool console)
    {
        var rakp = Authentication(Password);
        byte[] integrityKey = rakp.SessionIntegrityKey(BmcKey);
        using var keys = new SessionKeys(Suite!.Authentication, integrityKey);
        return console
            ? new RmcpPlusSession(Suite, rakp.ConsoleSessionId, rakp.BmcSessionId, keys, Password)
            : new RmcpPlusSession(Suite, rakp.BmcSessionId, rakp.ConsoleSessionId, keys, Password, isConsole: false);
    }

    public override string ToString() => Name;

    private ByteReader Payload(int index) => new(_packets[index].Packet.Payload);

    private static List<RecordedLogIn> Read()
    {
        var all = new List<RecordedLogIn>();
        foreach (string line in File.ReadLines(Repository.PathOf("tests/IpmiPS.Core.Tests/Sessions/recorded-log-ins.txt")))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
                all.Add(new RecordedLogIn(line.Trim('[', ']')));
            else if (line[0] is '>' or '<')
                all[all.Count - 1]._packets.Add(new RecordedPacket(line[0] == '>', Hex.Parse(line.Substring(2))));
            else
                all[all.Count - 1]._fields[line.Split(' ')[0]] = line.Split(' ')[1];
        }

        return all;
    }
}

/// <summary>One datagram.</summary>
internal sealed record RecordedPacket(bool FromConsole, byte[] Datagram)
{
    public SessionPacket Packet => Datagrams.Take(Datagram);
}

/// <summary>Datagrams taken apart.</summary>
internal static class Datagrams
{
    public static SessionPacket Take(byte[] datagram)
    {
        var reader = new ByteReader(datagram);
        if (Rmcp.ReadHeader(reader) != Rmcp.IpmiClass)
            throw new MalformedDataException("No packet of class IPMI.");
        return SessionPacket.Read(new ArraySegment<byte>(datagram), reader);
    }
}
