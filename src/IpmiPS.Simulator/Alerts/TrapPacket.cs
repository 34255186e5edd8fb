using System.Globalization;
using System.Linq;
using IpmiPS.Alerts;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The SNMP packets that carry a platform event trap, and the response to an inform.</summary>
internal static class TrapPacket
{
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
                SnmpTrap.TrapTag,
                BerWriter.ObjectIdentifier(AlertDecoder.PetEnterprise),
                BerWriter.Element(BerReader.IPAddress, agent),
                Integer(SnmpTrap.EnterpriseSpecific),
                Integer(trap.Specific),
                time,
                BerWriter.Element(BerReader.Sequence, variable))
            : BerWriter.Element(
                format == AlertFormat.Inform ? SnmpTrap.InformTag : SnmpTrap.TrapV2Tag,
                Integer(requestId),
                Integer(0),
                Integer(0),
                BerWriter.Element(
                    BerReader.Sequence,
                    Variable(SnmpTrap.SysUpTime, time),
                    Variable(SnmpTrap.SnmpTrapOid, BerWriter.ObjectIdentifier($"{AlertDecoder.PetEnterprise}.0.{trap.Specific.ToString(CultureInfo.InvariantCulture)}")),
                    variable));
        return BerWriter.Element(
            BerReader.Sequence,
            Integer((uint)(format == AlertFormat.TrapV1 ? SnmpTrap.Version1 : SnmpTrap.Version2c)),
            BerWriter.Element(BerReader.OctetString, [.. community.Select(static character => (byte)character)]),
            body);
    }

    /// <summary>The request that a response to an inform is about; null if the datagram is no such response, or reports an error.</summary>
    public static uint? ReadResponse(byte[] datagram)
    {
        try
        {
            var message = new BerReader(datagram).ReadNested(BerReader.Sequence);
            if (message.ReadInteger() != SnmpTrap.Version2c)
                return null;
            message.ReadOctets();
            if (message.PeekTag() != SnmpTrap.ResponseTag)
                return null;
            var response = message.ReadNested(SnmpTrap.ResponseTag);
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
