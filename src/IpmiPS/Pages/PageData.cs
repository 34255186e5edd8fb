using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Events;
using Newtonsoft.Json;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What a page shows, as JSON within its script element. All that markup begins with is escaped, so that no text of a BMC can end the element. Health and severity are
/// numbers, times are milliseconds since 1970, and what is not known is null.
/// </summary>
internal static class PageData
{
    /// <summary>Entity IDs of air inlets, table 43-13 and DCMI 1.0.</summary>
    private static readonly byte[] InletEntities = [0x37, 0x40];

    private static readonly Regex InletName = new(@"\b(inlet|ambient|front)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Writes the data of a report.</summary>
    public static string Write(PageOptions options, IReadOnlyList<ServerReading> readings)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var json = CreateWriter(text))
        {
            json.WriteStartObject();
            Write(json, "version", options.Version);
            Write(json, "created", options.Created);
            Write(json, "after", options.After);
            WriteArray(json, "parts", ServerParts.Names, static (json, name) => json.WriteValue(name));
            WriteArray(json, "servers", readings, static (json, reading) => WriteServer(json, reading, isWhole: true));
            json.WritePropertyName("events");
            json.WriteStartArray();
            for (int index = 0; index < readings.Count; index++)
                foreach (SelEntry entry in readings[index].Events ?? [])
                    WriteEvent(json, index, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.ToString();
    }

    /// <summary>A writer whose texts can be in a script element.</summary>
    public static JsonTextWriter CreateWriter(TextWriter text) => new(text) { StringEscapeHandling = StringEscapeHandling.EscapeHtml, Culture = CultureInfo.InvariantCulture };

    /// <summary>Writes a server.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="reading">The server.</param>
    /// <param name="isWhole">Whether its sensors are written as well.</param>
    private static void WriteServer(JsonTextWriter json, ServerReading reading, bool isWhole)
    {
        HealthVerdict verdict = reading.Verdict;
        ServerInventory? inventory = reading.Inventory;
        Sensor[] temperatures = [.. verdict.Sensors.Where(static sensor => sensor is { SensorType: SensorTypes.Temperature, Unit: "°C", Value: not null })];
        Sensor? hottest = temperatures.OrderByDescending(static sensor => sensor.Value).FirstOrDefault();
        json.WriteStartObject();
        Write(json, "name", reading.ComputerName);
        Write(json, "rack", reading.Place.Rack);
        Write(json, "unit", reading.Place.Unit);
        Write(json, "health", (int)verdict.Health);
        Write(json, "reached", verdict.ErrorId is null);
        WriteArray(json, "reasons", verdict.Reasons, static (json, reason) => WriteRow(json, reason.Part.ToString(), (int)reason.Severity, reason.Text));
        WriteArray(json, "parts", ServerParts.Of(verdict), static (json, health) => json.WriteValue((int?)health));
        Write(json, "power", verdict.PowerState is PowerState.On or PowerState.Off ? verdict.PowerState.ToString() : null);
        Write(json, "watts", reading.Usage?.Watts);
        Write(json, "wattsFrom", SourceOf(reading.Usage));
        Write(json, "inlet", InletOf(temperatures)?.Value);
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
        Write(json, "time", verdict.ErrorId is null ? verdict.Timestamp : null);
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

    private static void WriteEvent(JsonTextWriter json, int server, SelEntry entry) =>
        WriteRow(json, server, entry.Timestamp?.ToUnixTimeMilliseconds(), (int)entry.Severity, entry.Sensor, entry.Event, entry.Direction?.ToString(), entry.Details, entry.Id);

    /// <summary>The air that a server takes in: by the entity of the sensor, or else by its name; of several, the warmest.</summary>
    private static Sensor? InletOf(Sensor[] temperatures) =>
        temperatures.OrderByDescending(static sensor => InletEntities.Contains(sensor.EntityId)).ThenByDescending(static sensor => sensor.Value)
            .FirstOrDefault(static sensor => InletEntities.Contains(sensor.EntityId) || InletName.IsMatch(sensor.Name));

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
