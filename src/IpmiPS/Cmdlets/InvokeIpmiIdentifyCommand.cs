using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Power;

namespace IpmiPS.Cmdlets;

/// <summary>Turns the identify light of servers on or off, so that they can be found in the rack.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "IpmiIdentify", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(IdentifyResult))]
public sealed class InvokeIpmiIdentifyCommand : BmcCmdlet
{
    /// <summary>Seconds for which the light is on, 0 to 255; default 15. 0 turns it off.</summary>
    [Parameter(Position = 1)]
    public byte Seconds { get; set; } = 15;

    /// <summary>Turn the light on until it is turned off.</summary>
    [Parameter]
    public SwitchParameter Indefinite { get; set; }

    /// <summary>Turn the light off.</summary>
    [Parameter]
    public SwitchParameter Off { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Action = "Send Chassis Identify: turn the identify light " + (Off || Seconds == 0 ? "off" : Indefinite ? "on until it is turned off" : $"on for {Seconds} s"),
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        string[] given = [.. new[] { nameof(Seconds), nameof(Indefinite), nameof(Off) }.Where(MyInvocation.BoundParameters.ContainsKey)];
        if (given.Length > 1)
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"-{string.Join(" and -", given)} exclude each other.", null, "Give one of -Seconds, -Indefinite and -Off."));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        IdentifyResult result = Indefinite
            ? await IdentifyLight.SetIndefinitelyAsync(bmc, cancellationToken).ConfigureAwait(false)
            : await IdentifyLight.SetAsync(bmc, Off ? (byte)0 : Seconds, cancellationToken).ConfigureAwait(false);
        output.Write(result);
        if (result is { State: { } state, Verified: false })
            output.Warning($"The BMC accepted Chassis Identify, but reports the identify light as {state}.");
    }
}
