using System.Globalization;
using System.Linq;
using IpmiPS.Alerts;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The SNMP packets that carry a platform event trap, and the response to an inform.</summary>
internal static class TrapPacket
{
    private const uint EnterpriseSpecific = 6, Version1 = 0, Version2c = 1;
    private const byte TrapTag = 0xA4, InformTag = 0xA6, TrapV2Tag = 0xA7, ResponseTag = 0xA2;
    private const string SysUpTime = "1.3.6.1.2.1.1.3.0", SnmpTrapOid = "1.3.6.1.6.3.1.1.4.1.0";

    /// <summary>Writes a packet. RFC 1157 section 4.1.6; RFC 3416 sections 4.2.6 and 4.2.7, with the trap's identifier as in RFC 3584 section 3.1.</summary>
    /// <param name="format">Version, and trap or inform.</param>
    /// <param name="community">Community.</param>
    /// <param name="agent">IPv4 address of the BMC, 4 bytes.</param>
    /// <param name="upTime">How long the BMC has been running, in hundredths of a second.</param>
    /// <param name="requestId">Identifies the packet to who responds to it.</param>
    /// <param name="trap">The trap.</param>
    public static byte[] Write(AlertFormat format, string community, byte[] agent, uint upTime, uint requestId, PlatformEventTrap trap)
    {
        byte[] time = BerWriter.Unsigned(BerReader.TimeTicks, upTime), variable = Variable(PlatformEventTrap.Variable, BerWriter.Element(BerReader.OctetString, trap.ToBytes()));
        byte[] body = format == AlertFormat.TrapV1
            ? BerWriter.Element(
                TrapTag,
                BerWriter.ObjectIdentifier(PlatformEventTrap.Enterprise),
                BerWriter.Element(BerReader.IPAddress, agent),
                Integer(EnterpriseSpecific),
                Integer(trap.Specific),
                time,
                BerWriter.Element(BerReader.Sequence, variable))
            : BerWriter.Element(
                format == AlertFormat.Inform ? InformTag : TrapV2Tag,
                Integer(requestId),
                Integer(0),
                Integer(0),
                BerWriter.Element(
                    BerReader.Sequence,
                    Variable(SysUpTime, time),
                    Variable(SnmpTrapOid, BerWriter.ObjectIdentifier($"{PlatformEventTrap.Enterprise}.0.{trap.Specific.ToString(CultureInfo.InvariantCulture)}")),
                    variable));
        return BerWriter.Element(
            BerReader.Sequence,
            Integer(format == AlertFormat.TrapV1 ? Version1 : Version2c),
            BerWriter.Element(BerReader.OctetString, [.. community.Select(static character => (byte)character)]),
            body);
    }

    /// <summary>The request that a response to an inform is about; null if the datagram is no such response, or reports an error.</summary>
    public static uint? ReadResponse(byte[] datagram)
    {
        try
        {
            var message = new BerReader(datagram).ReadNested(BerReader.Sequence);
            if (message.ReadInteger() != Version2c)
                return null;
            message.ReadOctets();
            if (message.PeekTag() != ResponseTag)
                return null;
            var response = message.ReadNested(ResponseTag);
            long request = response.ReadInteger();
            return response.ReadInteger() == 0 && request is > 0 and <= uint.MaxValue ? (uint)request : null;
        }
        catch (MalformedDataException)
        {
            return null;
        }
    }

    private static byte[] Variable(string name, byte[] value) => BerWriter.Element(BerReader.Sequence, BerWriter.ObjectIdentifier(name), value);

    private static byte[] Integer(uint value) => BerWriter.Unsigned(BerReader.Integer, value);
}
