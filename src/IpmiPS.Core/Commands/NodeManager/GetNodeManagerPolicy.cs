using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Get Node Manager Policy. Intel Node Manager 3.0.</summary>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="policy">Policy id.</param>
public sealed class GetNodeManagerPolicy(byte domain, byte policy) : NodeManagerCommand<NodeManagerPolicy>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetNodeManagerPolicy, NodeManagerPolicy> Definition { get; } =
        new(NetFn.OemGroup, 0xC2, "Get Node Manager Policy", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Iana = NodeManagerGroup.Iana };

    /// <summary>Domain.</summary>
    public byte Domain => domain;

    /// <summary>Policy id.</summary>
    public byte Policy => policy;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte(domain);
        writer.WriteByte(policy);
    }

    /// <summary>Reads the request, as the controller does.</summary>
    public static GetNodeManagerPolicy ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte());
    }

    /// <inheritdoc/>
    public override NodeManagerPolicy ReadResponse(ByteReader reader) => NodeManagerPolicy.Read(reader);
}

/// <summary>A policy of Node Manager: what limits the power, when, and to what.</summary>
public sealed record NodeManagerPolicy
{
    private const byte DomainBits = 0x0F, EnabledBit = 0x10, DomainEnabledBit = 0x20, GlobalEnabledBit = 0x40, ForeignBit = 0x80;
    private const byte PowerControl = 0x10;
    private const byte VolatileBit = 0x80, AlertBit = 0x01, ShutdownBit = 0x02, SecondaryBit = 0x80;

    /// <summary>Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</summary>
    public byte Domain { get; init; }

    /// <summary>Whether the policy is enabled.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Whether the domain is enabled. Not part of a request.</summary>
    public bool IsDomainEnabled { get; init; }

    /// <summary>Whether Node Manager is enabled. Not part of a request.</summary>
    public bool IsGloballyEnabled { get; init; }

    /// <summary>Whether another management client made the policy. Not part of a request.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Trigger: 0 none, so that the policy always holds, 1 inlet temperature, 2 missing power reading, 3 time after a reset, 4 boot time.</summary>
    public byte Trigger { get; init; }

    /// <summary>How processors are slowed down: 0 automatic, 1 gently, 2 hard.</summary>
    public byte CpuCorrection { get; init; }

    /// <summary>Whether the policy is lost when power is.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>Whether an alert is sent if the limit cannot be held.</summary>
    public bool SendsAlert { get; init; }

    /// <summary>Whether the machine is shut down if the limit cannot be held.</summary>
    public bool ShutsDown { get; init; }

    /// <summary>Whether the limit is for the secondary side of the power supplies.</summary>
    public bool IsSecondaryDomain { get; init; }

    /// <summary>The limit in watts.</summary>
    public ushort Limit { get; init; }

    /// <summary>Time for the correction in milliseconds.</summary>
    public uint CorrectionTime { get; init; }

    /// <summary>Value of the trigger: degrees Celsius, or tenths of a second.</summary>
    public ushort TriggerValue { get; init; }

    /// <summary>Period of the statistics in seconds.</summary>
    public ushort StatisticsPeriod { get; init; }

    /// <summary>Reads the response: enterprise number, domain with states, type, actions, limit, correction time, trigger value, period.</summary>
    public static NodeManagerPolicy Read(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        byte domain = reader.ReadByte();
        return ReadValues(reader, domain) with
        {
            IsDomainEnabled = (domain & DomainEnabledBit) != 0,
            IsGloballyEnabled = (domain & GlobalEnabledBit) != 0,
            IsForeign = (domain & ForeignBit) != 0,
        };
    }

    /// <summary>Writes the response, as the controller does.</summary>
    public void Write(ByteWriter writer)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte((byte)(DomainByte | (IsDomainEnabled ? DomainEnabledBit : 0) | (IsGloballyEnabled ? GlobalEnabledBit : 0) | (IsForeign ? ForeignBit : 0)));
        WriteValues(writer, CpuCorrection << 5 | PowerControl);
    }

    /// <summary>Domain and whether the policy is enabled, as in a request.</summary>
    internal byte DomainByte => (byte)(Domain & DomainBits | (IsEnabled ? EnabledBit : 0));

    /// <summary>Reads what Get and Set Node Manager Policy have in common, from the type of the policy on.</summary>
    internal static NodeManagerPolicy ReadValues(ByteReader reader, byte domain)
    {
        byte type = reader.ReadByte(), actions = reader.ReadByte();
        return new()
        {
            Domain = (byte)(domain & DomainBits),
            IsEnabled = (domain & EnabledBit) != 0,
            Trigger = (byte)(type & 0x0F),
            CpuCorrection = (byte)(type >> 5 & 0x03),
            IsVolatile = (type & VolatileBit) != 0,
            SendsAlert = (actions & AlertBit) != 0,
            ShutsDown = (actions & ShutdownBit) != 0,
            IsSecondaryDomain = (actions & SecondaryBit) != 0,
            Limit = reader.ReadUInt16(),
            CorrectionTime = reader.ReadUInt32(),
            TriggerValue = reader.ReadUInt16(),
            StatisticsPeriod = reader.ReadUInt16(),
        };
    }

    /// <summary>Writes what they have in common.</summary>
    /// <param name="writer">Gets the bytes.</param>
    /// <param name="typeBits">Bits of the type besides the trigger and the volatile bit.</param>
    internal void WriteValues(ByteWriter writer, int typeBits)
    {
        writer.WriteByte((byte)(Trigger & 0x0F | typeBits & 0x70 | (IsVolatile ? VolatileBit : 0)));
        writer.WriteByte((byte)((SendsAlert ? AlertBit : 0) | (ShutsDown ? ShutdownBit : 0) | (IsSecondaryDomain ? SecondaryBit : 0)));
        writer.WriteUInt16(Limit);
        writer.WriteUInt32(CorrectionTime);
        writer.WriteUInt16(TriggerValue);
        writer.WriteUInt16(StatisticsPeriod);
    }
}
