using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>Get Node Manager Policy Suspend Periods. Intel Node Manager 3.0.</summary>
/// <param name="domain">Domain: 0 the whole platform, 1 processors, 2 memory, 3 hardware protection, 4 high-power I/O.</param>
/// <param name="policy">Policy id.</param>
public sealed class GetNodeManagerSuspendPeriods(byte domain, byte policy) : NodeManagerCommand<SuspendPeriod[]>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetNodeManagerSuspendPeriods, SuspendPeriod[]> Definition { get; } =
        new(NetFn.OemGroup, 0xC6, "Get Node Manager Policy Suspend Periods", PrivilegeLevel.User, ReadRequest, WriteResponse) { Iana = NodeManagerGroup.Iana };

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
    public static GetNodeManagerSuspendPeriods ReadRequest(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte());
    }

    /// <summary>Reads the response: enterprise number, count, periods.</summary>
    public override SuspendPeriod[] ReadResponse(ByteReader reader)
    {
        NodeManagerGroup.Read(reader);
        var periods = new SuspendPeriod[reader.ReadByte()];
        for (int i = 0; i < periods.Length; i++)
            periods[i] = new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
        return periods;
    }

    private static void WriteResponse(ByteWriter writer, SuspendPeriod[] periods)
    {
        NodeManagerGroup.Write(writer);
        writer.WriteByte((byte)periods.Length);
        foreach (var period in periods)
        {
            writer.WriteByte(period.Start);
            writer.WriteByte(period.Stop);
            writer.WriteByte(period.Days);
        }
    }
}

/// <summary>A time of the week in which a policy is suspended.</summary>
/// <param name="Start">Start in units of 6 minutes after midnight, 0 to 239.</param>
/// <param name="Stop">End in the same units, 1 to 240.</param>
/// <param name="Days">Days: bit 0 Monday to bit 6 Sunday.</param>
public readonly record struct SuspendPeriod(byte Start, byte Stop, byte Days);
