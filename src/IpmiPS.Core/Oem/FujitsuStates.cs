using IpmiPS.Events;
using static IpmiPS.Events.EventState;

namespace IpmiPS.Oem;

/// <summary>
/// Fujitsu's own sensor types and states, of servers with iRMC S1 and S2. Source: FreeIPMI,
/// libfreeipmi/spec/ipmi-sensor-and-event-code-tables-oem-fujitsu-spec.c and include/freeipmi/spec/ipmi-product-id-spec.h.
/// </summary>
internal static class FujitsuStates
{
    private const int FirstProduct = 0x0200, LastProduct = 0x05FF;

    private static readonly OemStateTable s_states = new()
    {
        [(OemStateTable.SensorSpecific, 0xC0 /* I2C bus */)] = [Fail("Bus error"), Ok("Bus OK"), Warn("Bus disabled"), Fail("Bus failed")],
        [(OemStateTable.SensorSpecific, 0xDD /* system power consumption */)] =
        [
            Ok("Power within the limit"), Warn("Power above the warning level"), Fail("Power above the critical level"), Ok("Power limiting disabled"),
        ],
        [(OemStateTable.SensorSpecific, 0xDE /* memory status */)] =
        [
            Ok("Slot empty"), Ok("OK"), null, Fail("Error"), Fail("Failed"), Warn("Prefailure"), null, Unknown("Unknown"),
        ],
        [(OemStateTable.SensorSpecific, 0xDF /* memory configuration */)] =
        [
            Ok("Normal"), Warn("Disabled"), Ok("Spare module"), Ok("Mirrored module"), Ok("RAID module"), Warn("Not usable"),
        ],
        [(OemStateTable.SensorSpecific, 0xE1 /* memory */)] =
        [
            Unknown("Module of another vendor"), Ok("Module replaced"), Fail("Fatal general error"), Warn("Recoverable general error"), Warn("Recoverable ECC error"),
            Warn("Recoverable CRC error"), Fail("Fatal CRC error"), Warn("Recoverable thermal event"), Fail("Fatal thermal error"),
            Warn("Too many correctable errors"), Fail("Uncorrectable parity error"), Ok("Modules swapped"), Ok("Module moved"), Unknown("Module removed"),
            Ok("Module inserted again"), Ok("Modules changed"),
        ],
        [(OemStateTable.SensorSpecific, 0xE3 /* hardware error */)] = [Fail("TPM error"), null, Fail("No usable processor")],
        [(OemStateTable.SensorSpecific, 0xE4 /* system error */)] =
        [
            Fail("Error in the system configuration data"), Fail("Resource conflict"), Fail("Interrupt not configured"), Fail("Device node not allocated"),
            Fail("Expansion ROM not initialized"),
        ],
        [(OemStateTable.SensorSpecific, 0xE6 /* fan status */)] =
        [
            Ok("Running"), Fail("Failed"), Warn("Prefailure"), Warn("Redundant fan failed"), Unknown("Not manageable"), Ok("Not installed"), null, Ok("Starting"),
        ],
        [(OemStateTable.SensorSpecific, 0xE8 /* power supply status */)] =
        [
            Ok("Not present"), Ok("OK"), Fail("Failed"), Warn("Redundant power supply: AC failed"), Warn("Redundant power supply: DC failed"),
            Fail("Critical temperature"), Unknown("Not manageable"), Warn("Fan failure predicted"), Fail("Fan failed"), Ok("Power save mode"),
        ],
        [(OemStateTable.SensorSpecific, 0xE9 /* power supply redundancy */)] = [Good("Redundancy present")],
        [(OemStateTable.SensorSpecific, 0xEC /* flash */)] =
        [
            Ok("Online firmware flash"), Ok("Online firmware flash: restart"), Ok("BIOS flash by TFTP: OK"), Fail("BIOS flash by TFTP: failed"),
            Ok("iRMC flash by TFTP: OK"), Fail("iRMC flash by TFTP: failed"),
        ],
        [(OemStateTable.SensorSpecific, 0xEF /* configuration backup */)] =
        [
            Warn("Motherboard exchange detected"), Fail("Chassis ID PROM: read or write error"), Ok("Chassis ID PROM: restored"), Fail("Chassis ID PROM: not restored"),
            Ok("Chassis ID PROM: backed up"), Fail("Chassis ID PROM: not backed up"), Ok("Chassis ID PROM: backup disabled"), Unknown("Chassis ID PROM: function not available"),
            null, null, null, null, null, null, null, Warn("NVRAM defaults loaded"),
        ],
    };

    public static string? NameSensorType(int productId, byte sensorType) => !Covers(productId) ? null : sensorType switch
    {
        0xC0 => "I2C Bus",
        0xDD => "System Power Consumption",
        0xDE => "Memory Status",
        0xDF => "Memory Configuration",
        0xE1 => "Memory",
        0xE3 => "Hardware Error",
        0xE4 => "System Error",
        0xE6 => "Fan Status",
        0xE8 => "Power Supply Status",
        0xE9 => "Power Supply Redundancy",
        0xEA => "Communication",
        0xEC => "Flash",
        0xEE => "Event",
        0xEF => "Configuration Backup",
        _ => null,
    };

    public static EventState? Find(OemState state) => Covers(state.ProductId) ? s_states.Find(state) : null;

    private static bool Covers(int productId) => productId is >= FirstProduct and <= LastProduct;
}
