using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Set Power Restore Policy: what the machine does when AC returns. IPMI 2.0 section 28.8.</summary>
public sealed class SetPowerRestorePolicy(PowerRestorePolicy policy) : IpmiCommand<PowerRestorePolicySupport>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetPowerRestorePolicy, PowerRestorePolicySupport> Definition { get; } =
        new(NetFn.Chassis, 0x06, "Set Power Restore Policy", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer)) { IsIdempotent = true };

    /// <summary>The policy to set; <see cref="PowerRestorePolicy.Unknown"/> (11b) changes nothing and only reads what is supported.</summary>
    public PowerRestorePolicy Policy { get; } = policy;

    /// <inheritdoc/>
    // Byte 1: [7:3] reserved, [2:0] policy.
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)((byte)Policy & 0x07));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetPowerRestorePolicy ReadRequest(ByteReader reader) => new((PowerRestorePolicy)(reader.ReadByte() & 0x07));

    /// <inheritdoc/>
    public override PowerRestorePolicySupport ReadResponse(ByteReader reader) => PowerRestorePolicySupport.Read(reader);
}

/// <summary>Which policies the chassis supports. IPMI 2.0 section 28.8, table 28-9.</summary>
/// <param name="Flags">Bit 0 stay off, 1 restore the former state, 2 always on.</param>
public readonly record struct PowerRestorePolicySupport(byte Flags)
{
    /// <summary>Whether a policy is supported.</summary>
    public bool Supports(PowerRestorePolicy policy) => policy != PowerRestorePolicy.Unknown && (Flags >> (byte)policy & 1) != 0;

    /// <summary>Reads the response.</summary>
    public static PowerRestorePolicySupport Read(ByteReader reader) => new(reader.ReadByte());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteByte(Flags);
}
