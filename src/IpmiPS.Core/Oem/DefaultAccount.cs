namespace IpmiPS.Oem;

/// <summary>
/// A user name and password that a vendor ships, or shipped, on its BMCs. All of them are printed in manuals and in public lists.
/// Most newer machines have a unique password on a label.
/// </summary>
/// <param name="Vendor">The vendor, and the product line.</param>
/// <param name="UserName">The name, case-sensitive.</param>
/// <param name="Password">The password; null if each server has its own.</param>
/// <param name="Source">Where the account is published.</param>
internal sealed record DefaultAccount(string Vendor, string UserName, string? Password, string Source)
{
    /// <summary>A source that lists several vendors.</summary>
    public const string PenetrationTestersGuide = "Rapid7, A Penetration Tester's Guide to IPMI and BMCs, 2013";
}
