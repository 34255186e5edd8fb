using System;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Alerts;
using IpmiPS.AlertTesting;
using IpmiPS.Lan;

namespace IpmiPS.Cmdlets;

/// <summary>Tests whether alerts of BMCs arrive: makes each BMC send one, listens, and says which link of the chain is broken, and what to do about it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IpmiAlert", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(AlertTest))]
public sealed class TestIpmiAlertCommand : BmcCmdlet
{
    private AlertArrivals? _arrivals;
    private IPAddress? _receiver;

    /// <summary>Address of the receiver whose destination is tested. By default one of this computer, or else the first that the BMC has.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Receiver { get; set; }

    /// <summary>Number of the LAN channel; default all.</summary>
    [Parameter]
    [ValidateRange(1, 11)]
    public int Channel { get; set; }

    /// <summary>Number of the destination; default that of the receiver.</summary>
    [Parameter]
    [ValidateRange(1, 15)]
    public int Destination { get; set; }

    /// <summary>Community that alerts must have; default any.</summary>
    [Parameter]
    [SecureCell("Community")]
    public SecureString? Community
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Send an event through the filters as well. It stays in the event log.</summary>
    [Parameter]
    public SwitchParameter SendEvent { get; set; }

    /// <summary>Seconds for which an alert is waited for.</summary>
    [Parameter]
    [ValidateRange(0.1, 3600.0)]
    public double WaitSeconds { get; set; } = 10;

    /// <summary>UDP port of this computer at which alerts arrive. BMCs always send to 162, which needs rights.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int AlertPort { get; set; } = AlertReceiverOptions.DefaultPort;

    /// <summary>Addresses of this computer at which alerts arrive, IPv4 or IPv6; default all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AlertAddress { get; set; } = [];

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        OncePerBmc = true,
        Action = "Send Alert Immediate: send a test alert to its receiver" + (SendEvent ? ", and Platform Event Message: send an event, which stays in the event log" : ""),
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        _receiver = Receiver is null ? null : LanText.ReadAddress(Receiver);
        if (Receiver is not null && _receiver is null)
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"-Receiver takes an IP address, not '{Receiver}'.", null, "Give the address that the BMC has for the receiver: Get-IpmiAlert."));
        base.Begin();
        if (IsWhatIf)
            return;
        try
        {
            _arrivals = new AlertArrivals(AlertPort, AlertAddress);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var endpoint = bmc.Endpoint as LanEndpoint;
        output.Write(await AlertTester.RunAsync(
            bmc,
            _arrivals!,
            new AlertTestOptions
            {
                Receiver = _receiver,
                Channel = Channel == 0 ? null : Channel,
                Destination = Destination == 0 ? null : Destination,
                Community = Community is null ? null : Secrets.Reveal(Community),
                SendsEvent = SendEvent,
                WaitTime = TimeSpan.FromSeconds(WaitSeconds),
                BmcAddress = endpoint?.IPAddress,
                BmcPort = endpoint?.Port ?? LanEndpoint.DefaultPort,
            },
            cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _arrivals?.Dispose();
    }
}
