using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Oem;

/// <summary>The vendors that differ from the specification, or of which more is known than a name.</summary>
internal static class OemProfiles
{
    /// <summary>A BMC that does what the specification says.</summary>
    public static readonly OemProfile Standard = new StandardProfile();

    /// <summary>All vendors, the most widespread first.</summary>
    public static IReadOnlyList<OemProfile> All { get; } =
    [
        new DellProfile(),
        new SupermicroProfile(),
        new LenovoProfile(),
        new OracleProfile(),
        new FujitsuProfile(),
        new HpeProfile(),
        new HuaweiProfile(),
        new XFusionProfile(),
        new CiscoProfile(),
        new QuantaProfile(),
        new IntelProfile(),
        new TyanProfile(),
        new InspurProfile(),
        new AsusProfile(),
        new AsrockRackProfile(),
        new GigabyteProfile(),
        new AmiProfile(),
        new H3cProfile(),
        new OpenBmcProfile(),
    ];

    /// <summary>The profile for a BMC; <see cref="Standard"/> if there is none.</summary>
    /// <param name="manufacturerId">Manufacturer ID that the BMC reports.</param>
    /// <param name="productId">Product ID that the BMC reports.</param>
    public static OemProfile Find(int manufacturerId, int productId)
    {
        int canonical = Manufacturers.Canonical(manufacturerId);
        return All.FirstOrDefault(profile => profile.Covers(canonical, productId)) ?? Standard;
    }

    private sealed class StandardProfile : OemProfile;
}
