using System.Collections.Generic;
using IpmiPS.Events;

namespace IpmiPS.Oem;

/// <summary>Supermicro.</summary>
internal sealed class SupermicroProfile() : OemProfile(ManufacturerId)
{
    /// <summary>IANA enterprise number.</summary>
    public const int ManufacturerId = 10876;

    private const byte Memory = 0x0C;
    private const int FirstKnownProduct = 0x0700, LastKnownProduct = 0x09FF, FirstModule = 0x09;

    private const byte Disk = 2;

    /// <summary>What its UEFI takes for the default hard disk. The specification assigns this selector to remote media.</summary>
    private const byte UefiDisk = 9;

    public override FanControl Fans { get; } = new SupermicroFanControl();

    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Supermicro (before 2020)", "ADMIN", "ADMIN", DefaultAccount.PenetrationTestersGuide),
    ];

    // Source: OpenStack story 2008241, "Supermicro UEFI disk boot", and the ipmitool driver of Ironic, which sends 24h, selector 9 in bits 5:2.
    public override byte EncodeBootSelector(byte selector, bool uefi) => uefi && selector == Disk ? UefiDisk : selector;

    public override byte DecodeBootSelector(byte selector, bool uefi) => uefi && selector == UefiDisk ? Disk : selector;

    // Source: FreeIPMI, libfreeipmi/sel/ipmi-sel-string-supermicro-common.c (from ipmiutil), and ipmitool, lib/ipmi_sel.c. Byte 2: [7:4] channel from 1,
    // [3:0] module + 9; byte 3: [1:0] processor. The sources disagree whether letters go on at the second processor, so only those of the first are used.
    public override string? DescribePart(OemEvent oemEvent)
    {
        int channel = oemEvent.Data2 >> 4, module = (oemEvent.Data2 & 0x0F) - FirstModule, processor = (oemEvent.Data3 & 0x03) + 1;
        if (!oemEvent.IsOf(Memory) || oemEvent.ProductId is < FirstKnownProduct or > LastKnownProduct || !oemEvent.HasData2 || !oemEvent.HasData3 || channel == 0 || module < 1)
            return null;
        return processor == 1 ? $"CPU 1, DIMM {(char)('A' + channel - 1)}{module}" : $"CPU {processor}, channel {channel}, DIMM {module}";
    }

    public override string? NameSensorType(int productId, byte sensorType) => SupermicroStates.NameSensorType(productId, sensorType);

    public override EventState? FindEvent(OemEvent oemEvent) => SupermicroStates.FindEvent(oemEvent);

    public override EventState? FindReading(int productId, byte eventType, byte sensorType, ushort states) => SupermicroStates.FindReading(productId, eventType, sensorType, states);
}
