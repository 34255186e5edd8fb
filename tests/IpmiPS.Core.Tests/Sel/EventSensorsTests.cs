using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using Xunit;

namespace IpmiPS.Tests.Sel;

public class EventSensorsTests
{
    private static readonly FullSensorRecord Inlet = new()
    {
        SensorNumber = 0x30,
        SensorType = 0x01,
        EventReadingType = 0x01,
        IdString = "Inlet Temp",
        Units = new SensorUnits { Format = AnalogFormat.Unsigned, BaseUnit = 1 },
        Factors = new ReadingFactors { M = 5, ResultExponent = -1 },
    };

    private static readonly CompactSensorRecord Supplies = new()
    {
        SensorNumber = 0x50,
        SensorType = 0x08,
        EventReadingType = 0x6F,
        IdString = "PSU ",
        Sharing = new RecordSharing { Count = 3, ModifierOffset = 1 },
    };

    private static readonly EventOnlyRecord Bios = new() { OwnerId = 0x21, SensorNumber = 0x30, SensorType = 0x0F, EventReadingType = 0x6F, IdString = "POST" };

    private static EventSensor? Find(ushort generator, byte number, byte type, params SensorRecord[] more) =>
        new EventSensors([Inlet, .. Supplies.Expand(), Bios, .. more]).Find(new SelEvent { GeneratorId = generator, SensorNumber = number, SensorType = type });

    [Fact]
    public void A_full_sensor_converts_readings()
    {
        var sensor = Find(0x0020, 0x30, 0x01)!;
        Assert.Equal(("Inlet Temp", "°C", 45.0), (sensor.Name, sensor.Unit, sensor.Convert!(90)));
    }

    [Fact]
    public void Sensors_that_share_a_record_have_names_of_their_own()
    {
        Assert.Equal("PSU 2", Find(0x0020, 0x51, 0x08)!.Name);
        Assert.Equal("PSU 3", Find(0x0020, 0x52, 0x08)!.Name);
        Assert.Null(Find(0x0020, 0x53, 0x08));
    }

    [Theory]
    [InlineData(0x0020, "Inlet Temp")]
    [InlineData(0x0120, "Inlet Temp")] // wrong LUN
    [InlineData(0x7020, "Inlet Temp")] // wrong channel
    [InlineData(0x0000, "Inlet Temp")] // no generator at all
    [InlineData(0x0041, null)] // system software has its own sensor numbers
    [InlineData(0x002C, null)] // another controller does, too
    public void The_generator_says_whose_sensor_it_is(int generator, string? name) => Assert.Equal(name, Find((ushort)generator, 0x30, 0x01)?.Name);

    [Fact]
    public void System_software_finds_the_records_that_it_owns() => Assert.Equal("POST", Find(0x0021, 0x30, 0x0F)!.Name);

    [Fact]
    public void An_event_of_another_type_is_not_the_sensors() => Assert.Null(Find(0x0020, 0x30, 0x0C));

    [Fact]
    public void Of_several_with_one_number_the_type_decides_and_then_the_place()
    {
        SensorRecord fan = Inlet with { OwnerLun = 1, SensorType = 0x04, IdString = "Fan 1" };
        Assert.Equal("Inlet Temp", Find(0x0020, 0x30, 0x01, fan)!.Name);
        Assert.Equal("Fan 1", Find(0x0120, 0x30, 0x04, fan)!.Name);
        Assert.Equal("Fan 1", Find(0x0020, 0x30, 0x04, fan)!.Name);
        SensorRecord outlet = Inlet with { OwnerLun = 2, IdString = "Outlet Temp" };
        Assert.Equal("Outlet Temp", Find(0x0220, 0x30, 0x01, fan, outlet)!.Name);
        Assert.Equal("Inlet Temp", Find(0x0320, 0x30, 0x01, fan, outlet)!.Name);
    }
}
