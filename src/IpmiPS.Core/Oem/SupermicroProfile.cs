using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Supermicro.</summary>
internal sealed class SupermicroProfile() : OemProfile(ManufacturerId)
{
    /// <summary>IANA enterprise number.</summary>
    public const int ManufacturerId = 10876;

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
}
