using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cooling;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Sets the duty of the fans of servers, for a time or until it is set otherwise, or leaves the fans to the BMC. Only for makers whose fan control is known: Dell and Supermicro.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IpmiFan", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(FanUpdate))]
public sealed class SetIpmiFanCommand : BmcCmdlet
{
    private const int NotGiven = -1;

    private const string Danger = "The BMC no longer raises the speed of the fans when the server becomes warm";

    private static readonly TimeSpan s_longestHold = TimeSpan.FromDays(1);

    /// <summary>Duty of all fans in percent, 10 to 100.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [NumberCell("Percent", 10, 100, NotGiven)]
    public int Percent
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Leave the fans to the BMC.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchCell("Automatic")]
    public SwitchParameter Automatic
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Hold the duty for this time, at most a day, and leave the fans to the BMC afterwards, also after Ctrl+C and errors.</summary>
    [Parameter]
    public TimeSpan? For { get; set; }

    /// <summary>Make dangerous changes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        OncePerBmc = true,
        Force = Force,
        Settings = new Settings(Automatic ? null : Percent == NotGiven ? null : Percent, Automatic),
        TimeLimitEndsWork = For is null,
        StopTimeout = For is null ? BmcNeeds.DefaultStopTimeout : FanHold.RestoreTime,
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (For is { } time && (time <= TimeSpan.Zero || time > s_longestHold))
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-For is more than nothing and at most a day.", null));
        if (For is not null && Automatic)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-For and -Automatic exclude each other.", null));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var settings = (Settings)target.Needs.Settings!;
        if (settings is { Percent: null, Automatic: false })
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -Percent or -Automatic, on the command line or as columns of the input.");
        var change = await FanChange.PrepareAsync(bmc, settings.Percent, cancellationToken).ConfigureAwait(false);
        if (For is { } time && settings.Percent is not null)
            await HoldAsync(target, bmc, change, time, output, cancellationToken).ConfigureAwait(false);
        else
            await ApplyAsync(target, bmc, "Set the fans", change, output, cancellationToken, settings.Percent is null ? null : Danger).ConfigureAwait(false);
    }

    private async Task HoldAsync(BmcTarget target, IPayloadConnection bmc, FanChange change, TimeSpan time, TargetOutput output, CancellationToken cancellationToken)
    {
        string action = $"Set the fans for {time:c}, then to automatic: {change.Description ?? "as they are"}";
        if (!await ConfirmAsync(target, bmc, action, output, cancellationToken, Danger).ConfigureAwait(false))
            return;
        FanUpdate update = await new FanHold(bmc, change, Clock.System).RunAsync(time, cancellationToken).ConfigureAwait(false);
        output.Write(update);
        if (update.EndedBy is { } reason)
            output.Warning($"The duty of the fans was not held to the end; they are left to the BMC. {reason}");
        if (update.Difference is { } difference)
            throw difference;
    }

    private sealed record Settings(int? Percent, bool Automatic);
}
