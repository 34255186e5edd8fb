using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The output of one target's worker. It queues everything for the pipeline thread. It is also the trace of the target's connection: notes
/// become -Verbose, packets -Debug, each with the computer name in front.
/// </summary>
internal sealed class TargetOutput(FanOut workers, IPipelineWriter writer, string computerName, StreamChoice wanted) : IIpmiTrace
{
    private readonly HashSet<string> _warnings = [];
    private readonly Queue<object> _results = new();
    private bool _isDeliveryQueued;
    private volatile bool _hasSentChange;

    /// <summary>The controller that results are from; each result of one behind the BMC says so.</summary>
    public IpmbTarget Controller { get; init; } = IpmbTarget.Bmc;

    /// <summary>The BMC as the user named it.</summary>
    public string ComputerName => computerName;

    /// <summary>True if a command that changes something was sent and the BMC did not refuse it.</summary>
    public bool HasSentChange
    {
        get => _hasSentChange;
        set => _hasSentChange = value;
    }

    /// <inheritdoc/>
    public bool WantsPackets => wanted.Debug;

    /// <summary>
    /// Writes a result: at once if there is only one target, else together with the target's other results when its work is done. Rows of
    /// several BMCs in random order would break a table that is grouped by computer.
    /// </summary>
    public void Write(object result)
    {
        lock (_results)
        {
            _results.Enqueue(Controller.IsBmc ? result : Mark(result));
            if (_isDeliveryQueued || workers.HasSeveralTargets)
                return;
            _isDeliveryQueued = true;
        }

        workers.Post(DeliverIfAlone);
    }

    /// <summary>
    /// Writes a result at once, after earlier ones, and runs <paramref name="first"/> right before. Returns false if the pipeline ended first and
    /// the result was not written.
    /// </summary>
    public async Task<bool> HandOverAsync(object result, Action first, CancellationToken stop)
    {
        bool taken = false;
        await workers.RunOnPipelineAsync(
            () =>
            {
                Deliver();
                first();
                taken = true;
                writer.WriteObject(result);
            },
            stop).ConfigureAwait(false);
        return taken;
    }

    /// <summary>Runs an action on the pipeline thread; see <see cref="FanOut.RunOnPipelineAsync"/>.</summary>
    public Task RunOnPipelineAsync(Action work, CancellationToken stop) => workers.RunOnPipelineAsync(work, stop);

    /// <summary>Writes an error, after earlier results.</summary>
    public void Fail(ErrorRecord error) => workers.Post(() =>
    {
        Deliver();
        writer.WriteFailure(error);
    });

    /// <summary>Writes the results that are still held.</summary>
    public void Complete() => workers.Post(Deliver);

    /// <inheritdoc/>
    public void Note(string text)
    {
        if (wanted.Verbose)
            workers.Post(() => writer.WriteVerbose($"{computerName}: {text}"));
    }

    /// <inheritdoc/>
    public void Packet(string text)
    {
        if (wanted.Debug)
            workers.Post(() => writer.WriteDebug($"{computerName}: {text}"));
    }

    /// <summary>Writes a warning; the same text only once per target.</summary>
    public void Warning(string text)
    {
        lock (_warnings)
        {
            if (!_warnings.Add(text))
                return;
        }

        workers.Post(() => writer.WriteWarning($"{computerName}: {text}"));
    }

    /// <summary>Adds the controller to a result as the parameters name it, so that the result leads the next cmdlet of a pipeline to the same controller.</summary>
    private PSObject Mark(object result)
    {
        var marked = PSObject.AsPSObject(result);
        Add("TargetAddress", Controller.Address);
        Add("TargetChannel", Controller.Channel);
        if (Controller.HasTransit)
        {
            Add("TransitAddress", Controller.TransitAddress);
            Add("TransitChannel", Controller.TransitChannel);
        }

        return marked;

        void Add(string name, byte value)
        {
            if (marked.Properties[name] is null)
                marked.Properties.Add(new PSNoteProperty(name, (int)value));
        }
    }

    private void DeliverIfAlone()
    {
        lock (_results)
            _isDeliveryQueued = false;
        if (workers.HasOnlyOneTarget)
            Deliver();
    }

    /// <summary>On the pipeline thread.</summary>
    private void Deliver()
    {
        while (Next() is { } result)
            writer.WriteObject(result);

        object? Next()
        {
            lock (_results)
                return _results.Count > 0 ? _results.Dequeue() : null;
        }
    }
}
