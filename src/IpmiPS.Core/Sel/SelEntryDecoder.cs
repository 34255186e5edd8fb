using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Events;
using IpmiPS.Oem;
using IpmiPS.Wire;

namespace IpmiPS.Sel;

/// <summary>Decodes records: names, texts, severity, values in units.</summary>
/// <param name="computerName">Name of the BMC, as specified by the caller.</param>
/// <param name="clock">Converts the BMC's times.</param>
/// <param name="sensors">Finds the sensor of an event in the SDR.</param>
/// <param name="source">The device whose log it is; null if not known.</param>
internal sealed class SelEntryDecoder(string computerName, SelClock clock, Func<SelEvent, EventSensor?> sensors, SelSource? source = null)
{
    private const int ReadingOrPreviousState = 1;
    private const int OemCode = 2;
    private const int SensorSpecificCode = 3;
    private const byte PanicRecordType = 0xF0;
    private const int PanicTextAt = 2;
    private const byte Ipmi15 = 0x51;

    private readonly OemProfile _profile = source is null ? OemProfiles.Standard : OemProfiles.Find(source.ManufacturerId, source.ProductId);

    /// <summary>Decodes a record. One that is too short is returned with its bytes, so that no entry is lost.</summary>
    /// <param name="id">The ID in the chain; some BMCs write another one into the record.</param>
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
    /// Linux logs the text of a panic in records F0h, each with the BMC's address, a number from 0, and 11 ASCII characters, padded with
    /// zeros. Nothing else identifies these records, so null is returned if the data are not such text.
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
        OemEvent? oemEvent = OemEventOf(systemEvent);
        string? part = oemEvent is { } mayName ? _profile.DescribePart(mayName) : null;
        var state = oemEvent is { } own && IsVendorDefined(systemEvent) ? _profile.FindEvent(own) : null;
        string? data = state is null ? null : _profile.DescribeData(oemEvent!.Value);
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
            Severity = state is null ? SeverityOf(systemEvent) : systemEvent.IsDeassertion ? state.Deasserted : state.Asserted,
            SensorType = SensorTypes.Describe(systemEvent.SensorType),
            Sensor = sensor?.DisplayName ?? $"{NameOf(systemEvent)} ({systemEvent.SensorNumber:X2}h)",
            SensorName = sensor?.Name,
            SensorNumber = systemEvent.SensorNumber,
            Event = state?.Text ?? EventStates.Describe(systemEvent.EventType, systemEvent.SensorType, systemEvent.Offset) ?? DescribeUnknown(systemEvent),
            Direction = systemEvent.IsDeassertion ? EventDirection.Deasserted : EventDirection.Asserted,
            Value = value,
            Threshold = threshold,
            Unit = value is null && threshold is null ? null : sensor?.Unit,
            Details = EventDetails.Join(part, data ?? DetailsOf(systemEvent, value, threshold), Contradiction(systemEvent, value, threshold)),
            Part = part,
            GeneratorId = systemEvent.GeneratorId,
            RecordType = record.Type,
            IsStandardType = record.IsStandardType,
            SensorTypeCode = systemEvent.SensorType,
            EventType = systemEvent.EventType,
            EventData = new ByteString([systemEvent.Data1, systemEvent.Data2, systemEvent.Data3]),
            Raw = new ByteString(bytes),
        };
    }

    /// <summary>The event with what identifies the product; null if the source of the log is not known.</summary>
    private OemEvent? OemEventOf(SelEvent systemEvent) => source is null ? null : new OemEvent(
        source.ProductId, source.IpmiVersion == Ipmi15, systemEvent.GeneratorId, systemEvent.SensorType, systemEvent.SensorNumber, systemEvent.EventType,
        systemEvent.Data1, systemEvent.Data2, systemEvent.Data3);

    /// <summary>Whether the specification leaves the meaning of the event to the vendor.</summary>
    private static bool IsVendorDefined(SelEvent systemEvent) => EventStates.IsOem(systemEvent.EventType) || SensorTypes.IsOem(systemEvent.SensorType);

    private string NameOf(SelEvent systemEvent) =>
        (source is not null && SensorTypes.IsOem(systemEvent.SensorType) ? _profile.NameSensorType(source.ProductId, systemEvent.SensorType) : null) ?? SensorTypes.Describe(systemEvent.SensorType);

    private static string DescribeUnknown(SelEvent systemEvent) =>
        systemEvent.EventType == EventStates.SensorSpecific
            ? $"Event offset {systemEvent.Offset:X2}h"
            : $"Event type {systemEvent.EventType:X2}h offset {systemEvent.Offset:X2}h";

    /// <summary>
    /// Describes a contradiction between direction and reading: going high (odd offsets) with a reading below the threshold, or going low with one
    /// above. Some BMCs log everything as going high. The event is not changed, because the reading may have been taken a moment later.
    /// </summary>
    private static string? Contradiction(SelEvent systemEvent, double? value, double? threshold)
    {
        bool isHigh = (systemEvent.Offset & 1) != 0;
        return !systemEvent.IsDeassertion && (isHigh ? value < threshold : value > threshold)
            ? $"The reading is {(isHigh ? "below" : "above")} the threshold: it may have gone {(isHigh ? "low" : "high")}"
            : null;
    }

    /// <summary>A discrete event may contain its severity, as an offset of event/reading type 07h in bits 7:4 of data 2.</summary>
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

/// <summary>The sensor of an event, from the SDR.</summary>
/// <param name="Name">The sensor's name.</param>
/// <param name="DisplayName">The name, with the entity if it is not unique.</param>
/// <param name="Unit">Unit of its readings; null for discrete sensors.</param>
/// <param name="Convert">Converts a raw reading or threshold to units; null for discrete sensors.</param>
internal sealed record EventSensor(string Name, string DisplayName, string? Unit, Func<byte, double?>? Convert);
