using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Energy;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the power that servers take: by DCMI, or else from Intel Node Manager, or else from sensors. With -Watch, again and again, with the energy.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiPowerUsage", DefaultParameterSetName = ByName)]
[OutputType(typeof(PowerUsage))]
public sealed class GetIpmiPowerUsageCommand : BmcCmdlet
{
    /// <summary>The only source to use: Dcmi, NodeManager or Sensor. By default the first that has figures.</summary>
    [Parameter]
    public PowerSource Source { get; set; }

    /// <summary>Read the rolling average of this period, which the BMC must have. Only DCMI has them.</summary>
    [Parameter]
    public TimeSpan? Period { get; set; }

    /// <summary>Read again and again until Ctrl+C, and add up the energy.</summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    /// <summary>Seconds between two readings of -Watch, 0.1 to 3600; default 5.</summary>
    [Parameter]
    [ValidateRange(0.1, 3600)]
    public double IntervalSeconds { get; set; } = 5;

    /// <summary>Number of readings of -Watch; 0 for no end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Count { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Period is not null && Source is not (PowerSource.Unknown or PowerSource.Dcmi))
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"-Period needs DCMI; {Source} has no rolling averages.", null));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var reader = new PowerUsageReader(bmc) { Source = Source == PowerSource.Unknown ? null : Source, Period = Period };
        if (Watch)
            await WatchAsync(reader, bmc, output, cancellationToken).ConfigureAwait(false);
        else
            output.Write(await reader.ReadAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task WatchAsync(PowerUsageReader reader, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var clock = Clock.System;
        var meter = new EnergyMeter();
        var interval = TimeSpan.FromSeconds(IntervalSeconds);
        TimeSpan due = clock.Now;
        for (int i = 1; ; i++)
        {
            var usage = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var (wattHours, time) = meter.Add(usage.Watts, clock.Now);
            if (!await output.HandOverAsync(usage.WithEnergy(wattHours, time), static () => { }, cancellationToken).ConfigureAwait(false) || i == Count)
                return;
            due += interval;
            if (due > clock.Now)
                await KeepAlive.WhileAsync(bmc, WaitAsync(due - clock.Now), clock).ConfigureAwait(false);
        }

        async Task<bool> WaitAsync(TimeSpan time)
        {
            await clock.DelayAsync(time, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }
}
