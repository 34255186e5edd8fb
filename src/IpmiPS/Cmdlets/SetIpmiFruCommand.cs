using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Inventory;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Changes fields of FRU devices: asset tag, serial numbers, names, custom fields, dates. Areas grow or are added as needed. The content is saved before, read back
/// after, and restored if that fails.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IpmiFru", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(FruUpdate))]
public sealed class SetIpmiFruCommand : FruWritingCmdlet
{
    /// <summary>Type of the chassis: a name such as "Rack Mount Chassis", or its number in SMBIOS, 0 to 127.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ChassisTypeCompleter))]
    public string? ChassisType { get; set; }

    /// <summary>Manufacturing date of the board, from 1996 to November 2027; UTC without a time zone.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DateCell("BoardManufactureDate")]
    public DateTimeOffset? BoardManufactureDate
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Part number of the chassis.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ChassisPartNumber { get; set; }

    /// <summary>Serial number of the chassis.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ChassisSerial { get; set; }

    /// <summary>Manufacturer of the board.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? BoardManufacturer { get; set; }

    /// <summary>The board's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? BoardProductName { get; set; }

    /// <summary>The board's serial number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? BoardSerial { get; set; }

    /// <summary>The board's part number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? BoardPartNumber { get; set; }

    /// <summary>FRU file ID of the board area.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? BoardFruFileId { get; set; }

    /// <summary>Manufacturer of the product.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ProductManufacturer { get; set; }

    /// <summary>The product's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ProductName { get; set; }

    /// <summary>The product's part or model number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ProductPartNumber { get; set; }

    /// <summary>The product's version.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ProductVersion { get; set; }

    /// <summary>The product's serial number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ProductSerial { get; set; }

    /// <summary>The owner's asset tag.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ProductAssetTag { get; set; }

    /// <summary>FRU file ID of the product area.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ProductFruFileId { get; set; }

    /// <summary>Custom fields of the chassis area: all of them, in their order.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? ChassisCustom { get; set; }

    /// <summary>Custom fields of the board area: all of them, in their order.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? BoardCustom { get; set; }

    /// <summary>Custom fields of the product area: all of them, in their order.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? ProductCustom { get; set; }

    /// <summary>Names of fields to empty, such as ProductAssetTag: an empty text elsewhere means "not given".</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FruFieldCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Clear { get; set; }

    private protected override object Request => new FruFields(ReadFields(), Clear ?? [], ChassisType, new FruSettings
    {
        ChassisCustom = FruCells.ListOf(ChassisCustom),
        BoardCustom = FruCells.ListOf(BoardCustom),
        ProductCustom = FruCells.ListOf(ProductCustom),
        BoardManufactureDate = BoardManufactureDate,
    });

    private protected override Task<FruChange> PrepareAsync(IPayloadConnection bmc, SdrRepository? sdr, FruAddress device, object request, Func<string, FruAddress, byte[], string> save, CancellationToken cancellationToken)
    {
        FruSettings settings = ((FruFields)request).ToSettings();
        return settings.IsEmpty
            ? throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give a field, such as -ProductAssetTag, on the command line or as a column of the input.")
            : FruChange.PrepareAsync(bmc, sdr, device, settings, Force, save, cancellationToken);
    }

    private protected override string Describe(FruAddress device) => $"Write {NameOf(device)}";

    private Dictionary<string, string> ReadFields() => new (string Name, string? Text)[]
    {
        (nameof(ChassisPartNumber), ChassisPartNumber),
        (nameof(ChassisSerial), ChassisSerial),
        (nameof(BoardManufacturer), BoardManufacturer),
        (nameof(BoardProductName), BoardProductName),
        (nameof(BoardSerial), BoardSerial),
        (nameof(BoardPartNumber), BoardPartNumber),
        (nameof(BoardFruFileId), BoardFruFileId),
        (nameof(ProductManufacturer), ProductManufacturer),
        (nameof(ProductName), ProductName),
        (nameof(ProductPartNumber), ProductPartNumber),
        (nameof(ProductVersion), ProductVersion),
        (nameof(ProductSerial), ProductSerial),
        (nameof(ProductAssetTag), ProductAssetTag),
        (nameof(ProductFruFileId), ProductFruFileId),
    }.Where(static field => !string.IsNullOrEmpty(field.Text)).ToDictionary(static field => field.Name, static field => field.Text!);

    /// <summary>A copy of the parameters for the worker; what is wrong with them is found there, as an error of the row.</summary>
    private sealed record FruFields(Dictionary<string, string> Texts, string[] Clear, string? ChassisType, FruSettings Others)
    {
        public FruSettings ToSettings()
        {
            var texts = new Dictionary<string, string>(Texts);
            string[] custom = ["ChassisCustom", "BoardCustom", "ProductCustom"];
            foreach (string name in Clear)
            {
                if (custom.Contains(name, StringComparer.OrdinalIgnoreCase))
                    continue;
                FruField field = FruField.Find(name) ?? throw NearestNames.NotPresent("FRU field", [name], FruField.All.Select(static known => known.Name).Concat(custom), "Use the names of properties of Get-IpmiFru.");
                texts[field.Name] = "";
            }

            bool IsCleared(string name) => Clear.Contains(name, StringComparer.OrdinalIgnoreCase);
            return Others with
            {
                Fields = texts,
                ChassisType = string.IsNullOrWhiteSpace(ChassisType) ? null : TypeOf(ChassisType!.Trim()),
                ChassisCustom = IsCleared(custom[0]) ? [] : Others.ChassisCustom,
                BoardCustom = IsCleared(custom[1]) ? [] : Others.BoardCustom,
                ProductCustom = IsCleared(custom[2]) ? [] : Others.ProductCustom,
            };
        }

        private static byte TypeOf(string text) => ChassisTypes.Find(text) ?? throw NearestNames.NotPresent("chassis type", [text], ChassisTypes.All, "Use a name of SMBIOS, or a number from 0 to 127.");
    }
}
