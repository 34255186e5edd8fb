using IpmiPS.Events;
using Xunit;

namespace IpmiPS.Tests.Events;

public class EventStatesTests
{
    [Theory]
    [InlineData(0x01, 0x01, 0x09, "Upper Critical - going high")]
    [InlineData(0x01, 0x02, 0x00, "Lower Non-critical - going low")]
    [InlineData(0x02, 0x12, 0x02, "Transition to Busy")]
    [InlineData(0x03, 0x15, 0x01, "State Asserted")]
    [InlineData(0x07, 0x01, 0x08, "Informational")]
    [InlineData(0x08, 0x04, 0x00, "Device Removed/Device Absent")]
    [InlineData(0x0A, 0x04, 0x08, "Install Error")]
    [InlineData(0x0B, 0x08, 0x07, "Redundancy Degraded from Non-redundant")]
    [InlineData(0x0C, 0x22, 0x03, "D3 Power State")]
    [InlineData(0x6F, 0x05, 0x00, "General Chassis Intrusion")]
    [InlineData(0x6F, 0x07, 0x0C, "Correctable Machine Check Error")]
    [InlineData(0x6F, 0x0C, 0x0A, "Critical Overtemperature")]
    [InlineData(0x6F, 0x0D, 0x08, "Rebuild/Remap Aborted")]
    [InlineData(0x6F, 0x1F, 0x0A, "Base OS/Hypervisor Installation failed")]
    [InlineData(0x6F, 0x22, 0x0E, "Unknown")]
    [InlineData(0x6F, 0x23, 0x08, "Timer interrupt")]
    [InlineData(0x6F, 0x2C, 0x07, "FRU Communication Lost")]
    [InlineData(0xEF, 0x2C, 0x07, "FRU Communication Lost")] // the event direction bit is not part of the type
    public void Words_are_those_of_the_specification(byte type, byte sensorType, int offset, string expected) =>
        Assert.Equal(expected, EventStates.Describe(type, sensorType, offset));

    [Theory]
    [InlineData(0x00, 0x01, 0)] // unspecified type
    [InlineData(0x01, 0x01, 0x0C)] // after the last threshold event
    [InlineData(0x0D, 0x01, 0)] // reserved type
    [InlineData(0x6F, 0x01, 0)] // temperature has no states of its own
    [InlineData(0x6F, 0x23, 0x04)] // reserved offset
    [InlineData(0x6F, 0xC0, 0)] // the manufacturer's sensor type
    [InlineData(0x70, 0x07, 0)] // the manufacturer's event/reading type
    [InlineData(0x6F, 0x07, -1)]
    public void What_the_standard_does_not_say_is_null_and_unknown(byte type, byte sensorType, int offset)
    {
        Assert.Null(EventStates.Describe(type, sensorType, offset));
        Assert.Equal(SensorHealth.Unknown, EventStates.Health(type, sensorType, offset));
        Assert.Equal(SelSeverity.Unknown, EventStates.Severity(type, sensorType, offset, asserted: true));
    }

    [Fact]
    public void No_code_and_no_offset_throws()
    {
        for (int type = 0; type < 256; type++)
            for (int sensorType = 0; sensorType < 256; sensorType++)
                for (int offset = 0; offset < 16; offset++)
                {
                    string? text = EventStates.Describe((byte)type, (byte)sensorType, offset);
                    Assert.NotEqual("", text);
                    if (text is not null)
                        Assert.NotEqual(SelSeverity.Unknown, EventStates.Severity((byte)type, (byte)sensorType, offset, asserted: false));
                }
    }

    [Theory]
    [InlineData(0x01, 0x01, 0x07, SensorHealth.Warning)]
    [InlineData(0x01, 0x01, 0x09, SensorHealth.Critical)]
    [InlineData(0x01, 0x01, 0x0B, SensorHealth.NonRecoverable)]
    [InlineData(0x01, 0x02, 0x00, SensorHealth.Warning)]
    [InlineData(0x01, 0x02, 0x02, SensorHealth.Critical)]
    [InlineData(0x01, 0x02, 0x04, SensorHealth.NonRecoverable)]
    [InlineData(0x03, 0x07, 0x01, SensorHealth.Critical)] // a processor's "asserted" is an alarm,
    [InlineData(0x03, 0x0D, 0x01, SensorHealth.Ok)] // a drive slot's is not
    [InlineData(0x04, 0x0D, 0x01, SensorHealth.Warning)]
    [InlineData(0x08, 0x04, 0x00, SensorHealth.Critical)] // a missing fan is a failure,
    [InlineData(0x08, 0x15, 0x00, SensorHealth.Ok)] // an empty slot is not
    [InlineData(0x0B, 0x08, 0x00, SensorHealth.Ok)]
    [InlineData(0x0B, 0x08, 0x01, SensorHealth.Critical)]
    [InlineData(0x6F, 0x08, 0x00, SensorHealth.Ok)]
    [InlineData(0x6F, 0x08, 0x01, SensorHealth.Critical)]
    [InlineData(0x6F, 0x08, 0x03, SensorHealth.Critical)]
    [InlineData(0x6F, 0x0C, 0x00, SensorHealth.Warning)]
    [InlineData(0x6F, 0x0C, 0x01, SensorHealth.Critical)]
    [InlineData(0x6F, 0x10, 0x02, SensorHealth.Ok)]
    [InlineData(0x6F, 0x29, 0x00, SensorHealth.Warning)]
    public void Health_of_a_present_state(byte type, byte sensorType, int offset, SensorHealth expected) =>
        Assert.Equal(expected, EventStates.Health(type, sensorType, offset));

    [Theory]
    [InlineData(0x6F, 0x08, 0x03, true, SelSeverity.Critical)] // power supply input lost
    [InlineData(0x6F, 0x08, 0x03, false, SelSeverity.Information)] // and back
    [InlineData(0x6F, 0x08, 0x00, true, SelSeverity.Information)] // power supply present
    [InlineData(0x6F, 0x08, 0x00, false, SelSeverity.Warning)] // and pulled
    [InlineData(0x6F, 0x25, 0x01, true, SelSeverity.Warning)] // entity absent, as an event
    [InlineData(0x01, 0x01, 0x0B, true, SelSeverity.NonRecoverable)]
    [InlineData(0x01, 0x01, 0x0B, false, SelSeverity.Information)]
    public void Severity_of_an_event_depends_on_its_direction(byte type, byte sensorType, int offset, bool asserted, SelSeverity expected) =>
        Assert.Equal(expected, EventStates.Severity(type, sensorType, offset, asserted));

    [Fact]
    public void Severities_rise() =>
        Assert.True(SelSeverity.Information < SelSeverity.Warning && SelSeverity.Warning < SelSeverity.Critical && SelSeverity.Critical < SelSeverity.NonRecoverable);
}
