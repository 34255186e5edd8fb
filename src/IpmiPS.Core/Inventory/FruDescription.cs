using IpmiPS.Commands;

namespace IpmiPS.Inventory;

/// <summary>What is known of a FRU device besides its content, and the making of the result.</summary>
internal sealed record FruDescription
{
    public string ComputerName { get; init; } = "";

    /// <summary>FRU device ID; null for memory chips.</summary>
    public byte? Id { get; init; }

    public string? Name { get; init; }

    public string? Entity { get; init; }

    public IpmbTarget Target { get; init; } = IpmbTarget.Bmc;

    public int Size { get; init; }

    /// <summary>What the SDR says the device is, where that is something else than FRU information.</summary>
    public string? TypeName { get; init; }

    /// <summary>A device that could not be read.</summary>
    public Fru ToFru(string problem) => ToFru([], new FruContent(), problem);

    /// <summary>A device with its content.</summary>
    public Fru ToFru(byte[] image, FruContent content, string? problem)
    {
        // The areas are read field after field, in the order of the specification. FRU 1.0 tables 10-1, 11-1 and 12-1.
        var chassis = content.Chassis;
        byte? chassisType = chassis?.ReadByte();
        string? chassisPartNumber = chassis?.ReadText();
        string? chassisSerial = chassis?.ReadText();

        var board = content.Board;
        board?.ReadLanguage();
        int boardDate = board is null ? 0 : board.ReadByte() | board.ReadByte() << 8 | board.ReadByte() << 16;
        string? boardManufacturer = board?.ReadText();
        string? boardName = board?.ReadText();
        string? boardSerial = board?.ReadText(isAlwaysEnglish: true);
        string? boardPartNumber = board?.ReadText();
        string? boardFile = board?.ReadText(isAlwaysEnglish: true);

        var product = content.Product;
        product?.ReadLanguage();
        string? manufacturer = product?.ReadText();
        string? productName = product?.ReadText();
        string? partNumber = product?.ReadText();
        string? version = product?.ReadText();
        string? serial = product?.ReadText(isAlwaysEnglish: true);
        string? assetTag = product?.ReadText();
        string? productFile = product?.ReadText(isAlwaysEnglish: true);

        return new Fru
        {
            ComputerName = ComputerName,
            Id = Id,
            Name = Name,
            Entity = Entity,
            DeviceAddress = Target.Address,
            Size = Size,
            Problem = problem,
            ChassisType = chassisType is { } type ? ChassisTypes.Describe(type) : null,
            ChassisPartNumber = chassisPartNumber,
            ChassisSerial = chassisSerial,
            ChassisCustom = chassis?.ReadCustom() ?? [],
            BoardManufactureDate = FruImage.ToDate(boardDate),
            BoardManufacturer = boardManufacturer,
            BoardProductName = boardName,
            BoardSerial = boardSerial,
            BoardPartNumber = boardPartNumber,
            BoardFruFileId = boardFile,
            BoardCustom = board?.ReadCustom() ?? [],
            ProductManufacturer = manufacturer,
            ProductName = productName,
            ProductPartNumber = partNumber,
            ProductVersion = version,
            ProductSerial = serial,
            ProductAssetTag = assetTag,
            ProductFruFileId = productFile,
            ProductCustom = product?.ReadCustom() ?? [],
            MultiRecord = content.Records,
            ChecksumValid = new FruChecksums
            {
                Header = content.IsHeaderValid,
                Chassis = chassis?.IsChecksumValid,
                Board = board?.IsChecksumValid,
                Product = product?.IsChecksumValid,
                MultiRecord = content.AreRecordsValid,
            },
            Raw = new ByteString(image),
        };
    }
}
