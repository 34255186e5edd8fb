using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Reserve SDR Repository: a number by which the BMC knows, in later partial reads, whether records have moved since.
/// IPMI 2.0 section 33.11.
/// </summary>
public sealed class ReserveSdrRepository() : IpmiCommand<Reservation>(Definition)
{
    /// <summary>The command's definition. Idempotent: a second reservation replaces the first.</summary>
    public static CommandDefinition<ReserveSdrRepository, Reservation> Definition { get; } =
        new(NetFn.Storage, 0x22, "Reserve SDR Repository", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer)) { IsIdempotent = true };

    /// <inheritdoc/>
    public override Reservation ReadResponse(ByteReader reader) => Reservation.Read(reader);
}

/// <summary>The response of the Reserve commands. IPMI 2.0 sections 31.4, 33.11, 35.4.</summary>
/// <param name="Id">The reservation; 0000h is reserved.</param>
public readonly record struct Reservation(ushort Id)
{
    /// <summary>Reads the response: reservation id.</summary>
    public static Reservation Read(ByteReader reader) => new(reader.ReadUInt16());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteUInt16(Id);
}
