using System;
using IpmiPS.Inventory;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>Management Access: how to manage the component, or its system. FRU 1.0 section 18.4, table 18-6.</summary>
public sealed class FruManagementAccess : FruMultiRecord
{
    private const byte SystemUniqueId = 0x07;
    private const int GuidLength = 16;

    private static readonly string[] Kinds =
    [
        "System Management URL", "System Name", "System Ping Address", "Component Management URL", "Component Name", "Component Ping Address", "System Unique ID",
    ];

    internal FruManagementAccess(FruRecordHeader header, ByteReader reader)
        : base(header)
    {
        // 0 sub-record type; 1: text, or the 16 bytes of the GUID
        byte kind = reader.ReadByte();
        Access = kind >= 1 && kind <= Kinds.Length ? Kinds[kind - 1] : $"Reserved ({kind:X2}h)";
        if (kind == SystemUniqueId && reader.Remaining >= GuidLength)
        {
            SystemGuid = new Guid(reader.ReadBytes(GuidLength));
            Value = SystemGuid.Value.ToString();
        }
        else
        {
            Value = SafeText.Of(reader.ReadLatin1(reader.Remaining)).TrimEnd();
        }
    }

    /// <summary>Kind of <see cref="Value"/>, such as "System Management URL".</summary>
    public string Access { get; }

    /// <summary>URL, name, address or GUID.</summary>
    public string Value { get; }

    /// <summary>The system's GUID, in SMBIOS byte order; null for the other kinds.</summary>
    public Guid? SystemGuid { get; }
}
