using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Monitoring;

/// <summary>
/// Collects results as metrics of Prometheus, in its text format. Names and labels are those of ipmi_exporter, so that its dashboards and alerts work; the label instance
/// is the BMC. What is not known has no line.
/// </summary>
internal sealed class MetricText
{
    private readonly SortedDictionary<string, (string Help, SortedDictionary<string, double> Lines)> _metrics = new(StringComparer.Ordinal);

    /// <summary>Number of lines with a value.</summary>
    public int Count => _metrics.Values.Sum(static metric => metric.Lines.Count);

    /// <summary>Adds what a result says. A second value with the same name and labels replaces the first.</summary>
    /// <returns>False if there are no metrics for results of this type.</returns>
    public bool Add(object result)
    {
        switch (result)
        {
            case Sensor sensor:
                AddSensor(sensor);
                return true;
            case PowerStatus power:
                AddChassis(power.ComputerName, power.State, power.Fault);
                return true;
            case Chassis chassis:
                AddChassis(chassis.ComputerName, chassis.PowerState, chassis.Fault);
                return true;
            case SelInfo log:
                SetUp(log.ComputerName, "sel");
                Set("ipmi_sel_logs_count", "Current number of log entries in the SEL.", log.Entries, ("instance", log.ComputerName));
                Set("ipmi_sel_free_space_bytes", "Current free space remaining for new SEL entries.", log.FreeBytes, ("instance", log.ComputerName));
                return true;
            case SelEntry entry:
                AddEntry(entry);
                return true;
            case DeviceInfo device:
                SetUp(device.ComputerName, "bmc");
                Set("ipmi_bmc_info", "Constant metric with value '1' providing details about the BMC.", 1,
                    ("instance", device.ComputerName), ("firmware_revision", device.FirmwareVersion),
                    ("manufacturer_id", ManufacturerOf(device)));
                return true;
            case PowerUsage usage:
                SetUp(usage.ComputerName, "dcmi");
                Set("ipmi_dcmi_power_consumption_watts", "Current power consumption in Watts.", usage.Watts, ("instance", usage.ComputerName));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Adds that a BMC could not be read.</summary>
    public void AddFailure(string computerName)
    {
        foreach (string collector in new[] { "bmc", "chassis", "dcmi", "ipmi", "sel" })
            SetUp(computerName, collector, isUp: false);
    }

    /// <summary>The text format 0.0.4: lines end with LF, names and labels are in order.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var metric in _metrics)
        {
            text.Append("# HELP ").Append(metric.Key).Append(' ').Append(metric.Value.Help).Append('\n');
            text.Append("# TYPE ").Append(metric.Key).Append(" gauge\n");
            foreach (var line in metric.Value.Lines)
                text.Append(metric.Key).Append(line.Key).Append(' ').Append(line.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }

    private void AddSensor(Sensor sensor)
    {
        SetUp(sensor.ComputerName, "ipmi");
        (string Name, string Value)[] labels = [("instance", sensor.ComputerName), ("id", sensor.RecordId.ToString(CultureInfo.InvariantCulture)), ("name", sensor.Name)];
        switch (sensor.Unit)
        {
            case "RPM":
                Add("fan_speed", "rpm", "Fan speed in rotations per minute.", "a fan speed", sensor.Value);
                break;
            case "%" when sensor.Type == "Fan":
                Add("fan_speed", "ratio", "Fan speed as a proportion of the maximum speed.", "a fan speed", sensor.Value / 100);
                break;
            case "°C":
                Add("temperature", "celsius", "Temperature reading in degree Celsius.", "a temperature", sensor.Value);
                break;
            case "V":
                Add("voltage", "volts", "Voltage reading in Volts.", "a voltage", sensor.Value);
                break;
            case "A":
                Add("current", "amperes", "Current reading in Amperes.", "a current", sensor.Value);
                break;
            case "W":
                Add("power", "watts", "Power reading in Watts.", "a power", sensor.Value);
                break;
            default:
                labels = [.. labels, ("type", sensor.Type)];
                Add("sensor", "value", "Generic data read from an IPMI sensor of unknown type, relying on labels for context.", "an IPMI", sensor.Value);
                break;
        }

        void Add(string kind, string unit, string help, string what, double? value)
        {
            Set($"ipmi_{kind}_{unit}", help, value, labels);
            Set($"ipmi_{kind}_state", $"Reported state of {what} sensor (0=nominal, 1=warning, 2=critical).", StateOf(sensor.Health), labels);
        }
    }

    private void AddChassis(string computerName, PowerState state, PowerFaults fault)
    {
        SetUp(computerName, "chassis");
        if (state == PowerState.Unknown)
            return;
        Set("ipmi_chassis_power_state", "Current power state (1=on, 0=off).", state == PowerState.On ? 1 : 0, ("instance", computerName));
        Set("ipmi_chassis_drive_fault_state", "Current drive fault state (1=false, 0=true).", (fault & PowerFaults.DriveFault) == 0 ? 1 : 0, ("instance", computerName));
        Set("ipmi_chassis_cooling_fault_state", "Current Cooling/fan fault state (1=false, 0=true).", (fault & PowerFaults.CoolingFault) == 0 ? 1 : 0, ("instance", computerName));
    }

    private void AddEntry(SelEntry entry)
    {
        SetUp(entry.ComputerName, "sel-events");
        string state = entry.Severity switch
        {
            SelSeverity.Information => "Nominal",
            SelSeverity.Warning => "Warning",
            SelSeverity.Critical or SelSeverity.NonRecoverable => "Critical",
            _ => "N/A",
        };
        var lines = LinesOf("ipmi_sel_events_count_by_state", "Current number of log entries in the SEL by state.");
        string labels = Format([("instance", entry.ComputerName), ("state", state)]);
        lines[labels] = lines.TryGetValue(labels, out double count) ? count + 1 : 1;
    }

    /// <summary>Name and number; the name of an unknown manufacturer has the number already.</summary>
    private static string ManufacturerOf(DeviceInfo device)
    {
        string number = string.Format(CultureInfo.InvariantCulture, "({0})", device.ManufacturerId);
        return device.Manufacturer.EndsWith(number, StringComparison.Ordinal) ? device.Manufacturer : $"{device.Manufacturer} {number}";
    }

    private static double? StateOf(SensorHealth health) => health switch
    {
        SensorHealth.Ok => 0,
        SensorHealth.Warning => 1,
        SensorHealth.Critical or SensorHealth.NonRecoverable => 2,
        _ => null,
    };

    /// <summary>ipmi_exporter has 0 for a BMC that failed; a cmdlet has no results of such a BMC, and so no line.</summary>
    private void SetUp(string computerName, string collector, bool isUp = true) =>
        Set("ipmi_up", "'1' if a scrape of the IPMI device was successful, '0' otherwise.", isUp ? 1 : 0, ("instance", computerName), ("collector", collector));

    private void Set(string name, string help, double? value, params (string Name, string Value)[] labels)
    {
        if (value is { } number && !double.IsNaN(number) && !double.IsInfinity(number))
            LinesOf(name, help)[Format(labels)] = number;
    }

    private SortedDictionary<string, double> LinesOf(string name, string help)
    {
        if (!_metrics.TryGetValue(name, out var metric))
            _metrics[name] = metric = (help, new(StringComparer.Ordinal));
        return metric.Lines;
    }

    private static string Format((string Name, string Value)[] labels) => "{" + string.Join(",", labels.Select(static label => $"{label.Name}=\"{Escape(label.Value)}\"")) + "}";

    private static string Escape(string value) => SafeText.Of(value).Replace("\\", "\\\\").Replace("\"", "\\\"");
}
