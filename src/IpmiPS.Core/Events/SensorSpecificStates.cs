using System.Collections.Generic;
using static IpmiPS.Events.EventState;

namespace IpmiPS.Events;

/// <summary>The states of event/reading type 6Fh, by sensor type and offset; null is a reserved offset. IPMI 2.0 section 42.2, table 42-3.</summary>
internal static class SensorSpecificStates
{
    private static readonly Dictionary<byte, EventState?[]> BySensorType = new()
    {
        [0x05 /* physical security */] =
        [
            Fail("General Chassis Intrusion"), Fail("Drive Bay intrusion"), Fail("I/O Card area intrusion"), Fail("Processor area intrusion"),
            Warn("LAN Leash Lost"), Fail("Unauthorized dock"), Fail("FAN area intrusion"),
        ],
        [0x06 /* platform security violation attempt */] =
        [
            Fail("Secure Mode (Front Panel Lockout) Violation attempt"), Fail("Pre-boot Password Violation - user password"),
            Fail("Pre-boot Password Violation - setup password"), Fail("Pre-boot Password Violation - network boot password"),
            Fail("Other pre-boot Password Violation"), Fail("Out-of-band Access Password Violation"),
        ],
        [0x07 /* processor */] =
        [
            Fail("IERR"), Fail("Thermal Trip"), Fail("FRB1/BIST failure"), Fail("FRB2/Hang in POST failure"),
            Fail("FRB3/Processor Startup/Initialization failure"), Fail("Configuration Error"), Fail("SM BIOS Uncorrectable CPU-complex Error"),
            Good("Processor Presence detected"), Fail("Processor disabled"), Ok("Terminator Presence detected"),
            Warn("Processor Automatically Throttled"), Fail("Machine Check Exception (Uncorrectable)"), Warn("Correctable Machine Check Error"),
        ],
        [0x08 /* power supply; inactive is what cold redundancy makes of a spare */] =
        [
            Good("Presence detected"), Fail("Power Supply Failure detected"), Warn("Predictive Failure"), Fail("Power Supply input lost (AC/DC)"),
            Fail("Power Supply input lost or out-of-range"), Fail("Power Supply input out-of-range, but present"), Fail("Configuration error"),
            Ok("Power Supply Inactive"),
        ],
        [0x09 /* power unit */] =
        [
            Ok("Power Off/Power Down"), Ok("Power Cycle"), Fail("240VA Power Down"), Warn("Interlock Power Down"), Fail("AC lost/Power input lost"),
            Fail("Soft Power Control Failure"), Fail("Power Unit Failure detected"), Warn("Predictive Failure"),
        ],
        [0x0C /* memory */] =
        [
            Warn("Correctable ECC"), Fail("Uncorrectable ECC"), Fail("Parity"), Fail("Memory Scrub Failed"), Fail("Memory Device Disabled"),
            Warn("Correctable ECC logging limit reached"), Good("Presence detected"), Fail("Configuration error"), Ok("Spare"),
            Warn("Memory Automatically Throttled"), Fail("Critical Overtemperature"),
        ],
        [0x0D /* drive slot */] =
        [
            Good("Drive Presence"), Fail("Drive Fault"), Warn("Predictive Failure"), Ok("Hot Spare"), Ok("Consistency Check/Parity Check in progress"),
            Fail("In Critical Array"), Fail("In Failed Array"), Ok("Rebuild/Remap in progress"), Fail("Rebuild/Remap Aborted"),
        ],
        [0x0F /* system firmware progress */] =
        [
            Fail("System Firmware Error"), Fail("System Firmware Hang"), Ok("System Firmware Progress"),
        ],
        [0x10 /* event logging disabled */] =
        [
            Warn("Correctable Memory Error Logging Disabled"), Warn("Event Type Logging Disabled"), Ok("Log Area Reset/Cleared"),
            Fail("All Event Logging Disabled"), Fail("SEL Full"), Warn("SEL Almost Full"), Warn("Correctable Machine Check Error Logging Disabled"),
        ],
        [0x11 /* watchdog 1 */] =
        [
            Fail("BIOS Watchdog Reset"), Fail("OS Watchdog Reset"), Fail("OS Watchdog Shut Down"), Fail("OS Watchdog Power Down"),
            Fail("OS Watchdog Power Cycle"), Fail("OS Watchdog NMI/Diagnostic Interrupt"), Warn("OS Watchdog Expired, status only"),
            Warn("OS Watchdog pre-timeout Interrupt, non-NMI"),
        ],
        [0x12 /* system event */] =
        [
            Ok("System Reconfigured"), Ok("OEM System Boot Event"), Fail("Undetermined system hardware failure"), Ok("Entry added to Auxiliary Log"),
            Ok("PEF Action"), Ok("Timestamp Clock Synch"),
        ],
        [0x13 /* critical interrupt */] =
        [
            Fail("Front Panel NMI/Diagnostic Interrupt"), Fail("Bus Timeout"), Fail("I/O channel check NMI"), Warn("Software NMI"), Fail("PCI PERR"),
            Fail("PCI SERR"), Fail("EISA Fail Safe Timeout"), Warn("Bus Correctable Error"), Fail("Bus Uncorrectable Error"), Fail("Fatal NMI"),
            Fail("Bus Fatal Error"), Warn("Bus Degraded"),
        ],
        [0x14 /* button/switch */] =
        [
            Ok("Power Button pressed"), Ok("Sleep Button pressed"), Ok("Reset Button pressed"), Warn("FRU latch open"), Warn("FRU service request button"),
        ],
        [0x19 /* chip set */] =
        [
            Fail("Soft Power Control Failure"), Fail("Thermal Trip"),
        ],
        [0x1B /* cable/interconnect */] =
        [
            Good("Cable/Interconnect is connected"), Fail("Configuration Error - Incorrect cable connected/Incorrect interconnection"),
        ],
        [0x1D /* system boot initiated */] =
        [
            Ok("Initiated by power up"), Ok("Initiated by hard reset"), Ok("Initiated by warm reset"), Ok("User requested PXE boot"),
            Ok("Automatic boot to diagnostic"), Ok("OS/run-time software initiated hard reset"), Ok("OS/run-time software initiated warm reset"),
            Ok("System Restart"),
        ],
        [0x1E /* boot error */] =
        [
            Fail("No bootable media"), Warn("Non-bootable diskette left in drive"), Fail("PXE Server not found"), Fail("Invalid boot sector"),
            Warn("Timeout waiting for user selection of boot source"),
        ],
        [0x1F /* OS boot */] =
        [
            Ok("A: boot completed"), Ok("C: boot completed"), Ok("PXE boot completed"), Ok("Diagnostic boot completed"), Ok("CD-ROM boot completed"),
            Ok("ROM boot completed"), Ok("Boot completed - boot device not specified"), Ok("Base OS/Hypervisor Installation started"),
            Ok("Base OS/Hypervisor Installation completed"), Warn("Base OS/Hypervisor Installation aborted"),
            Fail("Base OS/Hypervisor Installation failed"),
        ],
        [0x20 /* OS critical stop */] =
        [
            Fail("Critical stop during OS load/initialization"), Fail("Run-time Critical Stop"), Warn("OS Graceful Stop"), Ok("OS Graceful Shutdown"),
            Warn("Soft Shutdown initiated by PEF"), Warn("Agent Not Responding"),
        ],
        [0x21 /* slot/connector */] =
        [
            Fail("Fault Status asserted"), Ok("Identify Status asserted"), Good("Slot/Connector Device installed/attached"),
            Ok("Slot/Connector Ready for Device Installation"), Ok("Slot/Connector Ready for Device Removal"), Ok("Slot Power is Off"),
            Warn("Slot/Connector Device Removal Request"), Warn("Interlock asserted"), Warn("Slot is Disabled"), Ok("Slot holds spare device"),
        ],
        [0x22 /* system ACPI power state */] =
        [
            Ok("S0/G0: working"), Ok("S1: sleeping with system h/w & processor context maintained"), Ok("S2: sleeping, processor context lost"),
            Ok("S3: sleeping, processor & h/w context lost, memory retained"), Ok("S4: non-volatile sleep/suspend-to-disk"), Ok("S5/G2: soft-off"),
            Ok("S4/S5: soft-off, particular S4/S5 state cannot be determined"), Ok("G3: Mechanical Off"), Ok("Sleeping in an S1, S2, or S3 state"),
            Ok("G1: sleeping"), Ok("S5: entered by override"), Ok("Legacy ON state"), Ok("Legacy OFF state"), Unknown("Unspecified"), Unknown("Unknown"),
        ],
        [0x23 /* watchdog 2 */] =
        [
            Warn("Timer expired, status only"), Fail("Hard Reset"), Fail("Power Down"), Fail("Power Cycle"), null, null, null, null,
            Warn("Timer interrupt"),
        ],
        [0x24 /* platform alert */] =
        [
            Ok("Platform generated page"), Ok("Platform generated LAN alert"), Ok("Platform Event Trap generated"),
            Ok("Platform generated SNMP trap, OEM format"),
        ],
        [0x25 /* entity presence */] =
        [
            Good("Entity Present"), Gone("Entity Absent"), Warn("Entity Disabled"),
        ],
        [0x27 /* LAN */] =
        [
            Warn("LAN Heartbeat Lost"), Good("LAN Heartbeat"),
        ],
        [0x28 /* management subsystem health */] =
        [
            Warn("Sensor access degraded or unavailable"), Warn("Controller access degraded or unavailable"), Fail("Management controller off-line"),
            Fail("Management controller unavailable"), Warn("Sensor failure"), Fail("FRU failure"),
        ],
        [0x29 /* battery */] =
        [
            Warn("Battery low"), Fail("Battery failed"), Good("Battery presence detected"),
        ],
        [0x2A /* session audit */] =
        [
            Ok("Session Activated"), Ok("Session Deactivated"), Warn("Invalid Username or Password"), Fail("Invalid Password Disable"),
        ],
        [0x2B /* version change; the end of a successful change means that it was not */] =
        [
            Ok("Hardware change detected with associated Entity"), Ok("Firmware or software change detected with associated Entity"),
            Fail("Hardware incompatibility detected with associated Entity"), Fail("Firmware or software incompatibility detected with associated Entity"),
            Fail("Entity is of an invalid or unsupported hardware version"),
            Fail("Entity contains an invalid or unsupported firmware or software version"),
            Good("Hardware Change detected with associated Entity was successful"), Good("Software or F/W Change detected with associated Entity was successful"),
        ],
        [0x2C /* FRU state */] =
        [
            Gone("FRU Not Installed"), Ok("FRU Inactive"), Ok("FRU Activation Requested"), Ok("FRU Activation In Progress"), Ok("FRU Active"),
            Ok("FRU Deactivation Requested"), Ok("FRU Deactivation In Progress"), Fail("FRU Communication Lost"),
        ],
    };

    public static EventState?[]? Of(byte sensorType) => BySensorType.TryGetValue(sensorType, out var states) ? states : null;
}
