using IpmiPS.Commands.SensorEvent;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

public class PefCommandTests
{
    [Fact]
    public void Requests_are_written_as_the_specification_has_them()
    {
        Vectors.Request("", new GetPefCapabilities());
        Vectors.Request("1E", new ArmPefPostponeTimer(30), ArmPefPostponeTimer.Definition.ReadRequest);
        Vectors.Request("06 01 80", new SetPefConfigurationParameters(6, [1, 0x80]), SetPefConfigurationParameters.ReadRequest);
        Vectors.Request("0D 01 02", new GetPefConfigurationParameters(13, 1, 2), GetPefConfigurationParameters.ReadRequest);
        Vectors.Request("86 00 00", new GetPefConfigurationParameters(6) { RevisionOnly = true }, GetPefConfigurationParameters.ReadRequest);
        Vectors.Request("01 34 12", new SetLastProcessedEventId(isBmc: true, 0x1234), SetLastProcessedEventId.ReadRequest);
        Vectors.Request("01 02 83", new AlertImmediate(1, AlertOperation.Send, 2, stringSelector: 3), AlertImmediate.ReadRequest);
        Vectors.Request("01 42 00", new AlertImmediate(1, AlertOperation.GetStatus, 2), AlertImmediate.ReadRequest);
        Vectors.Request("02 00 78 56 34 12 20 20 73 01 FF FF", new PetAcknowledge { SequenceNumber = 2, LocalTimestamp = 0x12345678, EventSourceType = 0x20, SensorDevice = 0x20, SensorNumber = 0x73, EventData1 = 1, EventData2 = 0xFF, EventData3 = 0xFF }, PetAcknowledge.ReadRequest);
    }

    /// <summary>The capabilities that iDRAC9 returns.</summary>
    [Fact]
    public void Capabilities()
    {
        var capabilities = Vectors.Response("51 3F 28", new GetPefCapabilities(), 3, static (value, writer) => value.Write(writer));
        Assert.Equal((0x51, false, 40), (capabilities.VersionByte, capabilities.FiltersOemRecords, capabilities.FilterCount));
        Assert.True(capabilities.Actions.HasFlag(PefActions.Oem));
        Assert.True(PefCapabilities.Read(new ByteReader([0x51, 0x81, 1])).FiltersOemRecords);
    }

    [Fact]
    public void Last_processed_events()
    {
        var events = Vectors.Response("01 00 00 60 06 00 05 00 04 00", new GetLastProcessedEventId(), 10, static (value, writer) => value.Write(writer));
        Assert.Equal(new LastProcessedEvents(0x60000001, 6, 5, 4), events);
    }

    [Fact]
    public void An_alert_has_a_status_only_if_it_was_asked_for()
    {
        Assert.Null(new AlertImmediate(1, AlertOperation.Send, 1).ReadResponse(new ByteReader([])));
        Assert.Equal(AlertStatus.NotAcknowledged, new AlertImmediate(1, AlertOperation.GetStatus, 1).ReadResponse(new ByteReader([3])));
        Assert.False(new AlertImmediate(1, AlertOperation.Send, 1).IsIdempotent);
        Assert.True(new AlertImmediate(1, AlertOperation.GetStatus, 1).IsIdempotent);
    }
}
