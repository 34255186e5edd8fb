#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.Tasks;

namespace IpmiPS.Tests.Pester;

/// <summary>
/// Stands between a client and a virtual BMC, passes every datagram on, and computes from what it sees and from the secrets that it was told
/// the keys of each session: SIK, K1 and K2 (IPMI 2.0 section 13.31 and 13.32). It shares no code with the module, and RAKP message 4
/// proves that it computes right.
/// </summary>
public sealed class KeyTap : IDisposable
{
    private readonly Socket _front = Bound();
    private readonly IPEndPoint _bmc;
    private readonly byte[] _password;
    private readonly byte[] _bmcKey;
    private readonly Dictionary<EndPoint, Client> _clients = new();
    private readonly List<byte[]> _keys = new();

    public KeyTap(int bmcPort, byte[] password, byte[] bmcKey)
    {
        _bmc = new IPEndPoint(IPAddress.Loopback, bmcPort);
        _password = password;
        _bmcKey = bmcKey.Length > 0 ? bmcKey : password;
        Task.Factory.StartNew(PassUp, TaskCreationOptions.LongRunning);
    }

    public int Port => ((IPEndPoint)_front.LocalEndPoint!).Port;

    /// <summary>SIK, K1 and K2 of every session that was opened.</summary>
    public byte[][] Keys
    {
        get
        {
            lock (_keys)
                return _keys.ToArray();
        }
    }

    /// <summary>Sessions that were opened, as RAKP 4 says.</summary>
    public int SessionCount { get; private set; }

    /// <summary>Sessions of which the keys are known for certain; the same, if all is well, but for those without any authentication.</summary>
    public int ProvenCount { get; private set; }

    public void Dispose()
    {
        _front.Dispose();
        lock (_clients)
            foreach (var client in _clients.Values)
                client.Back.Dispose();
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void PassUp()
    {
        var buffer = new byte[2048];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (Receive(_front, buffer, ref from) is { } datagram)
        {
            Client? client;
            lock (_clients)
            {
                if (!_clients.TryGetValue(from, out client))
                {
                    _clients[from] = client = new Client(Bound(), from);
                    Task.Factory.StartNew(() => PassDown(client), TaskCreationOptions.LongRunning);
                }
            }

            lock (client)
                SeeUp(client, datagram);
            Send(client.Back, datagram, _bmc);
        }
    }

    private void PassDown(Client client)
    {
        var buffer = new byte[2048];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (Receive(client.Back, buffer, ref from) is { } datagram)
        {
            lock (client)
                SeeDown(client, datagram);
            Send(_front, datagram, client.EndPoint);
        }
    }

    /// <summary>A datagram; null when the tap is closed.</summary>
    private static byte[]? Receive(Socket socket, byte[] buffer, ref EndPoint from)
    {
        while (true)
        {
            try
            {
                return buffer.AsSpan(0, socket.ReceiveFrom(buffer, ref from)).ToArray();
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                // The other end is gone; that is for the client to find out.
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    private static void Send(Socket socket, byte[] datagram, EndPoint to)
    {
        try
        {
            socket.SendTo(datagram, to);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
        }
    }

    /// <summary>The payload of a sessionless RMCP+ packet of that type.</summary>
    private static ReadOnlySpan<byte> Payload(byte[] datagram, byte type) =>
        datagram.Length > 16 && datagram[4] == 6 && datagram[5] == type ? datagram.AsSpan(16) : default;

    private static void SeeUp(Client client, byte[] datagram)
    {
        var rakp1 = Payload(datagram, 0x12);
        if (rakp1.Length < 28)
            return;
        byte[] bmcId = rakp1.Slice(4, 4).ToArray();
        if (client.LogIns.Values.FirstOrDefault(each => each.BmcId.AsSpan().SequenceEqual(bmcId)) is not { } logIn)
            return;
        logIn.ConsoleRandom = rakp1.Slice(8, 16).ToArray();
        logIn.User = new byte[2 + rakp1[27]];
        logIn.User[0] = rakp1[24];
        rakp1.Slice(27, 1 + rakp1[27]).CopyTo(logIn.User.AsSpan(1));
    }

    private void SeeDown(Client client, byte[] datagram)
    {
        var open = Payload(datagram, 0x11);
        if (open.Length >= 20 && open[1] == 0)
            client.LogIns.TryAdd(BitConverter.ToUInt32(open.Slice(4)), new LogIn(open[16], open.Slice(8, 4).ToArray()));
        var rakp2 = Payload(datagram, 0x13);
        if (rakp2.Length >= 40 && rakp2[1] == 0 && client.LogIns.TryGetValue(BitConverter.ToUInt32(rakp2.Slice(4)), out var begun))
        {
            begun.BmcRandom = rakp2.Slice(8, 16).ToArray();
            begun.Guid = rakp2.Slice(24, 16).ToArray();
        }

        var rakp4 = Payload(datagram, 0x15);
        if (rakp4.Length >= 8 && rakp4[1] == 0 && client.LogIns.TryGetValue(BitConverter.ToUInt32(rakp4.Slice(4)), out var done))
            Derive(done, rakp4.Slice(8));
    }

    private void Derive(LogIn logIn, ReadOnlySpan<byte> code)
    {
        lock (_keys)
            SessionCount++;
        if (logIn.Algorithm == 0)
            return;
        byte[] sik = Hmac(logIn.Algorithm, _bmcKey, logIn.ConsoleRandom, logIn.BmcRandom, logIn.User);
        byte[] proof = Hmac(logIn.Algorithm, sik, logIn.ConsoleRandom, logIn.BmcId, logIn.Guid);
        if (code.Length == 0 || !proof.AsSpan().StartsWith(code))
            return;
        lock (_keys)
        {
            ProvenCount++;
            _keys.Add(sik);
            for (byte constant = 1; constant <= 2; constant++)
            {
                var block = new byte[20];
                block.AsSpan().Fill(constant);
                _keys.Add(Hmac(logIn.Algorithm, sik, block));
            }
        }
    }

    private static byte[] Hmac(byte algorithm, byte[] key, params byte[][] parts)
    {
        using HMAC hmac = algorithm switch { 1 => new HMACSHA1(key), 2 => new HMACMD5(key), _ => new HMACSHA256(key) };
        var data = new List<byte>();
        foreach (byte[] part in parts)
            data.AddRange(part);
        return hmac.ComputeHash(data.ToArray());
    }

    private sealed class Client(Socket back, EndPoint endPoint)
    {
        public Socket Back => back;

        public EndPoint EndPoint => endPoint;

        /// <summary>By the console's session ID: the last response of a log-in that the client has given up may come while the next one is under way.</summary>
        public Dictionary<uint, LogIn> LogIns { get; } = new();
    }

    private sealed class LogIn(byte algorithm, byte[] bmcId)
    {
        public byte Algorithm => algorithm;

        public byte[] BmcId => bmcId;

        public byte[] ConsoleRandom { get; set; } = [];

        public byte[] BmcRandom { get; set; } = [];

        public byte[] Guid { get; set; } = [];

        public byte[] User { get; set; } = [];
    }
}

/// <summary>Looks for secrets in text, in every form in which bytes are written down.</summary>
public sealed class SecretSearch
{
    private const int Enough = 8;

    private readonly List<(string Name, string Form, string Wanted, int In)> _forms = new();

    /// <summary>Looks for text: as it is, and as UTF-8 and UTF-16 in hexadecimal, decimal and base64.</summary>
    public void Add(string name, string text)
    {
        _forms.Add((name, "text", text, 0));
        AddBytes(name + " in UTF-8", System.Text.Encoding.UTF8.GetBytes(text), text.Length);
        AddBytes(name + " in UTF-16", System.Text.Encoding.Unicode.GetBytes(text), 2 * text.Length);
    }

    /// <summary>Looks for bytes; the first of them are enough.</summary>
    public void Add(string name, byte[] bytes)
    {
        AddBytes(name, bytes, Enough);
        AddBytes(name + " (its end)", bytes.AsSpan(bytes.Length - Enough).ToArray(), Enough);
    }

    /// <summary>What was found in the text: which secret, and in which form.</summary>
    public string[] Find(string text)
    {
        // As it is; hexadecimal without what stands between; numbers with one blank between.
        string[] views =
        [
            text,
            System.Text.RegularExpressions.Regex.Replace(text, @"0x|[\s:,;|-]", "", System.Text.RegularExpressions.RegexOptions.IgnoreCase).ToUpperInvariant(),
            " " + System.Text.RegularExpressions.Regex.Replace(text, @"\D+", " ") + " ",
        ];
        var found = new List<string>();
        foreach (var (name, form, wanted, view) in _forms)
            if (views[view].Contains(wanted, StringComparison.Ordinal))
                found.Add($"{name}, {form}");
        return found.ToArray();
    }

    private void AddBytes(string name, byte[] bytes, int count)
    {
        var part = bytes.AsSpan(0, Math.Min(count, bytes.Length));
        _forms.Add((name, "hexadecimal", Convert.ToHexString(part), 1));
        _forms.Add((name, "decimal", $" {string.Join(" ", part.ToArray())} ", 2));

        // Within longer bytes, base64 begins at one of three places; the characters that others share are left out.
        for (int before = 0; before < 3; before++)
        {
            var padded = new byte[before + part.Length];
            part.CopyTo(padded.AsSpan(before));
            string whole = Convert.ToBase64String(padded);
            int from = before == 0 ? 0 : before + 1, whole3 = padded.Length / 3 * 4;
            _forms.Add((name, $"base64 ({before})", whole.Substring(from, whole3 - from), 0));
        }
    }
}
