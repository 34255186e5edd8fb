using System.Collections.Generic;
using IpmiPS.Commands;
using IpmiPS.Commands.Oem;

namespace IpmiPS.Oem;

/// <summary>
/// Fan control of Supermicro X10 and later. A duty holds only in the mode "full", so that is set first. Source: IPMIDeck (ipmi_service.py); zipmi has the mode too.
/// </summary>
internal sealed class SupermicroFanControl : FanControl
{
    private const byte Processors = 0, Peripherals = 1;

    public override IpmiCommand<byte?> ReadMode => new SupermicroFanMode(null);

    public override IReadOnlyList<IpmiCommand<byte?>> ReadDuty => [new SupermicroFanDuty(Processors, null), new SupermicroFanDuty(Peripherals, null)];

    public override IpmiCommand<byte?> Automatic => new SupermicroFanMode(SupermicroFanMode.Standard);

    public override bool IsAutomatic(byte mode) => mode != SupermicroFanMode.Full;

    public override IReadOnlyList<IpmiCommand<byte?>> SetDuty(byte percent) =>
        [new SupermicroFanMode(SupermicroFanMode.Full), new SupermicroFanDuty(Processors, percent), new SupermicroFanDuty(Peripherals, percent)];
}
