using System;
using BenchmarkDotNet.Attributes;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Benchmarks;

/// <summary>A message written and read, and packets of a session, in both directions.</summary>
public class CodecBenchmarks : IDisposable
{
    private const uint ConsoleId = 0x01020304;
    private const uint BmcId = 0x05060708;

    private readonly GetSensorReading _command = new(1);
    private byte[] _response = [];
    private ArraySegment<byte> _request;
    private RmcpPlusSession _console = null!;
    private RmcpPlusSession _bmc = null!;

    [Params(3, 17)]
    public byte Suite { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var suite = CipherSuite.Find(Suite)!;
        byte[] key = new byte[RakpAuthentication.CodeLength(suite.Authentication)];
        _console = new RmcpPlusSession(suite, ConsoleId, BmcId, new SessionKeys(suite.Authentication, key), []);
        _bmc = new RmcpPlusSession(suite, BmcId, ConsoleId, new SessionKeys(suite.Authentication, key), [], isConsole: false);
        var writer = new ByteWriter();
        LanMessage.WriteRequest(writer, _command, sequence: 1);
        _request = writer.AsSegment();
        var answer = new ByteWriter();
        LanMessage.Read(new ByteReader(_request)).Answer(new ArraySegment<byte>([0, 0x40, 0xC0, 0, 0])).Write(answer);
        _response = answer.ToArray();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _console.Dispose();
        _bmc.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int WriteRequest()
    {
        var writer = new ByteWriter(32);
        LanMessage.WriteRequest(writer, _command, sequence: 1);
        return writer.Length;
    }

    [Benchmark]
    public byte ReadAnswer() => LanMessage.Read(new ByteReader(_response)).Command;

    [Benchmark]
    public byte[] SealRequest() => _console.Seal(PayloadType.Ipmi, _request);

    [Benchmark]
    public int SealAndOpenRequest() => Open(_bmc, _console.Seal(PayloadType.Ipmi, _request));

    [Benchmark]
    public byte[] SealAnswer() => _bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>(_response));

    /// <summary>Each packet can be opened once, so opening is measured with the sealing before it.</summary>
    [Benchmark]
    public int SealAndOpenAnswer() => Open(_console, _bmc.Seal(PayloadType.Ipmi, new ArraySegment<byte>(_response)));

    private static int Open(RmcpPlusSession session, byte[] datagram)
    {
        var reader = new ByteReader(datagram);
        Rmcp.ReadHeader(reader);
        var packet = SessionPacket.Read(new ArraySegment<byte>(datagram), reader);
        return session.TryOpen(packet, out var payload, out string reason) ? payload.Count : throw new InvalidOperationException(reason);
    }
}
