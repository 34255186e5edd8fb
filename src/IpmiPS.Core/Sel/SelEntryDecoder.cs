using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Events;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>Makes entries of records: names, words, severity, values in units.</summary>
/// <param name="computerName">The BMC as the caller named it.</param>
/// <param name="clock">How the BMC's times are to be read.</param>
/// <param name="sensors">Finds what the SDR knows of the sensor that an event names.</param>
internal sealed class SelEntryDecoder(string computerName, SelClock clock, Func<SelEvent, EventSensor?> sensors)
{
    private const int ReadingOrPreviousState = 1;
    private const int OemCode = 2;
    private const int SensorSpecificCode = 3;
    private const byte PanicRecordType = 0xF0;
    private const int PanicTextAt = 2;

    /// <summary>Decodes a record. One that is too short to be one is given with its bytes alone: no entry is ever lost.</summary>
    /// <param name="id">The ID by which the record was read; BMCs exist that write another into the record.</param>
    /// <param name="bytes">The record.</param>
    public SelEntry Decode(ushort id, byte[] bytes)
    {
        if (bytes.Length < SelRecord.Length)
            return new SelEntry
            {
                ComputerName = computerName,
                Id = id,
                TimestampKind = SelTimestampKind.Unspecified,
                Event = $"Incomplete record of {bytes.Length} bytes",
                RecordType = bytes.Length > 2 ? bytes[2] : (byte)0,
                IsStandardType = false,
                Raw = new ByteString(bytes),
            };

        var record = SelRecord.Read(new ByteReader(bytes));
        return record.Event is { } systemEvent ? DecodeEvent(id, record, systemEvent, bytes) : DecodeOem(id, record, bytes);
    }

    private SelEntry DecodeOem(ushort id, SelRecord record, byte[] bytes) => new()
    {
        ComputerName = computerName,
        Id = id,
        Timestamp = clock.ToDate(record.Timestamp),
        TimestampKind = SelClock.KindOf(record.Timestamp),
        UtcOffset = clock.UtcOffset,
        TimeSinceStart = SelClock.ToUptime(record.Timestamp),
        Severity = SelSeverity.Unknown,
        Event = record.IsStandardType ? $"OEM record {record.Type:X2}h" : $"Record of unknown type {record.Type:X2}h",
        Details = EventDetails.Join($"Data: {Hex.Format(record.OemData, " ")}", PanicText(record)),
        RecordType = record.Type,
        IsStandardType = record.IsStandardType,
        ManufacturerId = record.ManufacturerId,
        OemData = new ByteString(record.OemData),
        Raw = new ByteString(bytes),
    };

    /// <summary>
    /// The text with which Linux panicked comes in records F0h, each with the BMC's address, a number from 0, and 11 characters of ASCII, padded with
    /// zeros. Nothing else says what they are, so data that are no such text are taken for what they are: bytes.
    /// </summary>
    private static string? PanicText(SelRecord record)
    {
        if (record.Type != PanicRecordType || record.OemData[0] != IpmbTarget.BmcAddress)
            return null;
        string text = string.Concat(record.OemData.Skip(PanicTextAt).Select(static value => (char)value)).TrimEnd('\0');
        return text.Length > 0 && text.All(static c => c is >= ' ' and <= '~') ? $"Linux kernel panic, part {record.OemData[1] + 1}: {text}" : null;
    }

    private SelEntry DecodeEvent(ushort id, SelRecord record, SelEvent systemEvent, byte[] bytes)
    {
        var sensor = sensors(systemEvent);
        bool isThreshold = systemEvent.EventType == EventStates.Threshold;
        double? value = isThreshold && systemEvent.Data2Usage == ReadingOrPreviousState ? sensor?.Convert?.Invoke(systemEvent.Data2) : null;
        double? threshold = isThreshold && systemEvent.Data3Usage == ReadingOrPreviousState ? sensor?.Convert?.Invoke(systemEvent.Data3) : null;
        return new SelEntry
        {
            ComputerName = computerName,
            Id = id,
            Timestamp = clock.ToDate(record.Timestamp),
            TimestampKind = SelClock.KindOf(record.Timestamp),
            UtcOffset = clock.UtcOffset,
            TimeSinceStart = SelClock.ToUptime(record.Timestamp),
            Severity = SeverityOf(systemEvent),
            SensorType = SensorTypes.Describe(systemEvent.SensorType),
            Sensor = sensor?.DisplayName ?? $"{SensorTypes.Describe(systemEvent.SensorType)} ({systemEvent.SensorNumber:X2}h)",
            SensorName = sensor?.Name,
            SensorNumber = systemEvent.SensorNumber,
            Event = EventStates.Describe(systemEvent.EventType, systemEvent.SensorType, systemEvent.Offset) ?? DescribeUnknown(systemEvent),
            Direction = systemEvent.IsDeassertion ? EventDirection.Deasserted : EventDirection.Asserted,
            Value = value,
            Threshold = threshold,
            Unit = value is null && threshold is null ? null : sensor?.Unit,
            Details = EventDetails.Join(DetailsOf(systemEvent, value, threshold), Contradiction(systemEvent, value, threshold)),
            GeneratorId = systemEvent.GeneratorId,
            RecordType = record.Type,
            IsStandardType = record.IsStandardType,
            SensorTypeCode = systemEvent.SensorType,
            EventType = systemEvent.EventType,
            EventData = new ByteString([systemEvent.Data1, systemEvent.Data2, systemEvent.Data3]),
            Raw = new ByteString(bytes),
        };
    }

    private static string DescribeUnknown(SelEvent systemEvent) =>
        systemEvent.EventType == EventStates.SensorSpecific
            ? $"Event offset {systemEvent.Offset:X2}h"
            : $"Event type {systemEvent.EventType:X2}h offset {systemEvent.Offset:X2}h";

    /// <summary>
    /// Says so where a threshold was passed the other way than the event has it: going high (odd offsets) to a reading below it, or going low to one
    /// above. Some BMCs record everything as going high. The event stays what it says, for its reading may have been taken a moment later.
    /// </summary>
    private static string? Contradiction(SelEvent systemEvent, double? value, double? threshold)
    {
        bool isHigh = (systemEvent.Offset & 1) != 0;
        return !systemEvent.IsDeassertion && (isHigh ? value < threshold : value > threshold)
            ? $"The reading is {(isHigh ? "below" : "above")} the threshold: it may have gone {(isHigh ? "low" : "high")}"
            : null;
    }

    /// <summary>A discrete event may bring its own severity, as an offset of event/reading type 07h in bits 7:4 of data 2.</summary>
    private static SelSeverity SeverityOf(SelEvent systemEvent)
    {
        var severity = EventStates.Severity(systemEvent.EventType, systemEvent.SensorType, systemEvent.Offset, !systemEvent.IsDeassertion);
        if (systemEvent.EventType == EventStates.Threshold || systemEvent.Data2Usage != ReadingOrPreviousState || systemEvent.IsDeassertion)
            return severity;
        var own = EventStates.Severity(EventStates.SeverityStates, systemEvent.SensorType, systemEvent.Data2 >> 4, asserted: true);
        return own == SelSeverity.Unknown ? severity : own;
    }

    private static string? DetailsOf(SelEvent systemEvent, double? value, double? threshold)
    {
        if (systemEvent.EventType == EventStates.Threshold)
            return EventDetails.Join(
                value is null && systemEvent.Data2Usage == ReadingOrPreviousState ? $"Raw reading {systemEvent.Data2:X2}h" : Oem(2, systemEvent.Data2Usage, systemEvent.Data2),
                threshold is null && systemEvent.Data3Usage == ReadingOrPreviousState ? $"Raw threshold {systemEvent.Data3:X2}h" : Oem(3, systemEvent.Data3Usage, systemEvent.Data3));

        return EventDetails.Join(
            systemEvent.Data2Usage switch
            {
                ReadingOrPreviousState => EventDetails.DescribePreviousStateAndSeverity(systemEvent.EventType, systemEvent.SensorType, systemEvent.Data2),
                SensorSpecificCode => EventDetails.DescribeData2(systemEvent.EventType, systemEvent.SensorType, systemEvent.Offset, systemEvent.Data2),
                _ => Oem(2, systemEvent.Data2Usage, systemEvent.Data2),
            },
            systemEvent.Data3Usage == SensorSpecificCode
                ? EventDetails.DescribeData3(systemEvent.EventType, systemEvent.SensorType, systemEvent.Offset, systemEvent.Data3)
                : Oem(3, systemEvent.Data3Usage, systemEvent.Data3));
    }

    private static string? Oem(int number, int usage, byte data) => usage == OemCode ? $"OEM data {number}: {data:X2}h" : null;
}

/// <summary>What the SDR knows of the sensor behind an event.</summary>
/// <param name="Name">The sensor's name.</param>
/// <param name="DisplayName">The name, with what tells the sensor from others of the same name.</param>
/// <param name="Unit">Unit of its readings; null for discrete sensors.</param>
/// <param name="Convert">Turns a raw reading or threshold into units; null for discrete sensors.</param>
internal sealed record EventSensor(string Name, string DisplayName, string? Unit, Func<byte, double?>? Convert);
