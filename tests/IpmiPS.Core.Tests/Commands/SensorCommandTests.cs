using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

public class SensorCommandTests
{
    [Fact]
    public void Get_Sensor_Reading_request()
    {
        var command = new GetSensorReading(0x30, lun: 1);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x2D, "30", r => GetSensorReading.ReadRequest(r));
        CommandVectors.CheckTruncatedRequests("30", 1, r => GetSensorReading.ReadRequest(r));
        Assert.Equal(1, command.Lun);
    }

    [Theory]
    [InlineData("20 C0")]
    [InlineData("20 C0 00")]
    [InlineData("AA AA AA AA")]
    [InlineData("55 55 55 55")]
    public void Get_Sensor_Reading_answers_in_every_length(string bytes) =>
        CommandVectors.CheckResponse(new GetSensorReading(1), bytes, 2, (r, w) => r.Write(w));

    [Fact]
    public void Get_Sensor_Reading_by_field()
    {
        var reading = SensorReadingAndStates.Read(new ByteReader([0xAA, 0xC0, 0xFF, 0xFF]));
        Assert.Equal(0xAA, reading.Reading);
        Assert.True(reading.EventsEnabled);
        Assert.True(reading.ScanningEnabled);
        Assert.False(reading.IsUnavailable);
        Assert.Equal(0x7FFF, reading.StateBits);
        Assert.Equal(ThresholdMask.All, reading.PassedThresholds);

        var absent = SensorReadingAndStates.Read(new ByteReader([0x55, 0x20]));
        Assert.False(absent.EventsEnabled);
        Assert.False(absent.ScanningEnabled);
        Assert.True(absent.IsUnavailable);
        Assert.Null(absent.States);
        Assert.Equal(0, absent.StateBits);
        Assert.Equal(ThresholdMask.None, absent.PassedThresholds);
    }

    [Fact]
    public void Get_Sensor_Thresholds()
    {
        var command = new GetSensorThresholds(0x31);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x27, "31", r => GetSensorThresholds.ReadRequest(r));
        var thresholds = CommandVectors.CheckResponse(command, "1B 01 02 03 04 05 06", 1, (r, w) => r.Write(w));
        Assert.Equal((byte)1, thresholds[ThresholdMask.LowerNonCritical]);
        Assert.Equal((byte)2, thresholds[ThresholdMask.LowerCritical]);
        Assert.Null(thresholds[ThresholdMask.LowerNonRecoverable]);
        Assert.Equal((byte)4, thresholds[ThresholdMask.UpperNonCritical]);
        Assert.Equal((byte)5, thresholds[ThresholdMask.UpperCritical]);
        Assert.Null(thresholds[ThresholdMask.UpperNonRecoverable]);
    }

    [Theory]
    [InlineData("FF", ThresholdMask.None)]
    [InlineData("FF 01", ThresholdMask.LowerNonCritical)]
    [InlineData("FF 01 02 03 04", ThresholdMask.LowerNonCritical | ThresholdMask.LowerCritical | ThresholdMask.LowerNonRecoverable | ThresholdMask.UpperNonCritical)]
    [InlineData("FF 01 02 03 04 05 06", ThresholdMask.All)]
    public void Thresholds_that_the_answer_leaves_out_are_not_readable(string bytes, ThresholdMask expected) =>
        Assert.Equal(expected, Thresholds.Read(new ByteReader(Hex.Parse(bytes))).Mask);

    [Fact]
    public void Set_Sensor_Thresholds()
    {
        var thresholds = new Thresholds { Mask = ThresholdMask.UpperCritical, UpperCritical = 0x50 };
        var command = new SetSensorThresholds(0x31, thresholds);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x26, "31 10 00 00 00 00 50 00", r => SetSensorThresholds.ReadRequest(r));
        CommandVectors.CheckTruncatedRequests("31 10 00 00 00 00 50 00", 8, r => SetSensorThresholds.ReadRequest(r));
        Assert.False(Assert.Throws<MalformedDataException>(() => SetSensorThresholds.ReadRequest(new ByteReader([0x31, 0x40, 0, 0, 0, 0, 0, 0]))).IsTruncated);
        Assert.Equal(PrivilegeLevel.Operator, command.Privilege);
        Assert.Equal(thresholds, SetSensorThresholds.ReadRequest(new ByteReader(Hex.Parse("31 10 00 00 00 00 50 00"))).Thresholds);
    }

    [Fact]
    public void Get_Sensor_Hysteresis()
    {
        var command = new GetSensorHysteresis(0x31);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x25, "31 FF", r => GetSensorHysteresis.ReadRequest(r));
        Assert.Equal(new SensorHysteresis(2, 3), CommandVectors.CheckResponse(command, "02 03", 2, (r, w) => r.Write(w)));
    }

    [Fact]
    public void Set_Sensor_Hysteresis()
    {
        var command = new SetSensorHysteresis(0x31, new SensorHysteresis(2, 3));
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x24, "31 FF 02 03", r => SetSensorHysteresis.ReadRequest(r));
        CommandVectors.CheckTruncatedRequests("31 FF 02 03", 4, r => SetSensorHysteresis.ReadRequest(r));
        Assert.Equal(PrivilegeLevel.Operator, command.Privilege);
    }

    [Fact]
    public void Get_Sensor_Reading_Factors()
    {
        var command = new GetSensorReadingFactors(0x31, 0x80);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x23, "31 80", r => GetSensorReadingFactors.ReadRequest(r));
        CommandVectors.CheckTruncatedRequests("31 80", 2, r => GetSensorReadingFactors.ReadRequest(r));
        var response = CommandVectors.CheckResponse(command, "81 FF C1 00 BF FE E2", 7, (r, w) => r.Write(w));
        Assert.Equal(0x81, response.NextReading);
        Assert.Equal(
            new ReadingFactors { M = -1, Tolerance = 1, B = -512, Accuracy = 0x3FF, AccuracyExponent = 3, Direction = 2, ResultExponent = -2, BExponent = 2 },
            response.Factors);
    }

    [Theory]
    [InlineData("FF 7F FF 7F 00 77", 511, 511, 7, 7)]
    [InlineData("00 80 00 80 00 88", -512, -512, -8, -8)]
    [InlineData("01 00 00 00 00 F0", 1, 0, 0, -1)]
    public void Factors_are_signed(string bytes, short m, short b, sbyte bExponent, sbyte resultExponent)
    {
        var factors = ReadingFactors.Read(new ByteReader(Hex.Parse(bytes)));
        Assert.Equal(m, factors.M);
        Assert.Equal(b, factors.B);
        Assert.Equal(bExponent, factors.BExponent);
        Assert.Equal(resultExponent, factors.ResultExponent);
    }

    [Fact]
    public void Set_Sensor_Event_Enable()
    {
        var command = new SetSensorEventEnable(0x31, 0xD0, new SensorEventMask(0x0280, 0x0280));
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x28, "31 D0 80 02 80 02", r => SetSensorEventEnable.ReadRequest(r));
        CommandVectors.CheckTruncatedRequests("31 D0 80 02 80 02", 2, r => SetSensorEventEnable.ReadRequest(r));
        CommandVectors.CheckRequest(new SetSensorEventEnable(0x31, 0x40), NetFn.SensorEvent, 0x28, "31 40");
        Assert.Equal(PrivilegeLevel.Operator, command.Privilege);
    }

    [Fact]
    public void Get_Sensor_Event_Enable()
    {
        var command = new GetSensorEventEnable(0x31);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x29, "31", r => GetSensorEventEnable.ReadRequest(r));
        var enables = CommandVectors.CheckResponse(command, "C0 80 02 01 04", 1, (r, w) => r.Write(w));
        Assert.Equal(new SensorEventEnables(0xC0, new SensorEventMask(0x0280, 0x0401)), enables);
    }

    [Fact]
    public void Get_Sensor_Event_Status()
    {
        var command = new GetSensorEventStatus(0x31);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x2B, "31", r => GetSensorEventStatus.ReadRequest(r));
        var status = CommandVectors.CheckResponse(command, "E0 AA 05 55 0A", 1, (r, w) => r.Write(w));
        Assert.Equal(new SensorEventStatus(0xE0, new SensorEventMask(0x05AA, 0x0A55)), status);
        Assert.Equal(new SensorEventMask(0x00AA, 0), SensorEventStatus.Read(new ByteReader([0xE0, 0xAA])).Events);
    }

    [Fact]
    public void Re_arm_Sensor_Events()
    {
        CommandVectors.CheckRequest(new RearmSensorEvents(0x31), NetFn.SensorEvent, 0x2A, "31 00", r => RearmSensorEvents.ReadRequest(r));
        var command = new RearmSensorEvents(0x31, new SensorEventMask(0x0001, 0));
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x2A, "31 80 01 00 00 00", r => RearmSensorEvents.ReadRequest(r));
        CommandVectors.CheckTruncatedRequests("31 80 01 00 00 00", 2, r => RearmSensorEvents.ReadRequest(r));
        Assert.False(command.IsIdempotent);
        Assert.Equal(PrivilegeLevel.Operator, command.Privilege);
    }

    [Fact]
    public void Get_Sensor_Type()
    {
        var command = new GetSensorType(0x31);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x2F, "31", r => GetSensorType.ReadRequest(r));
        Assert.Equal(new SensorTypeCodes(0x07, 0x6F), CommandVectors.CheckResponse(command, "07 6F", 2, (r, w) => r.Write(w)));
        Assert.Equal(0x6F, SensorTypeCodes.Read(new ByteReader([0x07, 0xEF])).EventReadingType);
    }

    [Fact]
    public void Set_Sensor_Type()
    {
        var command = new SetSensorType(0x31, new SensorTypeCodes(0x07, 0x6F));
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x2E, "31 07 6F", r => SetSensorType.ReadRequest(r));
        CommandVectors.CheckTruncatedRequests("31 07 6F", 3, r => SetSensorType.ReadRequest(r));
        Assert.Equal(PrivilegeLevel.Operator, command.Privilege);
    }

    [Fact]
    public void Set_Sensor_Reading_And_Event_Status()
    {
        var command = new SetSensorReading { SensorNumber = 0x31, Operation = 0x55, Reading = 0x80, Events = new SensorEventMask(0x0280, 0x0401), EventData = [0x59, 0x80, 0x5A] };
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x30, "31 55 80 80 02 01 04 59 80 5A", r => SetSensorReading.ReadRequest(r));
        CommandVectors.CheckRequest(new SetSensorReading { SensorNumber = 0x31, Operation = 0x01, Reading = 0x80, SensorLun = 1 }, NetFn.SensorEvent, 0x30, "31 01 80");
        Assert.Null(SetSensorReading.ReadRequest(new ByteReader(Hex.Parse("31 01 80"))).Events);
        Assert.False(command.IsIdempotent);
        Assert.NotNull(command.DescribeCompletionCode(0x80));
        Assert.NotNull(command.DescribeCompletionCode(0x81));
        Assert.Null(command.DescribeCompletionCode(0x82));
    }

    [Fact]
    public void Get_Event_Receiver()
    {
        var command = new GetEventReceiver();
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x01, "");
        var receiver = CommandVectors.CheckResponse(command, "20 02", 2, (r, w) => r.Write(w));
        Assert.Equal((0x20, 2), (receiver.Address, receiver.Lun));
    }
}
