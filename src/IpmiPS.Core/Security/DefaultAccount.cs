using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Device;

namespace IpmiPS.Security;

/// <summary>
/// A user name, and where it was the same for all, a password, with which a vendor delivered BMCs. All of it is printed in the vendors' manuals
/// and in lists that anyone can read. Newer machines mostly have a password of their own on a label.
/// </summary>
/// <param name="Vendor">Whose.</param>
/// <param name="UserName">The name, as it is spelled.</param>
/// <param name="Password">The password; null where each machine has its own.</param>
/// <param name="Manufacturers">IANA numbers by which the vendor's BMCs are known; none where several vendors have it.</param>
/// <param name="Source">Where it is printed.</param>
internal sealed record DefaultAccount(string Vendor, string UserName, string? Password, int[] Manufacturers, string Source)
{
    private const string Penetration = "Rapid7, A Penetration Tester's Guide to IPMI and BMCs, 2013";

    public static IReadOnlyList<DefaultAccount> All { get; } =
    [
        new("Dell (iDRAC)", "root", "calvin", [674], Penetration),
        new("Supermicro (before 2020)", "ADMIN", "ADMIN", [10876], Penetration),
        new("IBM and Lenovo (IMM, XCC)", "USERID", "PASSW0RD", [2, 4769, 19046, 20301, 52117], Penetration + "; Lenovo, XClarity Controller user guide"),
        new("Oracle and Sun (ILOM)", "root", "changeme", [42, 111], Penetration),
        new("Fujitsu (iRMC)", "admin", "admin", [211, 231, 10368], Penetration),
        new("HP and HPE (iLO)", "Administrator", null, [11, 47196], Penetration),
        new("Huawei (iBMC)", "root", "Huawei12#$", [2011], "Huawei, iBMC user guides of V2 and V3 servers"),
        new("Huawei and xFusion (iBMC)", "Administrator", "Admin@9000", [2011, 58132], "Huawei, iBMC user guides of V5 servers"),
        new("Cisco (CIMC)", "admin", "password", [9, 5771, 5842, 26484], "Cisco, UCS C-Series installation guides"),
        new("Quanta", "root", "superuser", [7244, 44294], "Quanta QSSC-S4R, technical product specification, table 194"),
        new("Intel", "root", "superuser", [343], "Intel, server boards of the S5000 generation, technical product specifications"),
        new("Tyan", "root", "superuser", [6653], "Tyan, BMC configuration guides"),
        new("Inspur", "admin", "admin", [37945, 48512, 52893], "Inspur OB5161M5, user manual, section 5.12"),
        new("ASUS", "admin", "admin", [2623], Penetration),
        new("ASRock Rack", "admin", "admin", [49622], "ASRock Rack, BMC user guides"),
        new("Gigabyte", "admin", "password", [15370], "Gigabyte, management console user guides"),
        new("AMI MegaRAC", "sysadmin", "superuser", [20974], "AMI, MegaRAC SP user guides"),
        new("H3C (HDM)", "admin", "Password@_", [25506], "H3C, HDM user guides"),
        new("OpenBMC", "root", "0penBmc", [49871], "OpenBMC, README of the project"),
        new("several vendors", "admin", "admin", [], "Avocent, MergePoint SP Manager user guide, table 2.6"),
    ];

    /// <summary>The vendors that use a name, whatever its case, for who guesses tries them all.</summary>
    public static IEnumerable<DefaultAccount> OfName(string userName) => All.Where(account => string.Equals(account.UserName, userName, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to test a user for: the BMC's own vendor's password; else, where that is none of these, the first that goes with the name. Null for none.</summary>
    public static DefaultAccount? ToTest(string userName, int manufacturerId)
    {
        int manufacturer = Device.Manufacturers.Canonical(manufacturerId);
        var candidates = All.Where(account => account.UserName == userName).ToArray();
        var own = candidates.FirstOrDefault(account => account.Manufacturers.Contains(manufacturer));
        return own is null ? candidates.FirstOrDefault(static account => account.Password is not null) : own.Password is null ? null : own;
    }
}
