using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Clear SEL: starts to erase the whole log, or reads the progress. The response says whether the erasure is complete.
/// IPMI 2.0 section 31.9.
/// </summary>
/// <param name="reservation">Reservation ID; 0 if the BMC has no Reserve SEL.</param>
/// <param name="initiate">True to erase, false to read the progress.</param>
public sealed class ClearSel(ushort reservation, bool initiate) : IpmiCommand<bool>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ClearSel, bool> Definition { get; } =
        new(NetFn.Storage, 0x47, "Clear SEL", PrivilegeLevel.Operator, ReadRequest, Erasure.WriteProgress) { IsIdempotent = false };

    /// <inheritdoc/>
    public override bool IsIdempotent => !initiate;

    /// <summary>Reservation ID.</summary>
    public ushort Reservation => reservation;

    /// <summary>Whether this erases; otherwise it reads the progress.</summary>
    public bool Initiate => initiate;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => SelCompletionCode.Describe(code);

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => Erasure.WriteRequest(writer, reservation, initiate);

    /// <summary>Reads the request, as a BMC does.</summary>
    /// <exception cref="MalformedDataException">The three letters or the operation are wrong.</exception>
    public static ClearSel ReadRequest(ByteReader reader) => new(reader.ReadUInt16(), Erasure.ReadOperation(reader));

    /// <inheritdoc/>
    public override bool ReadResponse(ByteReader reader) => Erasure.ReadProgress(reader);
}
