using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Reserve Device SDR Repository: for partial reads of the records of one logical unit. IPMI 2.0 section 35.4.</summary>
/// <param name="lun">Logical unit whose records are meant, 0 to 3.</param>
public sealed class ReserveDeviceSdrRepository(byte lun = 0) : IpmiCommand<Reservation>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x22;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.SensorEvent;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>A second reservation takes the place of the first.</summary>
    public override bool IsIdempotent => true;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <inheritdoc/>
    public override string Name => "Reserve Device SDR Repository";

    /// <inheritdoc/>
    public override Reservation ReadResponse(ByteReader reader) => Reservation.Read(reader);
}
