using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Newtonsoft.Json;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What a page shows, as JSON within its script element. All that markup begins with is escaped, so that no text of a BMC can end the element. Health and severity are
/// numbers, times are milliseconds since 1970, and what is not known is null.
/// </summary>
internal static class PageData
{
    /// <summary>Writes the data of a report.</summary>
    public static string WriteReport(PageOptions options, IReadOnlyList<ServerReading> readings) => Write(json =>
    {
        WriteHead(json, options);
        WriteArray(json, "servers", readings, static (json, reading) => WriteServer(json, reading, index: null, isWhole: true));
        WriteArray(json, "events", readings.SelectMany(static (reading, index) => (reading.Events ?? []).Select(entry => FleetEvent.From(index, entry))), WriteEvent);
    });

    /// <summary>Writes the data of the dashboard.</summary>
    public static string WriteBoard(PageOptions options, FleetBoard board, TimeSpan interval, bool allowPower)
    {
        FleetChanges all = board.All();
        return Write(json =>
        {
            WriteHead(json, options);
            json.WritePropertyName("live");
            json.WriteStartObject();
            Write(json, "interval", interval.TotalSeconds);
            Write(json, "allowPower", allowPower);
            Write(json, "maximumEvents", FleetBoard.MaximumEvents);
            json.WriteEndObject();
            WriteChanges(json, all, withIndex: false);
        });
    }

    /// <summary>Writes what changed on the board.</summary>
    public static string WriteUpdate(FleetChanges changes) => Write(json => WriteChanges(json, changes, withIndex: true));

    /// <summary>Writes what only the view of one server shows.</summary>
    public static string WriteDetails(ServerReading reading, IReadOnlyList<HistoryPoint> history) => Write(json =>
    {
        WriteArray(json, "sensors", reading.Verdict.Sensors, WriteSensor);
        WriteArray(json, "history", history, WritePoint);
    });

    /// <summary>Writes the ticket of a change of power.</summary>
    public static string WriteTicket(string ticket) => Write(json => Write(json, "ticket", ticket));

    /// <summary>Writes what became of a change of power.</summary>
    public static string WriteOutcome(bool succeeded, string text) => Write(json =>
    {
        Write(json, "succeeded", succeeded);
        Write(json, "text", text);
    });

    private static string Write(Action<JsonTextWriter> write)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (JsonTextWriter json = CreateWriter(text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return text.ToString();
    }

    private static void WriteHead(JsonTextWriter json, PageOptions options)
    {
        Write(json, "version", options.Version);
        Write(json, "created", options.Created);
        Write(json, "after", options.After);
        WriteArray(json, "parts", ServerParts.Names, static (json, name) => json.WriteValue(name));
    }

    private static void WriteChanges(JsonTextWriter json, FleetChanges changes, bool withIndex)
    {
        Write(json, "board", changes.Version);
        WriteArray(json, "servers", changes.Servers, (json, server) => WriteServer(json, server.Reading, withIndex ? server.Index : null, isWhole: false));
        WriteArray(json, "events", changes.Events, WriteEvent);
        WriteArray(json, "history", changes.History, WritePoint);
    }

    private static void WritePoint(JsonTextWriter json, HistoryPoint point)
    {
        json.WriteStartArray();
        json.WriteValue(point.Time);
        WriteNumber(json, point.Watts);
        WriteNumber(json, point.Inlet);
        WriteNumber(json, point.Highest);
        json.WriteEndArray();
    }

    /// <summary>A writer whose texts can be in a script element.</summary>
    private static JsonTextWriter CreateWriter(TextWriter text) => new(text) { StringEscapeHandling = StringEscapeHandling.EscapeHtml, Culture = CultureInfo.InvariantCulture };

    /// <summary>Writes a server.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="reading">The server.</param>
    /// <param name="index">Its number; null where its place says it.</param>
    /// <param name="isWhole">Whether its sensors are written as well.</param>
    private static void WriteServer(JsonTextWriter json, ServerReading reading, int? index, bool isWhole)
    {
        HealthVerdict verdict = reading.Verdict;
        ServerInventory? inventory = reading.Inventory;
        Sensor? hottest = reading.Hottest();
        json.WriteStartObject();
        if (index is not null)
            Write(json, "index", index);
        Write(json, "name", reading.ComputerName);
        Write(json, "rack", reading.Place.Rack);
        Write(json, "unit", reading.Place.Unit);
        Write(json, "units", reading.Place.Units);
        Write(json, "health", (int)verdict.Health);
        Write(json, "reached", verdict.ErrorId is null);
        if (reading.IsPending)
            Write(json, "pending", true);
        WriteArray(json, "reasons", verdict.Reasons, static (json, reason) => WriteRow(json, reason.Part.ToString(), (int)reason.Severity, reason.Text));
        WriteArray(json, "parts", ServerParts.Of(verdict), static (json, health) => json.WriteValue((int?)health));
        Write(json, "power", verdict.PowerState is PowerState.On or PowerState.Off ? verdict.PowerState.ToString() : null);
        Write(json, "watts", reading.Usage?.Watts);
        Write(json, "wattsFrom", SourceOf(reading.Usage));
        Write(json, "inlet", reading.Inlet()?.Value);
        Write(json, "hot", hottest?.Value);
        Write(json, "hotName", hottest?.DisplayName);
        Write(json, "maker", inventory?.Manufacturer ?? verdict.Manufacturer);
        Write(json, "model", inventory?.Model);
        Write(json, "serial", inventory?.SerialNumber);
        Write(json, "asset", inventory?.AssetTag);
        Write(json, "firmware", verdict.FirmwareVersion);
        Write(json, "bios", inventory?.FirmwareVersion);
        Write(json, "address", inventory?.IPv4Address);
        Write(json, "mac", inventory?.MacAddress);
        Write(json, "system", inventory?.SystemName);
        Write(json, "os", inventory?.OperatingSystem);
        Write(json, "guid", inventory?.SystemGuid?.ToString());
        Write(json, "time", reading.LastRead);
        Write(json, "clock", ClockErrorOf(verdict));
        Write(json, "moreEvents", reading.HasMoreEvents);
        Write(json, "eventsUnread", reading.Events is null);
        WriteArray(json, "notes", reading.Notes, static (json, note) => json.WriteValue(note));
        if (isWhole)
            WriteArray(json, "sensors", verdict.Sensors, WriteSensor);
        json.WriteEndObject();
    }

    private static void WriteSensor(JsonTextWriter json, Sensor sensor)
    {
        json.WriteStartArray();
        json.WriteValue(sensor.DisplayName);
        json.WriteValue(sensor.Type);
        WriteNumber(json, sensor.Value);
        json.WriteValue(sensor.Unit);
        json.WriteValue((int)sensor.Health);
        json.WriteValue(sensor.StateText.Length > 0 ? sensor.StateText : null);
        json.WriteValue(sensor.UnavailableReason);
        double?[] limits = [sensor.LowerNonRecoverable, sensor.LowerCritical, sensor.LowerNonCritical, sensor.UpperNonCritical, sensor.UpperCritical, sensor.UpperNonRecoverable];
        if (limits.Any(static limit => limit is not null))
        {
            json.WriteStartArray();
            foreach (double? limit in limits)
                WriteNumber(json, limit);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteEvent(JsonTextWriter json, FleetEvent entry) =>
        WriteRow(json, entry.Server, entry.Time?.ToUnixTimeMilliseconds(), (int)entry.Severity, entry.Sensor, entry.Event, entry.Direction?.ToString(), entry.Details);

    /// <summary>Days by which the clock of a BMC is wrong; null if it is less than a day, which can be a time zone, or not known.</summary>
    private static double? ClockErrorOf(HealthVerdict verdict) =>
        verdict.Log?.Time is { } time && Math.Abs((time - verdict.Timestamp).TotalDays) is >= 1 and var days ? Math.Round(days, 1) : null;

    private static string? SourceOf(PowerUsage? usage) => usage?.Source switch
    {
        null or PowerSource.Unknown => null,
        PowerSource.Dcmi => "DCMI",
        PowerSource.NodeManager => "Node Manager",
        _ => string.Join(", ", usage.Sensors),
    };

    private static void WriteRow(JsonTextWriter json, params object?[] values)
    {
        json.WriteStartArray();
        foreach (object? value in values)
            json.WriteValue(value);
        json.WriteEndArray();
    }

    private static void WriteArray<T>(JsonTextWriter json, string name, IEnumerable<T> values, Action<JsonTextWriter, T> write)
    {
        json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (T value in values)
            write(json, value);
        json.WriteEndArray();
    }

    private static void Write(JsonTextWriter json, string name, DateTimeOffset? time) => Write(json, name, (object?)time?.ToUnixTimeMilliseconds());

    private static void Write(JsonTextWriter json, string name, double? number)
    {
        json.WritePropertyName(name);
        WriteNumber(json, number);
    }

    private static void Write(JsonTextWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    /// <summary>Whole numbers without decimals. JSON has no infinity.</summary>
    private static void WriteNumber(JsonTextWriter json, double? number)
    {
        if (number is not { } value || double.IsNaN(value) || double.IsInfinity(value))
            json.WriteNull();
        else
            json.WriteRawValue(Math.Round(value, 6).ToString("R", CultureInfo.InvariantCulture));
    }
}
