using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Sdr;

namespace IpmiPS.Inventory;

/// <summary>A FRU device, and how to access it.</summary>
internal sealed record FruDevice(FruDescription Description)
{
    private const byte FirstChipType = 0x08;
    private const byte LastChipType = 0x0F;
    private const byte LogicalFruType = 0x10;
    private const byte DimmModifier = 0x01;

    private static readonly string[] ChipNames = ["24C01", "24C02", "24C04", "24C08", "24C16", "24C17", "24C32", "24C64"];

    /// <summary>LUN of the device.</summary>
    public byte Lun { get; init; }

    /// <summary>Why FRU commands cannot read the device; null if they can.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Whether the reading fails as a whole if the device is absent: it was requested, or is the only one.</summary>
    public bool IsEssential { get; init; }

    /// <summary>Whether it was requested with an ID that the SDR does not name.</summary>
    public bool IsUnnamed { get; init; }

    /// <summary>
    /// The devices to read: device 0 of the BMC, the FRU locators in their order, device 0 of every controller with
    /// FRU information; and requested ones that are not among these. IPMI 2.0 sections 43.8 and 43.9.
    /// </summary>
    public static IReadOnlyList<FruDevice> Find(string computerName, IReadOnlyList<SdrRecord> sdr, byte[]? ids)
    {
        var named = sdr.OfType<FruDeviceLocatorRecord>().Select(record => Locate(computerName, record))
            .Concat(sdr.OfType<McDeviceLocatorRecord>().Where(record => record.HasFru).Select(record => Locate(computerName, record)));
        var devices = new List<FruDevice>();
        foreach (var device in named)
            if (!devices.Any(other => other.IsSameAs(device)))
                devices.Add(device);

        // Device 0 comes first, with its name in the SDR.
        int own = devices.FindIndex(device => device.Description.Id == 0 && device.Description.Target.IsBmc);
        var first = own < 0
            ? new FruDevice(new FruDescription { ComputerName = computerName, Id = 0, Name = "Builtin FRU Device" }) { IsEssential = devices.Count == 0 }
            : devices[own];
        if (own >= 0)
            devices.RemoveAt(own);
        devices.Insert(0, first);
        if (ids is null)
            return devices;

        var wanted = devices.Where(device => device.Description.Id is { } id && ids.Contains(id)).ToList();
        wanted.AddRange(ids.Distinct().Where(id => wanted.All(device => device.Description.Id != id))
            .Select(id => new FruDevice(new FruDescription { ComputerName = computerName, Id = id }) { IsEssential = true, IsUnnamed = true }));
        return wanted;
    }

    /// <summary>One device. Without records, only the BMC's own devices can be found.</summary>
    /// <exception cref="IpmiException">NotPresent: the records have no such device.</exception>
    public static FruDevice FindOne(string computerName, IReadOnlyList<SdrRecord>? sdr, FruAddress address) =>
        Find(computerName, sdr ?? [], [address.Id]).FirstOrDefault(device => device.Description.Target.Address == address.Address)
        ?? throw NearestNames.NotPresent("FRU device", [$"{address.Id} of controller {address.Address:X2}h"], sdr is null ? null : IdsIn(computerName, sdr), "Get-IpmiFru lists the devices.");

    /// <summary>The IDs and names of the devices in an SDR.</summary>
    public static IEnumerable<string> IdsIn(string computerName, IReadOnlyList<SdrRecord> sdr) =>
        Find(computerName, sdr, null).Where(static device => device.Description.Id is not null).Select(static device => $"{device.Description.Id} ({device.Description.Name})");

    private bool IsSameAs(FruDevice other) =>
        Description.Id is not null && (Description.Target, Description.Id, Lun) == (other.Description.Target, other.Description.Id, other.Lun);

    private static FruDevice Locate(string computerName, FruDeviceLocatorRecord record)
    {
        bool isOnIpmb = record.AccessAddress == 0;
        var description = new FruDescription
        {
            ComputerName = computerName,
            Id = record.IsLogical ? record.DeviceId : null,
            Name = record.Name,
            Entity = DescribeEntity(record),
            Target = TargetOf(isOnIpmb && !record.IsLogical ? record.DeviceId : record.AccessAddress, record.Channel),
            TypeName = NameOfContent(record),
            IsSpd = record.DeviceTypeModifier == DimmModifier && NameOfContent(record) is not null,
        };
        return new FruDevice(description)
        {
            Lun = record.AccessLun,
            Unreadable = record.IsLogical
                ? null
                : $"A memory chip{NameOfChip(record.DeviceType)} at {record.DeviceId:X2}h on {(isOnIpmb ? "the IPMB" : $"private bus {record.BusId} of {description.Target}")}; FRU commands cannot read it.",
        };
    }

    private static FruDevice Locate(string computerName, McDeviceLocatorRecord record) => new(new FruDescription
    {
        ComputerName = computerName,
        Id = 0,
        Name = record.Name,
        Entity = DescribeEntity(record),
        Target = TargetOf(record.SlaveAddress, record.Channel),
    });

    private static IpmbTarget TargetOf(byte address, byte channel) =>
        address == IpmbTarget.BmcAddress ? IpmbTarget.Bmc : new IpmbTarget(address, channel);

    private static string DescribeEntity(LocatorRecord record) => EntityReference.Describe(record.EntityId, record.EntityInstance);

    /// <summary>What a device has instead of FRU information, by its modifier. IPMI 2.0 section 43.12, table 43-12.</summary>
    private static string? NameOfContent(FruDeviceLocatorRecord record) =>
        record.DeviceType is not (LogicalFruType or (>= FirstChipType and <= LastChipType)) ? null
        : record.DeviceTypeModifier switch
        {
            0x01 => "DIMM Memory ID",
            0x03 => "System Processor Cartridge",
            _ => null,
        };

    private static string NameOfChip(byte type) => type is >= FirstChipType and <= LastChipType ? $" ({ChipNames[type - FirstChipType]})" : "";
}
