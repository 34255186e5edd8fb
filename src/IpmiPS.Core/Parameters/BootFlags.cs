using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Boot option 5. IPMI 2.0 table 28-14. All bits are kept, reserved ones too.</summary>
/// <param name="Data1">[7] flags valid, [6] for all future boots, [5] UEFI rather than legacy boot.</param>
/// <param name="Data2">[7] clear CMOS, [6] lock keyboard, [5:2] boot device, [1] blank screen, [0] lock out reset button.</param>
/// <param name="Data3">[7] lock out power button, [6:5] verbosity, [4] progress traps, [3] password bypass, [2] lock sleep button, [1:0] console redirection.</param>
/// <param name="Data4">[3] shared mode override, [2:0] mux control override.</param>
/// <param name="Data5">[4:0] device instance; 0 unspecified, bit 4 set for an internal device.</param>
public readonly record struct BootFlags(byte Data1, byte Data2, byte Data3 = 0, byte Data4 = 0, byte Data5 = 0)
{
    /// <summary>Whether the flags are in force for the next boot.</summary>
    public bool Valid => (Data1 & 0x80) != 0;

    /// <summary>Whether the flags apply to all future boots.</summary>
    public bool Persistent => (Data1 & 0x40) != 0;

    /// <summary>UEFI boot, rather than legacy ("PC compatible").</summary>
    public bool Uefi => (Data1 & 0x20) != 0;

    /// <summary>Boot device selector, 0 to 15.</summary>
    public byte Selector => (byte)(Data2 >> 2 & 0x0F);

    /// <summary>Device instance, 0 to 31.</summary>
    public byte Instance => (byte)(Data5 & 0x1F);

    /// <summary>The same flags with another device, marked valid.</summary>
    public BootFlags With(byte selector, bool persistent, bool uefi) => this with
    {
        Data1 = (byte)(Data1 & 0x1F | 0x80 | (persistent ? 0x40 : 0) | (uefi ? 0x20 : 0)),
        Data2 = (byte)(Data2 & 0xC3 | (selector & 0x0F) << 2),
        Data5 = (byte)(Data5 & 0xE0), // the instance belonged to the previous device
    };

    /// <summary>Reads the data. The first two bytes are needed: some BMCs leave out the last ones, others append bytes.</summary>
    public static BootFlags Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte(), reader.ReadByteOr(0), reader.ReadByteOr(0), reader.ReadByteOr(0));

    /// <summary>Writes the data, always five bytes.</summary>
    public void Write(ByteWriter writer) => writer.WriteBytes(ToArray());

    /// <summary>The five bytes of the data.</summary>
    public byte[] ToArray() => [Data1, Data2, Data3, Data4, Data5];
}
