using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sel;

public class EventSendingTests
{
    private static readonly SdrRepository s_sdr = new([
        new EventOnlyRecord { OwnerId = 0x20, SensorNumber = 0x83, SensorType = 0x0C, EventReadingType = 0x6F, IdString = "ECC Error" },
        new EventOnlyRecord { OwnerId = 0x20, SensorNumber = 0x03, SensorType = 0x01, EventReadingType = 0x01, IdString = "CPU1 Temp" },
    ]);

    private static string Bytes(PlatformEvent message)
    {
        var writer = new ByteWriter();
        message.WriteRequest(writer);
        return Hex.Format(writer.ToArray(), " ");
    }

    /// <summary>The bytes that ipmitool event 1 to 3 sends.</summary>
    [Theory]
    [InlineData(SampleEvent.UpperCriticalTemperature, "04 01 30 01 09 FF FF")]
    [InlineData(SampleEvent.LowerCriticalVoltage, "04 02 60 01 02 FF FF")]
    [InlineData(SampleEvent.CorrectableMemory, "04 0C 53 6F 00 FF FF")]
    public void Samples_are_those_of_ipmitool(SampleEvent sample, string bytes) => Assert.Equal(bytes, Bytes(EventSending.SampleOf(sample)));

    [Theory]
    [InlineData("CPU1 Temp", "Upper Critical - going high", false, "04 01 03 01 09 FF FF")]
    [InlineData("cpu1 temp", "lower non-c", false, null)] // two events begin so
    [InlineData("CPU1 Temp", "Lower Non-critical - going low", true, "04 01 03 81 00 FF FF")]
    [InlineData("ECC Error", "Uncorr", false, "04 0C 83 6F 01 FF FF")]
    [InlineData("ECC Error", "Fan failed", false, null)]
    [InlineData("ECC", "Uncorrectable ECC", false, null)]
    public void An_event_of_a_sensor_is_found_by_its_names(string sensor, string name, bool isDeassertion, string? bytes)
    {
        if (bytes is null)
            Assert.Equal(IpmiErrorKind.NotPresent, Assert.Throws<IpmiException>(() => EventSending.OfSensor(s_sdr, sensor, name, isDeassertion)).Kind);
        else
            Assert.Equal(bytes, Bytes(EventSending.OfSensor(s_sdr, sensor, name, isDeassertion)));
    }

    [Fact]
    public void Events_of_a_file_are_read() =>
        Assert.Equal("04 01 01 81 57 25 26", Bytes(Assert.Single(EventSending.FromFile(SavedLogReader.Read(Encoding.ASCII.GetBytes("0x04 0x01 0x01 0x81 0x57 0x25 0x26 # text"))))));

    [Theory]
    [InlineData(true, true, 5)]
    [InlineData(true, false, null)]
    [InlineData(false, true, 5)]
    public async Task The_entry_in_the_log_is_found(bool isAnswered, bool isLogged, int? id)
    {
        var bmc = new ScriptedBmc(request => request.Command is GetSelEntry
            ? Hex.Parse($"00 FF FF 05 00 02 00 00 00 60 81 10 {(isLogged ? "04 0C 53 6F 00 FF FF" : "04 0C 53 6F 01 FF FF")}")
            : isAnswered ? [0] : []);
        SentEvent sent = await EventSending.SendAsync(bmc, EventSending.SampleOf(SampleEvent.CorrectableMemory), s_sdr, CancellationToken.None);
        Assert.Equal((id, "Correctable ECC", "04 0C 53 6F 00 FF FF"), (sent.Id, sent.Event, sent.Raw.ToString()));
    }

    [Fact]
    public async Task An_event_without_a_response_and_an_entry_is_of_unknown_outcome()
    {
        var bmc = new ScriptedBmc(static _ => []);
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => EventSending.SendAsync(bmc, EventSending.SampleOf(SampleEvent.CorrectableMemory), null, CancellationToken.None));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
    }

    [Fact]
    public async Task The_event_receiver_is_changed_and_read_back()
    {
        byte[] receiver = [0x20, 0x01];
        var bmc = new ScriptedBmc(request =>
        {
            if (request.Command is not SetEventReceiver)
                return [0, .. receiver];
            receiver = request.Data;
            return [0];
        });
        EventReceiverChange change = await EventReceiverChange.PrepareAsync(bmc, 0xFF, null);
        Assert.Equal("event receiver 20h LUN 1 -> none", change.Description);
        EventReceiverUpdate update = await change.RunAsync();
        Assert.Equal((0xFF, 1, false, true, true), (update.SlaveAddress, update.Lun, update.Enabled, update.Changed, update.Verified));
        Assert.Null((await EventReceiverChange.PrepareAsync(bmc, 0xFF, 1)).Description);
    }
}
