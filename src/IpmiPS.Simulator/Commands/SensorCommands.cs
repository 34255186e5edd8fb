using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Simulator;

/// <summary>Sensors and events. IPMI 2.0 sections 29 and 35.</summary>
internal static class SensorCommands
{
    private const byte ReadableAccess = 1, SettableAccess = 2;
    private const int ThresholdCount = 6;

    public static void AddTo(CommandTable table)
    {
        table.On(SetEventReceiver.Definition, SetReceiver, anyController: true);
        table.On(GetEventReceiver.Definition, static (context, _) => context.Controller.EventReceiver, anyController: true);
        table.On(PlatformEvent.Definition, Record, static context => context.Controller.Sel is not null, anyController: true);
        table.On(GetSensorReadingFactors.Definition, GetFactors, anyController: true);
        table.On(SetSensorHysteresis.Definition, SetHysteresis, anyController: true);
        table.On(GetSensorHysteresis.Definition, GetHysteresis, anyController: true);
        table.On(SetSensorThresholds.Definition, SetThresholds, anyController: true);
        table.On(GetSensorThresholds.Definition, GetThresholds, anyController: true);
        table.On(SetSensorEventEnable.Definition, SetEventEnable, anyController: true);
        table.On(GetSensorEventEnable.Definition, GetEventEnable, anyController: true);
        table.On(RearmSensorEvents.Definition, Rearm, anyController: true);
        table.On(GetSensorEventStatus.Definition, GetEventStatus, anyController: true);
        table.On(GetSensorReading.Definition, Read, anyController: true);
        table.On(GetSensorType.Definition, GetSensorTypeCodes, anyController: true);
        table.On(SetSensorType.Definition, SetSensorTypeCodes, anyController: true);
        table.On(SetSensorReading.Definition, SetReading, anyController: true);
    }

    private static CompletionCode SetReceiver(CommandContext context, SetEventReceiver request)
    {
        context.Controller.EventReceiver = request.Receiver;
        return CompletionCode.Ok;
    }

    /// <summary>Logs an event, and filters it where the controller is the BMC. From the LAN the generator is the requester, a software ID. Section 29.3.</summary>
    private static CompletionCode Record(CommandContext context, PlatformEvent request)
    {
        var e = new EventMessage(
            request.GeneratorId ?? context.Message.RequesterAddress,
            (byte)(Channels.Lan << 4 | context.Message.RequesterLun),
            request.SensorType,
            request.SensorNumber,
            EventMessage.TypeOf(request.EventType, !request.IsDeassertion),
            request.EventData1,
            request.EventData2,
            request.EventData3) { Revision = request.Revision };
        if (context.Controller == context.Bmc.Controllers.Main)
            context.Bmc.Controllers.Receive(e);
        else
            context.Controller.Sel!.Add(e);
        return CompletionCode.Ok;
    }

    /// <summary>The factors do not depend on the reading here, so the next reading with different factors is the same reading again.</summary>
    private static CommandResult<SensorReadingFactors> GetFactors(CommandContext context, GetSensorReadingFactors request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (!sensor.IsThreshold)
            return CompletionCode.IllegalForType;
        var conversion = sensor.Conversion;
        return new SensorReadingFactors(request.Reading, new ReadingFactors
        {
            M = (short)conversion.M,
            B = (short)conversion.B,
            BExponent = (sbyte)conversion.BExponent,
            ResultExponent = (sbyte)conversion.RExponent,
        });
    }

    private static CommandResult<SensorReadingAndStates> Read(CommandContext context, GetSensorReading request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.EventOnly)
            return CompletionCode.IllegalForType;
        if (!sensor.HasValue)
            return CompletionCode.ResponseUnavailable;
        var measured = context.Controller.Sensors.Read(sensor);
        int flags = (measured.EventsEnabled ? 0x80 : 0) | (measured.ScanningEnabled ? 0x40 : 0) | (measured.Unavailable ? 0x20 : 0);

        // Reserved bits read as ones: 7:6 of a threshold sensor's states, bit 7 of the second byte.
        bool reserved = !sensor.IsPlayed;
        return new SensorReadingAndStates
        {
            Reading = measured.Raw,
            Flags = (byte)flags,
            States = (byte)(measured.States | (sensor.IsThreshold && reserved ? 0xC0 : 0)),
            MoreStates = sensor.IsThreshold && reserved || !sensor.LongReading ? null : (byte)(measured.States >> 8 | (reserved ? 0x80 : 0)),
        };
    }

    private static CommandResult<Thresholds> GetThresholds(CommandContext context, GetSensorThresholds request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (!sensor.IsThreshold || sensor.ThresholdAccess is not (ReadableAccess or SettableAccess))
            return CompletionCode.IllegalForType;
        return Thresholds.FromValues((ThresholdMask)sensor.ThresholdMask, context.Controller.Sensors.ThresholdsOf(sensor));
    }

    private static CompletionCode SetThresholds(CommandContext context, SetSensorThresholds request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (!sensor.IsThreshold || sensor.ThresholdAccess != SettableAccess)
            return CompletionCode.IllegalForType;
        if (((byte)request.Thresholds.Mask & ~sensor.ThresholdMask) != 0)
            return CompletionCode.InvalidDataField;
        byte[] values = context.Controller.Sensors.StateOf(sensor).Thresholds;
        for (int bit = 0; bit < values.Length; bit++)
            values[bit] = request.Thresholds[(ThresholdMask)(1 << bit)] ?? values[bit];
        context.Controller.Sensors.Recheck(sensor);
        return CompletionCode.Ok;
    }

    private static CommandResult<SensorHysteresis> GetHysteresis(CommandContext context, GetSensorHysteresis request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.HysteresisAccess is not (ReadableAccess or SettableAccess))
            return CompletionCode.IllegalForType;
        var (positive, negative) = context.Controller.Sensors.HysteresisOf(sensor);
        return new SensorHysteresis(positive, negative);
    }

    private static CompletionCode SetHysteresis(CommandContext context, SetSensorHysteresis request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.HysteresisAccess != SettableAccess)
            return CompletionCode.IllegalForType;
        var state = context.Controller.Sensors.StateOf(sensor);
        state.PositiveHysteresis = request.Hysteresis.Positive;
        state.NegativeHysteresis = request.Hysteresis.Negative;
        return CompletionCode.Ok;
    }

    /// <summary>Control: bit 7 events, 6 scanning, 5:4 leave the masks, enable or disable the given events. Section 35.10.</summary>
    private static CompletionCode SetEventEnable(CommandContext context, SetSensorEventEnable request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.EventControl is 2 or 3)
            return CompletionCode.IllegalForType;
        int operation = request.Control >> 4 & 0x03;
        if (operation == 3)
            return CompletionCode.InvalidDataField;
        var state = context.Controller.Sensors.StateOf(sensor);
        state.EventsEnabled = (request.Control & 0x80) != 0;
        state.ScanningEnabled = (request.Control & 0x40) != 0;
        if (request.Events is not { } events || operation == 0)
            return CompletionCode.Ok;
        int assertions = events.Assertions & sensor.AssertionSupport, deassertions = events.Deassertions & sensor.DeassertionSupport;
        state.AssertionEnabled = (ushort)(operation == 1 ? state.AssertionEnabled | assertions : state.AssertionEnabled & ~assertions);
        state.DeassertionEnabled = (ushort)(operation == 1 ? state.DeassertionEnabled | deassertions : state.DeassertionEnabled & ~deassertions);
        return CompletionCode.Ok;
    }

    private static CommandResult<SensorEventEnables> GetEventEnable(CommandContext context, GetSensorEventEnable request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.EventControl is 2 or 3)
            return CompletionCode.IllegalForType;
        var (flags, mask) = context.Controller.Sensors.EnablesOf(sensor);
        return new SensorEventEnables(flags, mask);
    }

    private static CompletionCode Rearm(CommandContext context, RearmSensorEvents request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        context.Controller.Sensors.Rearm(sensor, request.Events?.Assertions ?? 0xFFFF);
        return CompletionCode.Ok;
    }

    private static CommandResult<SensorEventStatus> GetEventStatus(CommandContext context, GetSensorEventStatus request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.EventOnly)
            return CompletionCode.IllegalForType;
        int states = context.Controller.Sensors.Read(sensor).States, events = sensor.IsThreshold ? ThresholdEvents(states) : states;
        var (flags, _) = context.Controller.Sensors.EnablesOf(sensor);
        return new SensorEventStatus(flags, new SensorEventMask((ushort)(events & 0x7FFF), 0));
    }

    /// <summary>Threshold comparison bits as event offsets: lower ones "going low", upper ones "going high".</summary>
    private static int ThresholdEvents(int states)
    {
        int events = 0;
        for (int bit = 0; bit < ThresholdCount; bit++)
            if ((states & 1 << bit) != 0)
                events |= 1 << (bit < ThresholdCount / 2 ? 2 * bit : 2 * bit + 1);
        return events;
    }

    private static CommandResult<SensorTypeCodes> GetSensorTypeCodes(CommandContext context, GetSensorType request) =>
        Find(context, request.SensorNumber) is { } sensor ? context.Controller.Sensors.CodesOf(sensor) : CompletionCode.NotPresent;

    /// <summary>What the sensor says it is. It goes on to work as it was defined.</summary>
    private static CompletionCode SetSensorTypeCodes(CommandContext context, SetSensorType request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        context.Controller.Sensors.StateOf(sensor).Codes = request.Codes;
        return CompletionCode.Ok;
    }

    /// <summary>Threshold sensors take a reading, from which their states follow; discrete ones take states at assertion. Section 35.17.</summary>
    private static CompletionCode SetReading(CommandContext context, SetSensorReading request)
    {
        if (Find(context, request.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        int eventData = request.Operation >> 6, deassertions = request.Operation >> 4 & 0x03, assertions = request.Operation >> 2 & 0x03, reading = request.Operation & 0x03;
        if (reading > 1 || eventData > 2)
            return CompletionCode.InvalidDataField;
        if (sensor.EventOnly || deassertions != 0 || reading == 1 && !sensor.IsThreshold || assertions != 0 && sensor.IsThreshold)
            return (CompletionCode)SetSensorReading.NotSettable;
        if (assertions != 0 && request.Events is null || eventData != 0 && request.EventData is null)
            return CompletionCode.InvalidLength;
        var sensors = context.Controller.Sensors;
        if (reading == 1)
            sensors.SetRaw(sensor, request.Reading);
        if (assertions == 0)
            return CompletionCode.Ok;
        int present = sensors.Read(sensor).States, given = request.Events!.Value.Assertions;
        ushort states = (ushort)(assertions switch { 1 => given, 2 => present & given, _ => present | given });
        if (eventData == 0)
            sensors.SetStates(sensor, states);
        else
            sensors.SetStates(sensor, states, request.EventData![1], request.EventData[2]);
        return CompletionCode.Ok;
    }

    private static SensorDefinition? Find(CommandContext context, byte sensorNumber) => context.Controller.Sensors.Find(context.Lun, sensorNumber);
}
