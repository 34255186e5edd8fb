using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Restarts BMCs, not their servers. Sessions and consoles of all users end. With -Wait it returns when each BMC answers again and has its SDRs.
/// </summary>
[Cmdlet(VerbsLifecycle.Restart, "IpmiDevice", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DeviceRestart))]
public sealed class RestartIpmiDeviceCommand : BmcCmdlet
{
    /// <summary>The part of the time limit, at most a tenth, that is reserved for the result.</summary>
    private static readonly TimeSpan TimeToReport = TimeSpan.FromSeconds(2);

    /// <summary>Cold restart: as after a loss of the BMC's power. The default.</summary>
    [Parameter]
    public SwitchParameter Cold { get; set; }

    /// <summary>Warm restart: only the firmware starts again. Many BMCs do not have it.</summary>
    [Parameter]
    public SwitchParameter Warm { get; set; }

    /// <summary>Wait until the BMC works again, for 10 minutes or -TimeoutSeconds.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private DeviceRestartKind Kind => Warm ? DeviceRestartKind.Warm : DeviceRestartKind.Cold;

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        OncePerBmc = true,
        Action = Warm ? "Send Warm Reset: restart the firmware of the BMC; all its sessions end" : "Send Cold Reset: restart the BMC as after a loss of its power; all its sessions end",
        Force = Force,
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Cold && Warm)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Cold and -Warm exclude each other.", null, "Give one of them."));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        // The log-in in which the command is sent: a session would log in again by itself, and hide the interruption.
        IIpmiConnection old = target.Session?.Client ?? bmc;
        var restarter = new DeviceRestarter(bmc, Clock.System);
        DeviceRestart result = await restarter.SendAsync(Kind, Wait, cancellationToken).ConfigureAwait(false);
        if (Wait)
        {
            var timeout = DeviceRestarter.DefaultTimeout;
            if (Opener.TimeLeft is { } left)
                timeout = TimeSpan.FromTicks(Math.Max(left.Ticks / 10 * 9, left.Ticks - TimeToReport.Ticks));
            IBmcSession? anew = null;

            // Each time another one: the BMC may lose it while it starts.
            async Task<IIpmiConnection> LogInAsync(CancellationToken stop)
            {
                if (target.Session is not null)
                    return bmc;
                if (anew is not null)
                    PendingCloses.Add(anew);
                anew = null;
                return anew = await Opener.LogInAsync(target.Options!, stop).ConfigureAwait(false);
            }

            try
            {
                result = await restarter.WaitAsync(Kind, old, LogInAsync, timeout, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (anew is not null)
                    PendingCloses.Add(anew);
            }
        }

        SessionRegistry.Lose(bmc.Endpoint, except: Wait ? target.Session : null);
        output.Write(result);
    }
}
