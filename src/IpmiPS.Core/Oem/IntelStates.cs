using System.Collections.Generic;
using IpmiPS.Events;
using static IpmiPS.Events.EventState;

namespace IpmiPS.Oem;

/// <summary>
/// Intel's own events of server boards. Sources: Intel, System Event Log Troubleshooting Guide for EPSD platforms of the Xeon E5-2600; FreeIPMI,
/// libfreeipmi/util/ipmi-sensor-and-event-code-tables-util.c and libfreeipmi/spec/ipmi-sensor-and-event-code-tables-oem-intel-*.c.
/// </summary>
internal static class IntelStates
{
    private const int S5000Pal = 40, S5500Wb = 62, QuantaS4r = 64, S2600Gz = 73, S2600Jf = 77, S2600Wp = 78, S2600Kp = 111, S2600Wt = 112, S2600Bp = 124;

    private const byte CriticalInterrupt = 0x13, Firmware = 0x0F, VersionChange = 0x2B, Nmi = 0xC0, FirmwareSecurity = 0xC3, RecoveryDump = 0xD1, RemoteDebug = 0xD8, KcsPolicy = 0xDA, SmiTimeout = 0xF3;

    private const byte StateType = 0x03;

    private static readonly EventState?[] s_state = [Ok("State Deasserted"), Fail("State Asserted")];

    private static readonly EventState?[] s_firmwareUpdate = [Ok("Firmware update started"), Ok("Firmware update completed"), Fail("Firmware update failed")];

    /// <summary>PCIe and QPI errors of the S2600 boards.</summary>
    private static readonly OemStateTable s_buses = new()
    {
        [(0x70, CriticalInterrupt)] =
        [
            Fail("PCIe data link layer protocol error"), Fail("PCIe surprise link down"), Fail("PCIe completer abort"), Fail("PCIe unsupported request"), Fail("PCIe poisoned TLP"),
            Fail("PCIe flow control protocol error"), Fail("PCIe completion timeout"), Fail("PCIe receiver buffer overflow"), Fail("PCIe ACS violation"), Fail("PCIe malformed TLP"),
            Fail("PCIe ECRC error"), Fail("PCIe fatal message from downstream"), Fail("PCIe unexpected completion"), Fail("PCIe non-fatal message received"),
            Fail("PCIe uncorrectable internal error"), Fail("PCIe MC blocked TLP"),
        ],
        [(0x76, CriticalInterrupt)] =
        [
            Fail("PCIe atomic egress blocked"), Fail("PCIe TLP prefix blocked"), null, null, null, null, null, null, null, null, null, null, null, null, null,
            Fail("PCIe unspecified non-AER fatal error"),
        ],
        [(0x71, CriticalInterrupt)] =
        [
            Warn("PCIe receiver error"), Warn("PCIe bad DLLP"), Warn("PCIe bad TLP"), Warn("PCIe replay number rollover"), Warn("PCIe replay timer timeout"),
            Warn("PCIe advisory non-fatal error"), Warn("PCIe link bandwidth changed"), Warn("PCIe correctable internal error"), Warn("PCIe header log overflow"),
        ],
        [(0x73, CriticalInterrupt)] =
        [
            Fail("QPI link layer uncorrectable ECC error"), Fail("QPI poisoned packet received"), Fail("QPI link initialization failed, link width reduced"),
            Fail("QPI drift buffer alarm"), Fail("QPI latency buffer rollover"), Fail("QPI physical layer initialization failed"), Fail("QPI link layer control error"),
            Fail("QPI parity error in link or physical layer"), Fail("QPI protocol layer timeout"), Fail("QPI protocol layer failed response"),
            Fail("QPI protocol layer illegal packet field"), Fail("QPI protocol layer queue overflow or underflow"), Fail("QPI viral error"),
            Fail("QPI protocol layer parity error"), Fail("QPI routing table error"),
        ],
        [(0x74, CriticalInterrupt)] =
        [
            Fail("Illegal inbound request"), Fail("IIO write cache uncorrectable data ECC error"), Fail("IIO CSR access across a 32-bit boundary"),
            Fail("IIO redirect interrupt received inbound"), Fail("IIO illegal or non-existent address"), Fail("IIO write cache coherency violation"),
        ],
        [(0x77, CriticalInterrupt)] = [null, Warn("QPI link width reduced to 1/2"), Warn("QPI link width reduced to 1/4")],
    };

    /// <summary>PCIe errors of the generation before.</summary>
    private static readonly OemStateTable s_olderBuses = new()
    {
        [(0x71, CriticalInterrupt)] =
        [
            Warn("PCIe receiver error"), Warn("PCIe bad DLLP"), Warn("PCIe bad TLP"), Warn("PCIe replay number rollover"), Warn("PCIe replay timer timeout"),
            Warn("PCIe advisory non-fatal error"), Warn("PCIe link bandwidth changed"),
        ],
    };

    private static readonly OemStateTable s_timeouts = new() { [(StateType, SmiTimeout)] = s_state };

    private static readonly OemStateTable s_nmi = new() { [(StateType, Nmi)] = s_state };

    private static readonly OemStateTable s_update = new() { [(0x70, VersionChange)] = s_firmwareUpdate };

    /// <summary>The end of a BIOS recovery is the deassertion.</summary>
    private static readonly OemStateTable s_recovery = new()
    {
        [(0x70, Firmware)] = [null, Ok("BIOS recovery")],
        [(0x70, RecoveryDump)] = [null, Fail("IERR recovery dump failed")],
    };

    private static readonly OemStateTable s_security = new()
    {
        [(0x71, RemoteDebug)] = [Unknown("Remote JTAG consent"), Unknown("Remote JTAG enabled"), Unknown("Remote JTAG session"), Unknown("Remote PECI enabled"), Unknown("Remote PECI session")],
        [(0x7A, KcsPolicy)] = [null, null, null, Unknown("KCS: all allowed"), Unknown("KCS: restricted"), Unknown("KCS: all denied")],
        [(0x7B, FirmwareSecurity)] =
        [
            Fail("BMC firmware image not authentic at boot"), Fail("BMC firmware image with invalid security revision at boot"), Fail("BMC firmware image not authentic at update"),
            Fail("BMC firmware image with invalid security revision at update"), Fail("Signed region not authentic at update"), Fail("Signed region not authentic at boot or run time"),
            Fail("Signed region with invalid security revision at update"), Fail("Signed region with invalid security revision at boot or run time"), null, null, null, null,
            Warn("Factory image started"), Warn("Factory security revision downgraded"),
        ],
    };

    private static readonly Dictionary<int, OemStateTable[]> s_tables = new()
    {
        [S5000Pal] = [s_timeouts, s_nmi],
        [S5500Wb] = [s_timeouts, s_olderBuses],
        [QuantaS4r] = [s_timeouts, s_olderBuses],
        [S2600Jf] = [s_buses],
        [S2600Wp] = [s_buses, s_update],
        [S2600Kp] = [s_buses, s_update, s_recovery],
        [S2600Wt] = [s_buses, s_update, s_recovery],
        [S2600Gz] = [s_buses, s_update, s_recovery],
        [S2600Bp] = [s_buses, s_update, s_recovery, s_security],
    };

    public static string? NameSensorType(int productId, byte sensorType) => (productId, sensorType) switch
    {
        (S5000Pal, Nmi) => "NMI State",
        (S5000Pal or S5500Wb, SmiTimeout) => "SMI Timeout",
        (S2600Kp or S2600Wt or S2600Gz or S2600Bp, RecoveryDump) => "IERR Recovery Dump",
        (S2600Bp, FirmwareSecurity) => "System Firmware Security",
        (S2600Bp, RemoteDebug) => "Remote Debug",
        (S2600Bp, KcsPolicy) => "KCS Policy",
        _ => null,
    };

    public static EventState? Find(OemState state)
    {
        foreach (var table in s_tables.TryGetValue(state.ProductId, out var tables) ? tables : [])
        {
            if (table.Find(state) is { } found)
                return found;
        }

        return null;
    }
}
