using System.Linq;
using IpmiPS.Oem;
using Xunit;

namespace IpmiPS.Tests.Oem;

public class ManufacturersTests
{
    [Theory]
    [InlineData(343, "Intel Corporation")]
    [InlineData(4753, "MontaVista Software, Inc.")]
    [InlineData(7244, "Quanta Computer Inc.")]
    [InlineData(10876, "Super Micro Computer Inc.")]
    [InlineData(49871, "OpenBMC Project")]
    [InlineData(0, "Unknown (0)")]
    [InlineData(0xFFFFFF, "Unknown (16777215)")]
    public void A_known_manufacturer_has_a_name(int id, string name) => Assert.Equal(name, Manufacturers.Describe(id));

    [Fact]
    public void The_list_has_the_usual_manufacturers() =>
        Assert.InRange(Enumerable.Range(0, 65536).Count(id => Manufacturers.Find(id) is { Length: > 2 }), 150, 400);
}
