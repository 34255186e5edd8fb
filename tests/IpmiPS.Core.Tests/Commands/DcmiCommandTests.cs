using System.Linq;
using System.Text;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Parameters;
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
    public void A_limit_that_is_not_active_comes_with_a_code_of_its_own()
    {
        byte[] answer = [GetPowerLimit.NoActiveLimit, 0xDC, 0, 0, 0x11, 0x2C, 0x01, 0xE8, 0x03, 0, 0, 0, 0, 0x1E, 0];
        var limit = new GetPowerLimit().ReadAnswer(answer);
        Assert.Equal((false, 0x11, 300, 1000u, 30), (limit.IsActive, limit.ExceptionAction, limit.Watts, limit.CorrectionTime, limit.SamplingPeriod));
        Assert.True(new GetPowerLimit().ReadAnswer([0, .. answer.Skip(1)]).IsActive);
        foreach (byte[] alone in new byte[][] { [0x80], [0x80, 0xDC], [.. answer.Take(14)] })
            Assert.Equal((CompletionCode)0x80, Assert.Throws<IpmiCommandException>(() => new GetPowerLimit().ReadAnswer(alone)).CompletionCode);
    }

    [Fact]
    public void Set_and_activate_power_limit()
    {
        const string Set = "DC 00 00 00 11 2C 01 E8 03 00 00 00 00 1E 00";
        var limit = new DcmiPowerLimit { ExceptionAction = 0x11, Watts = 300, CorrectionTime = 1000, SamplingPeriod = 30 };
        Vectors.Request(Set, new SetPowerLimit(limit), SetPowerLimit.ReadRequest);
        Vectors.RequestPrefixes(Set, SetPowerLimit.ReadRequest);
        Vectors.Request("DC 01 00 00", new ActivatePowerLimit(true), ActivatePowerLimit.ReadRequest);
        Vectors.Request("DC 00 00 00", new ActivatePowerLimit(false), ActivatePowerLimit.ReadRequest);
        Vectors.RequestPrefixes("DC 01 00 00", ActivatePowerLimit.ReadRequest);
        Assert.Throws<MalformedDataException>(() => ActivatePowerLimit.ReadRequest(new ByteReader([0xDC, 2, 0, 0])));
        Assert.Equal("power limit out of range", new SetPowerLimit(limit).DescribeCompletionCode(0x84));
    }

    [Fact]
    public void Set_Asset_Tag()
    {
        Vectors.Request("DC 10 03 41 42 43", new SetAssetTag(16, Encoding.ASCII.GetBytes("ABC")), SetAssetTag.ReadRequest);
        Vectors.RequestPrefixes("DC 10 03 41 42 43", SetAssetTag.ReadRequest);
        Assert.Equal(19, new SetAssetTag(16, []).ReadResponse(new ByteReader([0xDC, 19])));
        Assert.Equal(Encoding.ASCII.GetBytes("AB"), new GetAssetTag(0, 16).ReadAnswer([0x83, 0xDC, 2, 0x41, 0x42]).Data);
    }

    [Fact]
    public void Management_controller_identifier()
    {
        Vectors.Request("DC 20 10", new GetControllerIdentifier(32, 16), GetControllerIdentifier.ReadRequest);
        Vectors.RequestPrefixes("DC 20 10", GetControllerIdentifier.ReadRequest);
        Assert.Equal(5, Vectors.Response("DC 05 44 43 4D 49 00", new GetControllerIdentifier(0, 16), 2, (t, w) => t.Write(w)).Length);
        Vectors.Request("DC 00 05 44 43 4D 49 00", new SetControllerIdentifier(0, Encoding.ASCII.GetBytes("DCMI\0")), SetControllerIdentifier.ReadRequest);
        Vectors.RequestPrefixes("DC 00 05 44 43 4D 49 00", SetControllerIdentifier.ReadRequest);
    }

    [Fact]
    public void Sensor_info_and_temperatures()
    {
        Vectors.Request("DC 01 40 00 09", new GetDcmiSensorInfo(0x40, 0, 9), GetDcmiSensorInfo.ReadRequest);
        Vectors.RequestPrefixes("DC 01 40 00 09", GetDcmiSensorInfo.ReadRequest);
        Assert.Equal([0x0102, 0x0304], Vectors.Response("DC 02 02 02 01 04 03", new GetDcmiSensorInfo(0x40), 7, (r, w) => r.Write(w)).RecordIds);
        Vectors.Request("DC 01 41 00 01", new GetTemperatureReadings(0x41), GetTemperatureReadings.ReadRequest);
        Vectors.RequestPrefixes("DC 01 41 00 01", GetTemperatureReadings.ReadRequest);

        // Sign and magnitude: 85h is -5, not -123.
        var readings = Vectors.Response("DC 03 02 17 01 85 02", new GetTemperatureReadings(0x40), 7, (r, w) => r.Write(w));
        Assert.Equal(3, readings.Total);
        Assert.Equal([new DcmiTemperature(23, 1), new DcmiTemperature(-5, 2)], readings.Readings);
    }

    [Fact]
    public void Thermal_limit()
    {
        Vectors.Request("DC 37 01", new GetThermalLimit(0x37, 1), GetThermalLimit.ReadRequest);
        Vectors.RequestPrefixes("DC 37 01", GetThermalLimit.ReadRequest);
        var limit = new GetThermalLimit(0x37, 1).ReadAnswer([0, 0xDC, 0x60, 0x2D, 0x3C, 0x01]);
        Assert.Equal(new DcmiThermalLimit(PowersOff: true, Logs: true, 45, 316), limit);
        Vectors.Request("DC 37 01 20 32 21 00", new SetThermalLimit(0x37, 1, new(false, true, 50, 33)), SetThermalLimit.ReadRequest);
        Vectors.RequestPrefixes("DC 37 01 20 32 21 00", SetThermalLimit.ReadRequest);
    }

    [Fact]
    public void Configuration_parameters()
    {
        Vectors.Request("DC 04 00", new GetDcmiConfigurationParameters(4), GetDcmiConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes("DC 04 00", GetDcmiConfigurationParameters.ReadRequest);
        Assert.Equal(120, DcmiParameters.ContactTimeout.Decode(new GetDcmiConfigurationParameters(4).ReadAnswer([0, 0xDC, 1, 5, 1, 0x78, 0]).Data));
        Vectors.Request("DC 02 00 83", new SetDcmiConfigurationParameters(2, 0, DcmiParameters.Discovery.Encode(DhcpDiscovery.HostName | DhcpDiscovery.VendorClass | DhcpDiscovery.RandomBackOff)), SetDcmiConfigurationParameters.ReadRequest);
    }

    [Fact]
    public void Data_of_another_group_is_refused()
    {
        var error = Assert.Throws<MalformedDataException>(() => DcmiText.Read(new ByteReader([0x00, 0x04])));
        Assert.Contains("group 00h", error.Message);
        Assert.False(error.IsTruncated);
    }
}
