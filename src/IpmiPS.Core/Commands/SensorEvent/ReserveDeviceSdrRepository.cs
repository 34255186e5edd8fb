using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Reserve Device SDR Repository: for partial reads of the records of one logical unit. IPMI 2.0 section 35.4.</summary>
/// <param name="lun">Logical unit whose records are meant, 0 to 3.</param>
public sealed class ReserveDeviceSdrRepository(byte lun = 0) : IpmiCommand<Reservation>(Definition)
{
    /// <summary>The command's definition. Idempotent: a second reservation replaces the first.</summary>
    public static CommandDefinition<ReserveDeviceSdrRepository, Reservation> Definition { get; } =
        new(NetFn.SensorEvent, 0x22, "Reserve Device SDR Repository", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer)) { IsIdempotent = true };

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <inheritdoc/>
    public override Reservation ReadResponse(ByteReader reader) => Reservation.Read(reader);
}
