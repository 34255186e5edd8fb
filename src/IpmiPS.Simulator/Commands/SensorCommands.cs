using System;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Sensors, device SDRs and events. IPMI 2.0 sections 29 and 35.</summary>
internal static class SensorCommands
{
    private const byte SettableAccess = 2, ReadableAccess = 1;

    public static void AddTo(CommandTable table)
    {
        Add(0x01, PrivilegeLevel.User, 0, 0, GetEventReceiver);
        Add(PlatformEvent.Definition.Code, PrivilegeLevel.Operator, 7, 8, TakePlatformEvent);
        Add(GetDeviceSdrInfo.Definition.Code, PrivilegeLevel.User, 0, 1, DeviceSdrInfoOf);
        Add(GetDeviceSdr.Definition.Code, PrivilegeLevel.User, 6, 6, ReadDeviceSdr);
        Add(ReserveDeviceSdrRepository.Definition.Code, PrivilegeLevel.User, 0, 0, ReserveDeviceSdrs);
        Add(GetSensorReadingFactors.Definition.Code, PrivilegeLevel.User, 2, 2, Factors);
        Add(SetSensorHysteresis.Definition.Code, PrivilegeLevel.Operator, 4, 4, SetHysteresis);
        Add(GetSensorHysteresis.Definition.Code, PrivilegeLevel.User, 2, 2, GetHysteresis);
        Add(SetSensorThresholds.Definition.Code, PrivilegeLevel.Operator, 8, 8, SetThresholds);
        Add(GetSensorThresholds.Definition.Code, PrivilegeLevel.User, 1, 1, GetThresholds);
        Add(SetSensorEventEnable.Definition.Code, PrivilegeLevel.Operator, 2, 6, SetEventEnable);
        Add(GetSensorEventEnable.Definition.Code, PrivilegeLevel.User, 1, 1, GetEventEnable);
        Add(RearmSensorEvents.Definition.Code, PrivilegeLevel.Operator, 2, 6, Rearm);
        Add(GetSensorEventStatus.Definition.Code, PrivilegeLevel.User, 1, 1, GetEventStatus);
        Add(GetSensorReading.Definition.Code, PrivilegeLevel.User, 1, 1, Read);
        Add(GetSensorType.Definition.Code, PrivilegeLevel.User, 1, 1, GetSensorTypeOf);

        void Add(byte command, PrivilegeLevel privilege, int least, int most, CommandHandler handler) =>
            table.Add(NetFn.SensorEvent, command, privilege, least, most, handler, anyController: true);
    }

    private static CompletionCode GetEventReceiver(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteByte(context.Bmc.Definition.BmcAddress);
        response.WriteByte(0);
        return CompletionCode.Ok;
    }

    /// <summary>Records an event. From the LAN the generator is the requester, a software id. Section 29.3.</summary>
    private static CompletionCode TakePlatformEvent(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (context.Controller.Sel is not { } sel)
            return CompletionCode.InvalidCommand;
        var e = PlatformEvent.ReadRequest(request);
        sel.Add(0x02,
        [
            0, 0, 0, 0, e.GeneratorId ?? context.Message.RequesterAddress, (byte)(Channels.Lan << 4 | context.Message.RequesterLun),
            e.Revision, e.SensorType, e.SensorNumber, (byte)((e.IsDeassertion ? 0x80 : 0) | e.EventType), e.EventData1, e.EventData2, e.EventData3,
        ]);
        return CompletionCode.Ok;
    }

    private static CompletionCode DeviceSdrInfoOf(CommandContext context, ByteReader request, ByteWriter response)
    {
        var definition = context.Controller.Definition;
        if (!definition.ProvidesDeviceSdrs)
            return CompletionCode.InvalidCommand;
        int sensors = definition.Sensors.FindAll(sensor => sensor.Lun == context.Lun).Count, flags = definition.DynamicSensors ? 0x80 : 0;
        foreach (var sensor in definition.Sensors)
            flags |= 1 << sensor.Lun;
        var sdrs = context.Controller.DeviceSdrs(context.Lun);
        new DeviceSdrInfo
        {
            Count = (byte)(GetDeviceSdrInfo.ReadRequest(request).CountRecords ? sdrs.Count : sensors),
            Flags = (byte)flags,
            ChangeIndicator = definition.DynamicSensors ? sdrs.LastAddition : null,
        }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode ReadDeviceSdr(CommandContext context, ByteReader request, ByteWriter response) =>
        context.Controller.Definition.ProvidesDeviceSdrs
            ? SdrCommands.Read(context, context.Controller.DeviceSdrs(context.Lun), SdrRequest.Read(request), response)
            : CompletionCode.InvalidCommand;

    private static CompletionCode ReserveDeviceSdrs(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (!context.Controller.Definition.ProvidesDeviceSdrs)
            return CompletionCode.InvalidCommand;
        new Reservation(context.Controller.DeviceSdrs(context.Lun).Reserve()).Write(response);
        return CompletionCode.Ok;
    }

    /// <summary>The factors do not depend on the reading here, so the next reading with other ones is the same reading again.</summary>
    private static CompletionCode Factors(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        if (!sensor.IsThreshold)
            return CompletionCode.IllegalForType;
        byte reading = request.ReadByte();
        var conversion = sensor.Conversion;
        new SensorReadingFactors(reading, new ReadingFactors
        {
            M = (short)conversion.M,
            B = (short)conversion.B,
            BExponent = (sbyte)conversion.BExponent,
            ResultExponent = (sbyte)conversion.RExponent,
        }).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Read(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.EventOnly)
            return CompletionCode.IllegalForType;
        if (!sensor.HasValue)
            return CompletionCode.ResponseUnavailable;
        var measured = context.Controller.Sensors.Read(sensor);
        int flags = (measured.EventsEnabled ? 0x80 : 0) | (measured.ScanningEnabled ? 0x40 : 0) | (measured.Unavailable ? 0x20 : 0);

        // Reserved bits read as ones: 7:6 of a threshold sensor's states, bit 7 of the second byte.
        bool reserved = !sensor.IsPlayed;
        new SensorReadingAndStates
        {
            Reading = measured.Raw,
            Flags = (byte)flags,
            States = (byte)(measured.States | (sensor.IsThreshold && reserved ? 0xC0 : 0)),
            MoreStates = sensor.IsThreshold && reserved || !sensor.LongReading ? null : (byte)(measured.States >> 8 | (reserved ? 0x80 : 0)),
        }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetThresholds(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        if (!sensor.IsThreshold || sensor.ThresholdAccess is not (ReadableAccess or SettableAccess))
            return CompletionCode.IllegalForType;
        byte[] values = context.Controller.Sensors.ThresholdsOf(sensor);
        response.WriteByte(sensor.ThresholdMask);
        for (int bit = 0; bit < 6; bit++)
            response.WriteByte((sensor.ThresholdMask & 1 << bit) != 0 ? values[bit] : (byte)0);
        return CompletionCode.Ok;
    }

    private static CompletionCode SetThresholds(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        if (!sensor.IsThreshold || sensor.ThresholdAccess != SettableAccess)
            return CompletionCode.IllegalForType;
        byte mask = request.ReadByte();
        if ((mask & ~sensor.ThresholdMask) != 0)
            return CompletionCode.InvalidDataField;
        var state = context.Controller.Sensors.StateOf(sensor);
        for (int bit = 0; bit < 6; bit++)
        {
            byte value = request.ReadByte();
            if ((mask & 1 << bit) != 0)
                state.Thresholds[bit] = value;
        }

        context.Controller.Sensors.Recheck(sensor);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetHysteresis(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.HysteresisAccess is not (ReadableAccess or SettableAccess))
            return CompletionCode.IllegalForType;
        var (positive, negative) = context.Controller.Sensors.HysteresisOf(sensor);
        new SensorHysteresis(positive, negative).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode SetHysteresis(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = SetSensorHysteresis.ReadRequest(request);
        if (context.Controller.Sensors.Find(context.Lun, asked.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.HysteresisAccess != SettableAccess)
            return CompletionCode.IllegalForType;
        var state = context.Controller.Sensors.StateOf(sensor);
        state.PositiveHysteresis = asked.Hysteresis.Positive;
        state.NegativeHysteresis = asked.Hysteresis.Negative;
        return CompletionCode.Ok;
    }

    /// <summary>Control: bit 7 events, 6 scanning, 5:4 leave the masks / enable / disable the events named. Section 35.10.</summary>
    private static CompletionCode SetEventEnable(CommandContext context, ByteReader request, ByteWriter response)
    {
        var asked = SetSensorEventEnable.ReadRequest(request);
        if (context.Controller.Sensors.Find(context.Lun, asked.SensorNumber) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.EventControl is 2 or 3)
            return CompletionCode.IllegalForType;
        int operation = asked.Control >> 4 & 0x03;
        if (operation == 3)
            return CompletionCode.InvalidDataField;
        var state = context.Controller.Sensors.StateOf(sensor);
        state.EventsEnabled = (asked.Control & 0x80) != 0;
        state.ScanningEnabled = (asked.Control & 0x40) != 0;
        if (asked.Events is not { } events || operation == 0)
            return CompletionCode.Ok;
        int assertions = events.Assertions & sensor.AssertionSupport, deassertions = events.Deassertions & sensor.DeassertionSupport;
        state.AssertionEnabled = (ushort)(operation == 1 ? state.AssertionEnabled | assertions : state.AssertionEnabled & ~assertions);
        state.DeassertionEnabled = (ushort)(operation == 1 ? state.DeassertionEnabled | deassertions : state.DeassertionEnabled & ~deassertions);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetEventEnable(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.EventControl is 2 or 3)
            return CompletionCode.IllegalForType;
        var (flags, mask) = context.Controller.Sensors.EnablesOf(sensor);
        new SensorEventEnables(flags, mask).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Rearm(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        context.Controller.Sensors.Recheck(sensor);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetEventStatus(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        if (sensor.EventOnly)
            return CompletionCode.IllegalForType;
        var measured = context.Controller.Sensors.Read(sensor);
        var (flags, _) = context.Controller.Sensors.EnablesOf(sensor);

        // Threshold comparison bits become event offsets: lower ones "going low", upper ones "going high".
        int events = measured.States;
        if (sensor.IsThreshold)
        {
            events = 0;
            for (int bit = 0; bit < 6; bit++)
                if ((measured.States & 1 << bit) != 0)
                    events |= 1 << (bit < 3 ? 2 * bit : 2 * bit + 1);
        }

        new SensorEventStatus(flags, new SensorEventMask((ushort)(events & 0x7FFF), 0)).Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetSensorTypeOf(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (Find(context, request) is not { } sensor)
            return CompletionCode.NotPresent;
        new SensorTypeCodes(sensor.SensorType, sensor.EventReadingType).Write(response);
        return CompletionCode.Ok;
    }

    private static SensorDefinition? Find(CommandContext context, ByteReader request) => context.Controller.Sensors.Find(context.Lun, request.ReadByte());
}
