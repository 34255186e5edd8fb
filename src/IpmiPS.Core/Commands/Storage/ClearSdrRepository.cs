using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Clear SDR Repository: starts to erase all records, or reads the progress. The response says whether the erasure is complete.
/// IPMI 2.0 section 33.16.
/// </summary>
/// <param name="reservation">Reservation ID.</param>
/// <param name="initiate">True to erase, false to read the progress.</param>
public sealed class ClearSdrRepository(ushort reservation, bool initiate) : IpmiCommand<bool>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ClearSdrRepository, bool> Definition { get; } =
        new(NetFn.Storage, 0x27, "Clear SDR Repository", PrivilegeLevel.Operator, ReadRequest, Erasure.WriteProgress) { IsIdempotent = false };

    /// <summary>Reading the progress is idempotent.</summary>
    public override bool IsIdempotent => !initiate;

    /// <summary>Reservation ID.</summary>
    public ushort Reservation => reservation;

    /// <summary>Whether this erases; otherwise it reads the progress.</summary>
    public bool Initiate => initiate;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => Erasure.WriteRequest(writer, reservation, initiate);

    /// <summary>Reads the request, as a BMC does.</summary>
    /// <exception cref="MalformedDataException">The three letters or the operation are wrong.</exception>
    public static ClearSdrRepository ReadRequest(ByteReader reader) => new(reader.ReadUInt16(), Erasure.ReadOperation(reader));

    /// <inheritdoc/>
    public override bool ReadResponse(ByteReader reader) => Erasure.ReadProgress(reader);
}
