using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Sdr;
using Xunit;

namespace IpmiPS.Tests.Sensors;

/// <summary>States whose meaning the vendor defines.</summary>
public class VendorStateTests
{
    private const byte Scanning = 0xC0;

    /// <summary>Response to Get Device ID: IPMI 2.0, manufacturer, product.</summary>
    private static byte[] Device(int manufacturer, int product) =>
        [0, 0x20, 0x81, 1, 0, 2, 0xBF, (byte)manufacturer, (byte)(manufacturer >> 8), (byte)(manufacturer >> 16), (byte)product, (byte)(product >> 8)];

    private static CompactSensorRecord Sensor(byte sensorType, byte eventReadingType = 0x6F, byte number = 1, byte owner = 0x20) => new()
    {
        SensorNumber = number,
        OwnerId = owner,
        IdString = $"Sensor {number}",
        SensorType = sensorType,
        EventReadingType = eventReadingType,
        ReadingMask = 0xFF,
        Units = new SensorUnits { Format = AnalogFormat.None },
    };

    [Theory]
    [InlineData(674, 256, 0xC0, 0x6F, 0x02, "Degraded, other cause", SensorHealth.Warning)]
    [InlineData(674, 256, 0xC0, 0x6F, 0x01, "Good", SensorHealth.Ok)]
    [InlineData(674, 0x300, 0xC0, 0x6F, 0x02, "State 1", SensorHealth.Unknown)]
    [InlineData(10368, 0x242, 0xE6, 0x6F, 0x04, "Prefailure", SensorHealth.Warning)]
    [InlineData(11, 8192, 0xC0, 0x71, 0x04, "Red", SensorHealth.Critical)]
    [InlineData(10876, 1572, 0xC0, 0x70, 0x04, "Overheat", SensorHealth.Critical)]
    [InlineData(10876, 1572, 0xC0, 0x70, 0x00, "Low", SensorHealth.Ok)]
    [InlineData(47488, 1572, 0xC0, 0x70, 0x07, "Not installed", SensorHealth.Warning)]
    [InlineData(10876, 0x1B0F, 0xC0, 0x70, 0x04, "State 2", SensorHealth.Unknown)]
    public async Task They_are_shown_in_the_vendors_words(int manufacturer, int product, byte sensorType, byte type, byte states, string text, SensorHealth health)
    {
        var bmc = new ScriptedSensors { DeviceId = Device(manufacturer, product) }.Add(Sensor(sensorType, type), 0, 0, Scanning, states, 0x80);
        var sensor = Assert.Single(await bmc.ReadAsync());
        Assert.Equal(text, Assert.Single(sensor.State));
        Assert.Equal(health, sensor.Health);
    }

    [Fact]
    public async Task The_vendor_is_requested_once()
    {
        var bmc = new ScriptedSensors { DeviceId = Device(674, 256) };
        for (byte number = 1; number <= 40; number++)
            bmc.Add(Sensor(0xC0, number: number), 0, 0, Scanning, 0x01, 0x80);
        var repository = bmc.Repository;
        Assert.All(await bmc.ReadAsync(known: repository), static sensor => Assert.Equal("Good", sensor.State[0]));
        await bmc.ReadAsync(known: repository);
        Assert.Single(bmc.Requests, static request => request.Command is GetDeviceId);
    }

    [Fact]
    public async Task It_is_not_requested_for_standard_sensors()
    {
        var bmc = new ScriptedSensors { DeviceId = Device(674, 256) }.Add(Sensor(0x08), 0, 0, Scanning, 0x01, 0x80);
        await bmc.ReadAsync();
        Assert.DoesNotContain(bmc.Requests, static request => request.Command is GetDeviceId);
    }

    [Fact]
    public async Task A_sensor_of_a_satellite_is_not_that_vendors()
    {
        var bmc = new ScriptedSensors { DeviceId = Device(674, 256), Satellites = { new(0x2C, 0) } }.Add(Sensor(0xC0, owner: 0x2C), 0, 0, Scanning, 0x02, 0x80);
        Assert.Equal("State 1", Assert.Single((await bmc.ReadAsync()).Single().State));
    }
}
