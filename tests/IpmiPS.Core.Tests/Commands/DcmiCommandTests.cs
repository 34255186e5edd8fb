using IpmiPS.Commands.Dcmi;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

public sealed class DcmiCommandTests
{
    [Fact]
    public void Get_DCMI_Capabilities_Info()
    {
        Vectors.Request("DC 01", new GetDcmiCapabilities(1), GetDcmiCapabilities.ReadRequest);
        Vectors.RequestPrefixes("DC 01", GetDcmiCapabilities.ReadRequest);
        var capabilities = Vectors.Response("DC 01 05 02 00 01 07", new GetDcmiCapabilities(1), 4, (c, w) => c.Write(w));
        Assert.Equal((1, 5, 2), (capabilities.Major, capabilities.Minor, capabilities.Revision));
        Assert.Equal([0, 1, 7], capabilities.Data);
    }

    [Fact]
    public void Get_Power_Reading()
    {
        Vectors.Request("DC 01 00 00", new GetPowerReading(), GetPowerReading.ReadRequest);
        Vectors.Request("DC 02 45 00", new GetPowerReading(2, 0x45), GetPowerReading.ReadRequest);
        Vectors.RequestPrefixes("DC 01 00 00", GetPowerReading.ReadRequest);
        var reading = Vectors.Response("DC 2C 01 0A 00 90 01 C8 00 00 00 00 61 60 EA 00 00 40", new GetPowerReading(), 18, (r, w) => r.Write(w));
        Assert.Equal((300, 10, 400, 200), (reading.Current, reading.Minimum, reading.Maximum, reading.Average));
        Assert.Equal((0x61000000u, 60000u, true), (reading.Time, reading.Period, reading.IsActive));
    }

    [Fact]
    public void Get_Power_Limit()
    {
        Vectors.Request("DC 00 00", new GetPowerLimit(), GetPowerLimit.ReadRequest);
        Vectors.RequestPrefixes("DC 00 00", GetPowerLimit.ReadRequest);
        var limit = Vectors.Response("DC 00 00 01 F4 01 E8 03 00 00 00 00 05 00", new GetPowerLimit(), 14, (l, w) => l.Write(w));
        Assert.Equal((1, 500, 1000u, 5), (limit.ExceptionAction, limit.Watts, limit.CorrectionTime, limit.SamplingPeriod));
        Assert.Equal("no active power limit", new GetPowerLimit().DescribeCompletionCode(GetPowerLimit.NoActiveLimit));
    }

    [Fact]
    public void Get_Asset_Tag()
    {
        Vectors.Request("DC 00 10", new GetAssetTag(0, 16), GetAssetTag.ReadRequest);
        Vectors.RequestPrefixes("DC 00 10", GetAssetTag.ReadRequest);
        var tag = Vectors.Response("DC 04 52 41 43 4B", new GetAssetTag(0, 16), 2, (t, w) => t.Write(w));
        Assert.Equal(4, tag.Length);
        Assert.Equal("RACK", new ByteReader(tag.Data).ReadLatin1(4));
    }

    [Fact]
    public void Data_of_another_group_is_refused()
    {
        var error = Assert.Throws<MalformedDataException>(() => AssetTag.Read(new ByteReader([0x00, 0x04])));
        Assert.Contains("group 00h", error.Message);
        Assert.False(error.IsTruncated);
    }
}
