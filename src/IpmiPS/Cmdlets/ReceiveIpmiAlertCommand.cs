using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Alerts;

namespace IpmiPS.Cmdlets;

/// <summary>Receives alerts of BMCs: SNMP traps and informs of version 1 and 2c. It ends with Ctrl+C, after a number of alerts, or after a time.</summary>
[Cmdlet(VerbsCommunications.Receive, "IpmiAlert")]
[OutputType(typeof(Alert))]
public sealed class ReceiveIpmiAlertCommand : PSCmdlet, IDisposable
{
    private const int AnyPort = 0;

    private readonly CancellationTokenSource _stop = new();
    private readonly AlertInventory _inventory = new();
    private readonly List<(AlertComputer Computer, Task Done)> _computers = [];
    private readonly CellFaults _cells = new();
    private AlertReceiver? _receiver;
    private bool _isInventory;

    /// <summary>
    /// Computers whose alerts are expected: names, addresses, host ranges and GUIDs, or rows with ComputerName and, if known, Port, IPAddress and SystemGuid, such as those of
    /// Find-IpmiDevice and Get-IpmiInventory or their CSV files.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? Inventory { get; set; }

    /// <summary>UDP port; 0 for a free one, which -Verbose shows. BMCs always send to 162, which needs rights.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = AlertReceiverOptions.DefaultPort;

    /// <summary>Addresses of this computer, IPv4 or IPv6; default all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [];

    /// <summary>Number of alerts after which it ends; default no limit.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>Seconds after which it ends; default no limit.</summary>
    [Parameter]
    [ValidateRange(0.01, 2_000_000)]
    public double TimeoutSeconds { get; set; }

    /// <summary>Community that alerts must have; default any.</summary>
    [Parameter]
    [SecureCell("Community")]
    public SecureString? Community
    {
        get;
        set => field = _cells.Take(value);
    }

    /// <summary>Acknowledge platform event traps, so that the BMC does not send them again. With -Inventory, only to the addresses in it.</summary>
    [Parameter]
    public SwitchParameter Acknowledge { get; set; }

    /// <summary>UDP port of BMCs for acknowledgements; default that of the inventory, otherwise 623.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int AcknowledgePort { get; set; }

    /// <summary>Seconds for which a repetition of an alert is recognised, and not returned; 0 returns all.</summary>
    [Parameter]
    [ValidateRange(0.0, 86400.0)]
    public double RepeatSeconds { get; set; } = 600;

    /// <summary>The port is opened first, so that nothing is missed while names are looked up.</summary>
    protected override void BeginProcessing()
    {
        if (_cells.Text is { } faults)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(faults, null));
        _isInventory = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(Inventory));
        try
        {
            _receiver = new AlertReceiver(new AlertReceiverOptions
            {
                Addresses = Address,
                Port = Port,
                Communities = Community is null ? [] : [Secrets.Reveal(Community)],
                Inventory = _isInventory ? _inventory : null,
                Acknowledge = Acknowledge,
                AcknowledgementPort = AcknowledgePort == AnyPort ? null : AcknowledgePort,
                Limit = Count,
                RepeatTime = TimeSpan.FromSeconds(RepeatSeconds),
            });
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject? item in Inventory ?? [])
        {
            if (item is null)
                continue;
            try
            {
                foreach (var (computer, hosts) in AlertInventoryReader.Read(item))
                    _computers.Add((computer, _inventory.AddAsync(computer, hosts, _stop.Token)));
            }
            catch (IpmiException error)
            {
                WriteError(ErrorRecords.From(error, null));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        AlertReceiver receiver = _receiver!;
        int count = 0;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            FindAddresses();
            if (_isInventory && _computers.Count == 0)
                WriteWarning("The inventory has no computers: all alerts count as unknown, and none is acknowledged.");
            receiver.Start();
            WriteVerbose($"Receiving alerts at {string.Join(" and ", receiver.Endpoints)}.");
            if (MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSeconds)))
                end.CancelAfter(TimeSpan.FromSeconds(TimeoutSeconds));
            for (bool isOpen = true; ;)
            {
                // What has arrived until then is acknowledged, so it is returned, too.
                if (end.IsCancellationRequested)
                {
                    receiver.Stop();
                    isOpen = false;
                }

                AlertReception received;
                try
                {
                    received = receiver.ReceiveAsync(end.Token).GetAwaiter().GetResult();
                }
                catch (OperationCanceledException) when (isOpen)
                {
                    continue;
                }

                if (received.Notice is { } notice)
                    WriteWarning(notice.Message);
                if (received.Alert is not { } alert)
                    continue;
                WriteObject(alert);
                if (++count == Count)
                    end.Cancel();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException)
        {
            if (count < Count && Count != int.MaxValue)
                WriteWarning($"{count} of {Count} alerts arrived within {TimeoutSeconds.ToString(CultureInfo.CurrentCulture)} s.");
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        Report(receiver.Counts);
    }

    /// <summary>Called on another thread.</summary>
    protected override void StopProcessing() => _stop.CancelSafely();

    /// <summary>Closes the port.</summary>
    public void Dispose()
    {
        _receiver?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Waits until the addresses of all names are known. A name without one is an error; the alerts of the others are still recognised.</summary>
    private void FindAddresses()
    {
        foreach (var (computer, done) in _computers)
        {
            try
            {
                done.GetAwaiter().GetResult();
            }
            catch (IpmiException error)
            {
                WriteError(ErrorRecords.From(error, computer.ComputerName));
            }
        }
    }

    private void Report(AlertCounts counts)
    {
        WriteVerbose($"{counts.Packets} packets: {counts.Alerts} alerts, {counts.Duplicates} repetitions of these, {counts.Refused} refused, {counts.Dropped} lost; {counts.Responses} informs answered, {counts.Acknowledged} traps acknowledged.");
        if (counts.Dropped > 0)
            WriteWarning($"{counts.Dropped} alerts were lost in all, because those before them were processed too slowly.");
    }
}
