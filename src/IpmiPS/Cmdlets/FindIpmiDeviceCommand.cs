using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Discovery;
using IpmiPS.Hosts;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Finds BMCs in networks and among names, without a credential: presence ping and Get Channel Authentication Capabilities, at most two packets to an address that
/// stays silent, at a steady rate. What is found is written at once.
/// </summary>
[Cmdlet(VerbsCommon.Find, "IpmiDevice")]
[OutputType(typeof(FoundDevice))]
public sealed class FindIpmiDeviceCommand : FanOutCmdlet
{
    private const int NoPort = 0;

    /// <summary>Devices that a slow pipeline has not taken yet. At more, the search waits.</summary>
    private const int MaximumHeld = 1000;

    private readonly CellFaults _cells = new();
    private readonly TargetDefaults _defaults = new();
    private readonly SemaphoreSlim _free = new(MaximumHeld);
    private DeviceFinder? _finder;
    private CancellationToken _stop;
    private int _row;

    /// <summary>
    /// Where to look: prefixes such as 10.0.0.0/24 or fd00::/112, from-to such as 10.0.0.1-10.0.3.254 or 10.0.0.1-50, names, IPv4 or IPv6 addresses, host:port, and host ranges such as
    /// rack1-bmc[001-040,050].
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Cn", "HostName", "Host", "Address", "IPAddress", "Bmc")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [InputAsName]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string[]? ComputerName
    {
        get;
        set => field = _defaults.Take(this, value);
    }

    /// <summary>UDP port, 1 to 65535; default 623. A port written with the name takes precedence.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Port", 1, 65535, NoPort)]
    public int Port
    {
        get;
        set => field = _cells.Take(value);
    } = NoPort;

    /// <summary>Packets a second, evenly spread, to all addresses together.</summary>
    [Parameter]
    [ValidateRange(1, 100000)]
    public int PacketsPerSecond { get; set; } = FindOptions.DefaultPacketsPerSecond;

    /// <summary>Seconds that an address has to answer; the second packet follows after half of them.</summary>
    [Parameter]
    [ValidateRange(0.01, 600)]
    public double TimeoutSeconds { get; set; } = 3;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (_cells.Text is { } faults)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(faults, null));
        _defaults.BeginInput();
        var finder = _finder = new DeviceFinder(new() { PacketsPerSecond = PacketsPerSecond, Timeout = TimeSpan.FromSeconds(TimeoutSeconds) })
        {
            Found = Write,
            Failed = error => Workers.Post(() => WriteFailure(ErrorRecords.From(error, error.Target))),
            Progressed = progress => Workers.Post(() => Show(progress)),
        };
        Workers.Start(stop => RunAsync(finder, stop), 1);
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        _row++;
        if (_cells.Text is { } faults)
        {
            WriteFailure(ErrorRecords.InvalidParameter($"Row {_row} of the input: {faults}", string.Join(",", ComputerName ?? [])));
            return;
        }

        string[] names = [.. HostRange.Rejoin((ComputerName ?? []).Select(static name => name ?? ""))];
        if (names.Length == 0)
            WriteFailure(ErrorRecords.InvalidParameter("The input names no address.", null));
        foreach (string name in names)
            Add(name);
    }

    /// <inheritdoc/>
    protected override void End() => _finder!.CompleteAdding();

    /// <inheritdoc/>
    protected override void Conclude() => WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _finder?.Dispose();
        _free.Dispose();
    }

    private async Task RunAsync(DeviceFinder finder, CancellationToken stop)
    {
        _stop = stop;
        try
        {
            await finder.RunAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The pipeline has ended.
        }
    }

    private void Add(string name)
    {
        try
        {
            // A session names its BMC.
            string host = InputAsNameAttribute.IsStandIn(name) ? InputAsNameAttribute.SessionOf(name).ComputerName : name;
            _finder!.Add(host, Port == NoPort ? LanEndpoint.DefaultPort : Port);
        }
        catch (IpmiException error)
        {
            WriteFailure(ErrorRecords.From(error, InputAsNameAttribute.IsStandIn(name) ? null : name));
        }
    }

    /// <summary>On the thread of the search.</summary>
    private void Write(FoundDevice device)
    {
        _free.Wait(_stop);
        Workers.Post(() =>
        {
            _free.Release();
            WriteObject(device);
        });
    }

    private void Show(FindProgress progress)
    {
        if (progress.Total < 2)
            return;
        long left = progress.Total - progress.Done;
        string status = string.Format(
            CultureInfo.CurrentCulture, "{0:N0} of {1:N0}{2} addresses done, {3:N0} found", progress.Done, progress.Total, progress.IsTotalFinal ? "" : " or more", progress.Found);
        WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, status)
        {
            PercentComplete = progress.IsTotalFinal && progress.Total > 0 ? (int)(100 * progress.Done / progress.Total) : -1,

            // Nearly all addresses are silent and get two packets.
            SecondsRemaining = progress.IsTotalFinal ? (int)(2 * left / PacketsPerSecond + TimeoutSeconds) : -1,
        });
    }
}
