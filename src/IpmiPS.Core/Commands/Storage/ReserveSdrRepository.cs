using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Reserve SDR Repository: a number by which the BMC knows, in later partial reads, whether records have moved since.
/// IPMI 2.0 section 33.11.
/// </summary>
public sealed class ReserveSdrRepository : IpmiCommand<Reservation>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x22;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>A second reservation takes the place of the first.</summary>
    public override bool IsIdempotent => true;

    /// <inheritdoc/>
    public override string Name => "Reserve SDR Repository";

    /// <inheritdoc/>
    public override Reservation ReadResponse(ByteReader reader) => Reservation.Read(reader);
}

/// <summary>The answer to one of the Reserve commands. IPMI 2.0 sections 31.4, 33.11, 35.4.</summary>
/// <param name="Id">The reservation; 0000h is reserved.</param>
public readonly record struct Reservation(ushort Id)
{
    /// <summary>Reads the response: reservation id.</summary>
    public static Reservation Read(ByteReader reader) => new(reader.ReadUInt16());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteUInt16(Id);
}
