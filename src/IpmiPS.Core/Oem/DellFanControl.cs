using System.Collections.Generic;
using IpmiPS.Commands;
using IpmiPS.Commands.Oem;

namespace IpmiPS.Oem;

/// <summary>
/// Fan control of Dell. It cannot be read. Source: IPMIDeck (ipmi_service.py), tested there on an R720; newer iDRAC 9 firmware refuses it with D4h.
/// </summary>
internal sealed class DellFanControl : FanControl
{
    public override string RefusedAdvice => "Newer firmware of iDRAC 9, and later iDRACs, have no fan control over IPMI. Use the fan settings of the BMC's web page.";

    public override IpmiCommand<byte?> Automatic => DellFans.SetMode(isAutomatic: true);

    public override IReadOnlyList<IpmiCommand<byte?>> SetDuty(byte percent) => [DellFans.SetMode(isAutomatic: false), DellFans.SetPercent(percent)];
}
