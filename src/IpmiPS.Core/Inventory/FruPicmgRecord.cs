using System.Collections.Generic;
using System.Globalization;
using IpmiPS.Inventory;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>An OEM record of PICMG (manufacturer 12634): AdvancedTCA, AdvancedMC and MicroTCA. PICMG 3.0 section 3, AMC.0, MicroTCA.0.</summary>
public sealed class FruPicmgRecord : FruOemRecord
{
    /// <summary>PICMG's number.</summary>
    internal const int Picmg = 0x00315A;

    private const byte BoardPointToPoint = 0x14, ModuleCurrent = 0x16, CarrierActivation = 0x17;
    private const int GuidLength = 16;
    private const double TenthsOfAmperes = 10;

    private static readonly Dictionary<byte, string> Names = new()
    {
        [0x04] = "Backplane Point-to-Point Connectivity",
        [0x10] = "Address Table",
        [0x11] = "Shelf Power Distribution",
        [0x12] = "Shelf Activation and Power Management",
        [0x13] = "Shelf Manager IP Connection",
        [BoardPointToPoint] = "Board Point-to-Point Connectivity",
        [0x15] = "Radial IPMB-0 Link Mapping",
        [ModuleCurrent] = "Module Current Requirements",
        [CarrierActivation] = "Carrier Activation and Current Management",
        [0x18] = "Carrier Point-to-Point Connectivity",
        [0x19] = "AdvancedMC Point-to-Point Connectivity",
        [0x1A] = "Carrier Information Table",
        [0x20] = "MicroTCA FRU Information Partition",
        [0x21] = "MicroTCA Carrier Manager IP Link",
        [0x22] = "MicroTCA Carrier Information",
        [0x23] = "MicroTCA Shelf Information",
        [0x24] = "MicroTCA Shelf Manager IP Link",
        [0x25] = "MicroTCA Carrier Power Policy",
        [0x26] = "MicroTCA Carrier Activation and Power Management",
        [0x27] = "MicroTCA Power Module Capability",
        [0x28] = "MicroTCA Fan Geography",
        [0x29] = "MicroTCA Carrier Clock Mapping",
        [0x2A] = "MicroTCA Carrier Bridge Policy",
        [0x2B] = "MicroTCA OEM Module Descriptor",
        [0x2C] = "Carrier Clock Point-to-Point Connectivity",
        [0x2D] = "Clock Configuration",
    };

    private static readonly string[] LinkTypes = ["reserved", "Base Interface", "Ethernet fabric", "InfiniBand fabric", "StarFabric", "PCI Express fabric"];

    internal FruPicmgRecord(FruRecordHeader header, ByteReader reader)
        : base(header, reader)
    {
        // 3 record ID; 4 format version; then by record
        var data = new ByteReader(OemData);
        RecordId = data.ReadByte();
        Record = Names.TryGetValue(RecordId, out string? name) ? name : $"Record {RecordId:X2}h";
        RecordVersion = data.ReadByte();
        switch (RecordId)
        {
            case ModuleCurrent when !data.IsAtEnd:
                MaximumCurrent = data.ReadByte() / TenthsOfAmperes;
                break;
            case CarrierActivation when data.Remaining >= 3:
                MaximumCurrent = data.ReadUInt16() / TenthsOfAmperes;
                ActivationReadiness = data.ReadByte();
                break;
            case BoardPointToPoint when !data.IsAtEnd:
                Links = ReadLinks(data);
                break;
        }
    }

    /// <summary>The record's name, such as "Module Current Requirements".</summary>
    public string Record { get; }

    /// <summary>PICMG record ID.</summary>
    public byte RecordId { get; }

    /// <summary>Version of the record's format.</summary>
    public byte RecordVersion { get; }

    /// <summary>Current in amperes that the module needs, or that the carrier has for its modules; null for other records.</summary>
    public double? MaximumCurrent { get; }

    /// <summary>Seconds that the carrier waits for its modules; null for other records.</summary>
    public int? ActivationReadiness { get; }

    /// <summary>Links of a board, with interface, channel, ports and type; empty for other records.</summary>
    public string[] Links { get; } = [];

    /// <summary>Number of GUIDs, the GUIDs, then links of 4 bytes each: [31:24] group, [23:20] extension, [19:12] type, [11:8] ports, [7:6] interface, [5:0] channel.</summary>
    private static string[] ReadLinks(ByteReader data)
    {
        int guids = data.ReadByte();
        if (data.Remaining < guids * GuidLength)
            return [];
        data.Skip(guids * GuidLength);
        var links = new List<string>();
        while (data.Remaining >= 4)
        {
            uint link = data.ReadUInt32();
            int type = (int)(link >> 12 & 0xFF);
            string kind = type < LinkTypes.Length ? LinkTypes[type] : type == 0x32 ? "10G Ethernet fabric" : $"type {type:X2}h";
            string at = (link >> 6 & 3) switch { 0 => "base", 1 => "fabric", 2 => "update", _ => "reserved" };
            links.Add(string.Format(CultureInfo.InvariantCulture, "{0} channel {1}, ports {2:X1}h: {3}, extension {4}, group {5}", at, link & 0x3F, link >> 8 & 0x0F, kind, link >> 20 & 0x0F, link >> 24));
        }

        return links.ToArray();
    }
}
