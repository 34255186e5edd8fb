using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Clear SEL: starts to erase the whole log, or asks how far the erasure is. The answer says whether it is complete.
/// IPMI 2.0 section 31.9.
/// </summary>
/// <param name="reservation">Reservation ID; 0 where the BMC has no Reserve SEL.</param>
/// <param name="initiate">True to erase, false to ask.</param>
public sealed class ClearSel(ushort reservation, bool initiate) : IpmiCommand<bool>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x47;

    private const byte InitiateErase = 0xAA;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override string Name => "Clear SEL";

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Operator;

    /// <inheritdoc/>
    public override bool IsIdempotent => !initiate;

    /// <summary>Reservation ID.</summary>
    public ushort Reservation => reservation;

    /// <summary>Whether this erases; else it only asks.</summary>
    public bool Initiate => initiate;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => SelCompletionCode.Describe(code);

    /// <summary>Writes the request: reservation, "CLR", AAh to erase or 00h to ask.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteUInt16(reservation);
        writer.WriteLatin1("CLR", 3);
        writer.WriteByte(initiate ? InitiateErase : (byte)0);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    /// <exception cref="MalformedDataException">The three letters or the operation are wrong.</exception>
    public static ClearSel ReadRequest(ByteReader reader)
    {
        ushort reservation = reader.ReadUInt16();
        string letters = reader.ReadLatin1(3);
        byte operation = reader.ReadByte();
        return letters == "CLR" && operation is InitiateErase or 0
            ? new ClearSel(reservation, operation == InitiateErase)
            : throw new MalformedDataException($"Clear SEL wants the letters CLR and AAh or 00h, not '{letters}' and {operation:X2}h.");
    }

    /// <summary>Reads the response: bits 3:0 are 1 when the erasure is complete.</summary>
    public override bool ReadResponse(ByteReader reader) => (reader.ReadByte() & 0x0F) == 1;
}
