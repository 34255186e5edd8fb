using System.Linq;
using IpmiPS.Monitoring;
using Xunit;

namespace IpmiPS.Tests.Monitoring;

public sealed class MetricTextTests
{
    [Fact]
    public void Sensors_have_the_names_and_labels_of_ipmi_exporter()
    {
        string text = Format(
            new Sensor { ComputerName = "bmc1", Name = "Inlet Temp", RecordId = 18, Type = "Temperature", Unit = "°C", Value = 24.5, Health = SensorHealth.Ok },
            new Sensor { ComputerName = "bmc1", Name = "Fan 1", RecordId = 58, Type = "Fan", Unit = "%", Value = 21, Health = SensorHealth.NonRecoverable },
            new Sensor { ComputerName = "bmc1", Name = "Cable", RecordId = 139, Type = "Cable/Interconnect", Health = SensorHealth.Warning });
        Assert.Contains("# HELP ipmi_temperature_celsius Temperature reading in degree Celsius.\n# TYPE ipmi_temperature_celsius gauge\nipmi_temperature_celsius{instance=\"bmc1\",id=\"18\",name=\"Inlet Temp\"} 24.5\n", text);
        Assert.Contains("\nipmi_temperature_state{instance=\"bmc1\",id=\"18\",name=\"Inlet Temp\"} 0\n", text);
        Assert.Contains("\nipmi_fan_speed_ratio{instance=\"bmc1\",id=\"58\",name=\"Fan 1\"} 0.21\n", text);
        Assert.Contains("\nipmi_fan_speed_state{instance=\"bmc1\",id=\"58\",name=\"Fan 1\"} 2\n", text);
        Assert.Contains("\nipmi_sensor_state{instance=\"bmc1\",id=\"139\",name=\"Cable\",type=\"Cable/Interconnect\"} 1\n", text);
        Assert.DoesNotContain("ipmi_sensor_value", text);
        Assert.DoesNotContain("\r", text);
    }

    [Fact]
    public void What_is_not_known_has_no_line()
    {
        string text = Format(
            new Sensor { ComputerName = "bmc1", Name = "CPU", Unit = "°C" },
            new PowerUsage { ComputerName = "bmc1" },
            new PowerStatus { ComputerName = "bmc1", State = PowerState.Unknown });
        Assert.Equal(
            "# HELP ipmi_up '1' if a scrape of the IPMI device was successful, '0' otherwise.\n# TYPE ipmi_up gauge\n"
            + "ipmi_up{instance=\"bmc1\",collector=\"chassis\"} 1\nipmi_up{instance=\"bmc1\",collector=\"dcmi\"} 1\nipmi_up{instance=\"bmc1\",collector=\"ipmi\"} 1\n",
            text);
    }

    [Fact]
    public void Chassis_log_BMC_and_power_have_their_metrics()
    {
        string text = Format(
            new PowerStatus { ComputerName = "a", State = PowerState.On, Fault = PowerFaults.DriveFault },
            new SelInfo { ComputerName = "a", Entries = 12, FreeBytes = 4000 },
            new DeviceInfo { ComputerName = "a", FirmwareVersion = "1.66", Manufacturer = "Dell", ManufacturerId = 674 },
            new PowerUsage { ComputerName = "a", Watts = 210 },
            new SelEntry { ComputerName = "a", Severity = SelSeverity.Critical },
            new SelEntry { ComputerName = "a", Severity = SelSeverity.NonRecoverable },
            new SelEntry { ComputerName = "a" });
        string[] lines = [.. text.Split('\n').Where(static line => line.Length > 0 && line[0] != '#' && !line.StartsWith("ipmi_up", System.StringComparison.Ordinal))];
        Assert.Equal(
        [
            "ipmi_bmc_info{instance=\"a\",firmware_revision=\"1.66\",manufacturer_id=\"Dell (674)\"} 1",
            "ipmi_chassis_cooling_fault_state{instance=\"a\"} 1",
            "ipmi_chassis_drive_fault_state{instance=\"a\"} 0",
            "ipmi_chassis_power_state{instance=\"a\"} 1",
            "ipmi_dcmi_power_consumption_watts{instance=\"a\"} 210",
            "ipmi_sel_events_count_by_state{instance=\"a\",state=\"Critical\"} 2",
            "ipmi_sel_events_count_by_state{instance=\"a\",state=\"N/A\"} 1",
            "ipmi_sel_free_space_bytes{instance=\"a\"} 4000",
            "ipmi_sel_logs_count{instance=\"a\"} 12",
        ], lines);
    }

    [Fact]
    public void Labels_are_escaped_and_the_last_of_equal_ones_counts()
    {
        string text = Format(
            new Sensor { ComputerName = "a", Name = "x\n\"\\", Unit = "V", Value = 1 },
            new Sensor { ComputerName = "a", Name = "x\n\"\\", Unit = "V", Value = 2 });
        Assert.Contains("\nipmi_voltage_volts{instance=\"a\",id=\"0\",name=\"x\\\"\\\\\"} 2\n", text);
        Assert.DoesNotContain(" 1\nipmi_voltage", text);
    }

    [Fact]
    public void Other_objects_have_no_metrics()
    {
        Assert.False(new MetricText().Add("text"));
    }

    private static string Format(params object[] results)
    {
        var metrics = new MetricText();
        Assert.All(results, result => Assert.True(metrics.Add(result)));
        return metrics.ToString();
    }
}
