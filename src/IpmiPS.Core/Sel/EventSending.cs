using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>Events for trying out what a BMC does with events.</summary>
public enum SampleEvent
{
    /// <summary>None.</summary>
    None,

    /// <summary>Temperature sensor 30h: upper critical threshold, going high. ipmitool's event 1.</summary>
    UpperCriticalTemperature,

    /// <summary>Voltage sensor 60h: lower critical threshold, going low. ipmitool's event 2.</summary>
    LowerCriticalVoltage,

    /// <summary>Memory sensor 53h: correctable ECC. ipmitool's event 3.</summary>
    CorrectableMemory,
}

/// <summary>Makes and sends Platform Event Messages. IPMI 2.0 section 29.3.</summary>
public static class EventSending
{
    private const int MaximumOffset = 14;
    private const byte ReadingAndThreshold = 0x50;

    /// <summary>The bytes of a sample event.</summary>
    public static PlatformEvent SampleOf(SampleEvent sample) => sample switch
    {
        SampleEvent.UpperCriticalTemperature => new() { SensorType = SensorTypes.Temperature, SensorNumber = 0x30, EventType = EventStates.Threshold, EventData1 = 0x09 },
        SampleEvent.LowerCriticalVoltage => new() { SensorType = SensorTypes.Voltage, SensorNumber = 0x60, EventType = EventStates.Threshold, EventData1 = 0x02 },
        SampleEvent.CorrectableMemory => new() { SensorType = SensorTypes.Memory, SensorNumber = 0x53, EventType = EventStates.SensorSpecific, EventData1 = 0x00 },
        _ => throw new IpmiException(IpmiErrorKind.InvalidParameter, $"There is no sample event {sample}.", "Give UpperCriticalTemperature, LowerCriticalVoltage or CorrectableMemory."),
    };

    /// <summary>Reads seven bytes: revision, sensor type, sensor number, direction and event type, event data 1 to 3.</summary>
    /// <exception cref="IpmiException">InvalidParameter: not seven bytes.</exception>
    public static PlatformEvent FromBytes(byte[] bytes) => bytes.Length == 7 ? PlatformEvent.ReadRequest(new ByteReader(bytes)) : throw new IpmiException(
        IpmiErrorKind.InvalidParameter, $"An event has 7 bytes, not {bytes.Length}.", "Give revision (04h), sensor type, sensor number, event type, and event data 1 to 3.");

    /// <summary>The events of a file with lines of ipmitool, or with records.</summary>
    /// <param name="file">The file.</param>
    public static IReadOnlyList<PlatformEvent> FromFile(SavedLogFile file) =>
    [
        .. file.Logs.SelectMany(static log => log.Records).Where(static record => record.Bytes.Length == SelRecord.Length)
            .Select(static record => SelRecord.Read(new ByteReader(record.Bytes)).Event).OfType<SelEvent>().Select(FromEvent),
    ];

    /// <summary>The event of a sensor by name.</summary>
    /// <param name="sdr">The sensors' records.</param>
    /// <param name="sensorName">The sensor's name, with or without its entity.</param>
    /// <param name="eventName">The event in the words of the specification, or the beginning of them, if only one event begins so.</param>
    /// <param name="isDeassertion">Whether the state ends.</param>
    /// <exception cref="IpmiException">NotPresent: there is no such sensor, or it has no such event.</exception>
    public static PlatformEvent OfSensor(SdrRepository sdr, string sensorName, string eventName, bool isDeassertion)
    {
        SensorRecord[] sensors = [.. sdr.Sensors.Where(sensor => Same(sensor.Name, sensorName) || Same(sdr.DisplayNames.Of(sensor), sensorName))];
        if (sensors.Length == 0)
            throw NearestNames.NotPresent("sensor", [sensorName], sdr.Sensors.Select(sdr.DisplayNames.Of), "List the sensors with Get-IpmiSensor.");
        if (sensors.Length > 1)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"There are {sensors.Length} sensors '{sensorName}'. {NearestNames.List(sensors.Select(sdr.DisplayNames.Of), [sensorName])}", "Give the name with its entity.");
        SensorRecord found = sensors[0];
        (int Offset, string Text)[] states = [.. StatesOf(found)];
        var matches = states.Where(state => Same(state.Text, eventName)).ToList();
        if (matches.Count == 0)
            matches = [.. states.Where(state => state.Text.StartsWith(eventName.Trim(), StringComparison.OrdinalIgnoreCase))];
        if (matches.Count != 1)
            throw NearestNames.NotPresent("event", [eventName], states.Select(static state => state.Text), $"Give the whole text of an event of {sdr.DisplayNames.Of(found)}.");
        return new PlatformEvent { SensorType = found.SensorType, SensorNumber = found.SensorNumber, EventType = found.EventReadingType, IsDeassertion = isDeassertion, EventData1 = (byte)matches[0].Offset };
    }

    /// <summary>The texts of the events that a sensor can have, by offset.</summary>
    public static IEnumerable<(int Offset, string Text)> StatesOf(SensorRecord sensor) =>
        from offset in Enumerable.Range(0, MaximumOffset + 1)
        let text = EventStates.Describe(sensor.EventReadingType, sensor.SensorType, offset)
        where text is not null
        select (offset, text);

    /// <summary>Sends an event, once, and looks for it in the log.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="message">The event.</param>
    /// <param name="sdr">The sensors' records, for names; null for numbers only.</param>
    /// <param name="cancellationToken">Cancels; after the event was sent, this results in OutcomeUnknown.</param>
    /// <exception cref="IpmiException">OutcomeUnknown: the event was sent, and it is not known whether the BMC took it. Other kinds: it was not taken.</exception>
    public static async Task<SentEvent> SendAsync(IIpmiConnection connection, PlatformEvent message, SdrRepository? sdr, CancellationToken cancellationToken)
    {
        var outcome = new ChangeOutcome();
        try
        {
            await outcome.SendAsync(connection, message, cancellationToken).ConfigureAwait(false);
            var (newest, _) = await SelReader.TryAsync(connection, new GetSelEntry(GetSelEntry.LastEntry), cancellationToken).ConfigureAwait(false);
            byte[] sent = BytesOf(message);
            bool isLogged = newest is { Data.Length: SelRecord.Length } && newest.Data.Skip(9).SequenceEqual(sent);
            if (outcome.State == ChangeState.Unanswered && !isLogged)
                throw new IpmiException(IpmiErrorKind.OutcomeUnknown, "The event was sent, and there was no clear response. It is not the newest entry of the event log.", "Look for it with Get-IpmiSel -Newest 5 before you send it again.", outcome.UnansweredReason);
            return Describe(connection.ComputerName, message, sent, sdr, isLogged ? SelWalk.IdOf(newest!.Data) : null);
        }
        catch (Exception error) when (outcome.IsUnknownAfter(error))
        {
            throw new IpmiException(IpmiErrorKind.OutcomeUnknown, $"The event was sent. Then the event log could not be read: {error.Message}", "Look for it with Get-IpmiSel -Newest 5 before you send it again.", error);
        }
    }

    /// <summary>A short text of an event, for prompts.</summary>
    public static string Describe(PlatformEvent message) =>
        $"{SensorTypes.Describe(message.SensorType)} ({message.SensorNumber:X2}h): {TextOf(message)}{(message.IsDeassertion ? " deasserted" : "")}";

    private static SentEvent Describe(string computerName, PlatformEvent message, byte[] sent, SdrRepository? sdr, ushort? id) => new()
    {
        ComputerName = computerName,
        SensorName = sdr?.Sensors.FirstOrDefault(sensor => (sensor.SensorNumber, sensor.SensorType) == (message.SensorNumber, message.SensorType))?.Name,
        SensorType = SensorTypes.Describe(message.SensorType),
        SensorNumber = message.SensorNumber,
        Event = TextOf(message),
        Direction = message.IsDeassertion ? EventDirection.Deasserted : EventDirection.Asserted,
        Id = id,
        Raw = new ByteString(sent),
    };

    private static string TextOf(PlatformEvent message) =>
        EventStates.Describe(message.EventType, message.SensorType, message.EventData1 & 0x0F) ?? $"Event type {message.EventType:X2}h offset {message.EventData1 & 0x0F:X2}h";

    private static PlatformEvent FromEvent(SelEvent systemEvent) => new()
    {
        Revision = systemEvent.Revision,
        SensorType = systemEvent.SensorType,
        SensorNumber = systemEvent.SensorNumber,
        EventType = systemEvent.EventType,
        IsDeassertion = systemEvent.IsDeassertion,
        EventData1 = systemEvent.Data1,
        EventData2 = systemEvent.Data2,
        EventData3 = systemEvent.Data3,
    };

    private static byte[] BytesOf(PlatformEvent message)
    {
        var writer = new ByteWriter();
        message.WriteRequest(writer);
        return writer.ToArray();
    }

    private static bool Same(string name, string wanted) => string.Equals(name, wanted.Trim(), StringComparison.OrdinalIgnoreCase);
}
