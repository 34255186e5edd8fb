using System.Linq;
using IpmiPS.Oem;
using Xunit;

namespace IpmiPS.Tests.Oem;

public class OemProfilesTests
{
    [Theory]
    [InlineData(10876, typeof(SupermicroProfile))]
    [InlineData(47488, typeof(SupermicroProfile))]
    [InlineData(674, typeof(DellProfile))]
    [InlineData(19046, typeof(LenovoProfile))]
    public void A_vendor_is_found_by_each_of_its_numbers(int manufacturerId, System.Type profile) => Assert.IsType(profile, OemProfiles.Find(manufacturerId, 0));

    [Fact]
    public void A_BMC_of_an_unknown_vendor_does_what_the_specification_says()
    {
        var profile = OemProfiles.Find(0xFFFFFF, 0);
        Assert.Same(OemProfiles.Standard, profile);
        Assert.Empty(profile.DefaultAccounts);
        for (byte selector = 0; selector < 16; selector++)
        {
            Assert.Equal(selector, profile.EncodeBootSelector(selector, uefi: true));
            Assert.Equal(selector, profile.DecodeBootSelector(selector, uefi: true));
        }
    }

    [Fact]
    public void No_manufacturer_has_two_profiles() => Assert.All(Enumerable.Range(0, 65536), id => Assert.InRange(OemProfiles.All.Count(profile => profile.Covers(id, 0)), 0, 1));

    [Theory]
    [InlineData(2, true, 9)]
    [InlineData(2, false, 2)]
    [InlineData(1, true, 1)]
    public void Supermicro_encodes_the_UEFI_disk_as_selector_9(byte standard, bool uefi, byte sent)
    {
        var profile = OemProfiles.Find(SupermicroProfile.ManufacturerId, 0);
        Assert.Equal(sent, profile.EncodeBootSelector(standard, uefi));
        Assert.Equal(standard, profile.DecodeBootSelector(sent, uefi));
    }
}
