using System;
using System.Linq;
using FsCheck.Fluent;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Tests.Fuzz;
using Xunit;

namespace IpmiPS.Tests.Properties;

/// <summary>What one end of a session seals, the other opens, once; and nothing that differs in a bit.</summary>
public sealed class SessionProperties
{
    public static TheoryData<byte> Suites => [.. CipherSuite.All.Select(suite => suite.Id)];

    public static TheoryData<byte> Types => [(byte)AuthType.None, (byte)AuthType.Md2, (byte)AuthType.Md5, (byte)AuthType.Straight];

    [Theory]
    [MemberData(nameof(Suites))]
    public void What_is_sealed_with_a_suite_is_opened(byte id)
    {
        var suite = CipherSuite.Find(id)!;
        Hold.For(
            from payload in Hold.Bytes(600)
            from key in Hold.Byte.ArrayOf(RakpAuthentication.CodeLength(suite.Authentication))
            from type in Gen.Elements(PayloadType.Ipmi, PayloadType.Sol)
            from bit in Gen.Choose(0, int.MaxValue)
            select (payload, key, type, bit),
            sent =>
            {
                using var keys = new SessionKeys(suite.Authentication, sent.key);
                using var console = new RmcpPlusSession(suite, 1, 2, keys, [1, 2, 3]);
                using var bmc = new RmcpPlusSession(suite, 2, 1, keys, [1, 2, 3], isConsole: false);
                return AreEnds(bmc, console, sent.type, sent.payload, sent.bit) && AreEnds(console, bmc, sent.type, sent.payload, sent.bit);
            }, tests: 30);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_sealed_with_an_authentication_type_is_opened(byte type) => Hold.For(
        from payload in Hold.Bytes(255)
        from password in Hold.Bytes(16)
        from bit in Gen.Choose(0, int.MaxValue)
        select (payload, password, bit),
        sent =>
        {
            using var console = new LanSession15((AuthType)type, 2, sent.password, perMessage: true, 1, 1);
            using var bmc = new LanSession15((AuthType)type, 2, sent.password, perMessage: true, 1, 1, isConsole: false);
            int bit = type is (byte)AuthType.Md2 or (byte)AuthType.Md5 ? sent.bit : -1;
            return AreEnds(bmc, console, PayloadType.Ipmi, sent.payload, bit) && AreEnds(console, bmc, PayloadType.Ipmi, sent.payload, bit);
        }, tests: 50);

    private static bool AreEnds(Session from, Session to, PayloadType type, byte[] payload, int bit)
    {
        byte[] datagram = from.Seal(type, new ArraySegment<byte>(payload));
        if (from.IsAuthenticated && bit >= 0)
        {
            // Behind the RMCP header and before what may follow the packet as a pad.
            byte[] forged = [.. datagram];
            int covered = (forged.Length - (from is LanSession15 ? 1 : 0) - Rmcp.HeaderLength) * 8;
            forged[Rmcp.HeaderLength + bit % covered / 8] ^= (byte)(1 << bit % 8);
            if (PacketTargets.Open(to, forged) is not null)
                return false;
        }

        return PacketTargets.Open(to, datagram) is { } opened && opened.SequenceEqual(payload) && PacketTargets.Open(to, datagram) is null;
    }
}
