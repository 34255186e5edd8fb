using IpmiPS.Commands;

namespace IpmiPS.Inventory;

/// <summary>What is known about a FRU device without its content; creates the result.</summary>
internal sealed record FruDescription
{
    public string ComputerName { get; init; } = "";

    /// <summary>FRU device ID; null for memory chips.</summary>
    public byte? Id { get; init; }

    public string? Name { get; init; }

    public string? Entity { get; init; }

    public IpmbTarget Target { get; init; } = IpmbTarget.Bmc;

    public int Size { get; init; }

    /// <summary>What the device has instead of FRU information, according to the SDR.</summary>
    public string? TypeName { get; init; }

    /// <summary>Whether the SDR says that it has the SPD of a memory module.</summary>
    public bool IsSpd { get; init; }

    /// <summary>A device that could not be read.</summary>
    public Fru ToFru(string problem) => ToFru([], new FruContent(), problem);

    /// <summary>A device with its content.</summary>
    public Fru ToFru(byte[] image, FruContent content, string? problem)
    {
        // The fields of an area are read one after the other, in the order of FRU 1.0 tables 10-1, 11-1 and 12-1, in which the properties are set.
        var (chassis, board, product) = (content.Chassis, content.Board, content.Product);
        board?.ReadLanguage();
        product?.ReadLanguage();
        return new Fru
        {
            ComputerName = ComputerName,
            Id = Id,
            Name = Name,
            Entity = Entity,
            DeviceAddress = Target.Address,
            Size = Size,
            Problem = problem,
            Spd = content.Spd,
            ChassisType = chassis is null ? null : ChassisTypes.Describe(chassis.ReadByte()),
            ChassisPartNumber = chassis?.ReadText(),
            ChassisSerial = chassis?.ReadText(),
            ChassisCustom = chassis?.ReadCustom() ?? [],
            BoardLanguage = board?.Language,
            BoardManufactureDate = board is null ? null : FruImage.ToDate(board.ReadByte() | board.ReadByte() << 8 | board.ReadByte() << 16),
            BoardManufacturer = board?.ReadText(),
            BoardProductName = board?.ReadText(),
            BoardSerial = board?.ReadText(isAlwaysEnglish: true),
            BoardPartNumber = board?.ReadText(),
            BoardFruFileId = board?.ReadText(isAlwaysEnglish: true),
            BoardCustom = board?.ReadCustom() ?? [],
            ProductLanguage = product?.Language,
            ProductManufacturer = product?.ReadText(),
            ProductName = product?.ReadText(),
            ProductPartNumber = product?.ReadText(),
            ProductVersion = product?.ReadText(),
            ProductSerial = product?.ReadText(isAlwaysEnglish: true),
            ProductAssetTag = product?.ReadText(),
            ProductFruFileId = product?.ReadText(isAlwaysEnglish: true),
            ProductCustom = product?.ReadCustom() ?? [],
            MultiRecord = content.Records,
            ChecksumValid = content.ToChecksums(),
            Raw = new ByteString(image),
        };
    }
}
