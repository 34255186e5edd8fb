using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Sets the clocks of BMCs, by default to the time of this computer.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiClock", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(ClockUpdate))]
public sealed class SetIpmiClockCommand : BmcCmdlet
{
    /// <summary>The time to set (local time if it has no zone); default: the present time of this computer.</summary>
    [Parameter(Position = 1)]
    public DateTimeOffset? Time { get; set; }

    /// <summary>UTC offset of the clock, -24:00 to 24:00, for BMCs that keep local time. By default it is left as it is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OffsetCell("UtcOffset")]
    public TimeSpan? UtcOffset
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Sets the UTC offset to "not specified"; the clock is then in UTC.</summary>
    [Parameter]
    public SwitchParameter NoUtcOffset { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Settings = new ClockSettings
        {
            Time = Time,
            UtcOffset = NoUtcOffset ? GetSelTimeUtcOffset.Unspecified : UtcOffset is { } offset ? (short)offset.TotalMinutes : null,
        },
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (UtcOffset is not null && NoUtcOffset)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-UtcOffset and -NoUtcOffset contradict each other.", null, "Leave one of them out."));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        ClockChange change = await ClockChange.PrepareAsync(bmc, (ClockSettings)target.Needs.Settings!, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the clock", change, output, cancellationToken).ConfigureAwait(false);
    }
}
