using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Watching;

/// <summary>Watches whether a server is on. One request for each poll.</summary>
internal sealed class PowerWatch
{
    private bool? _isOn;

    /// <summary>Asks for the state.</summary>
    /// <param name="bmc">The BMC.</param>
    /// <param name="items">Receives what there is to report.</param>
    /// <param name="cancellationToken">Cancels the poll.</param>
    public async Task PollAsync(IIpmiConnection bmc, ICollection<WatchItem> items, CancellationToken cancellationToken)
    {
        bool isOn = (await bmc.SendAsync(new GetChassisStatus(), cancellationToken).ConfigureAwait(false)).IsOn;
        if (_isOn is { } before && before != isOn)
            items.Add(new WatchItem(new WatchEvent
            {
                ComputerName = bmc.ComputerName,
                Type = isOn ? WatchEventType.PowerOn : WatchEventType.PowerOff,
                Severity = isOn ? SelSeverity.Information : SelSeverity.Warning,
                Event = isOn ? "The server was turned on." : "The server was turned off.",
            }));
        _isOn = isOn;
    }
}
