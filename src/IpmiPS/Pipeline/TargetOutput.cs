using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What a worker may say about its target. Everything is posted to the pipeline thread; a worker never writes by itself.
/// It is also the trace of the target's connection: notes become -Verbose, packets -Debug, each after the target's name.
/// </summary>
internal sealed class TargetOutput(FanOutCmdlet cmdlet, string computerName, StreamChoice wanted) : IIpmiTrace
{
    private readonly HashSet<string> _warned = [];
    private readonly Queue<object> _held = new();
    private bool _isAnnounced;
    private volatile bool _hasSentChange;

    /// <summary>The target as the user named it.</summary>
    public string ComputerName => computerName;

    /// <summary>Whether a command was sent to the target that must not be repeated, because it changes something, and that the BMC did not refuse.</summary>
    public bool HasSentChange
    {
        get => _hasSentChange;
        set => _hasSentChange = value;
    }

    /// <inheritdoc/>
    public bool WantsPackets => wanted.Debug;

    /// <summary>
    /// Emits a result. Those of one target come out together: at once where it is the only one, else when its work is done; for the
    /// rows of several BMCs mixed at random are of no use to a reader, and a table grouped by computer would fall apart. So the pipeline
    /// thread is not woken for each of them.
    /// </summary>
    public void Write(object result)
    {
        lock (_held)
        {
            _held.Enqueue(result);
            if (_isAnnounced || cmdlet.HasSeveralTargets)
                return;
            _isAnnounced = true;
        }

        cmdlet.Post(DeliverIfAlone);
    }

    /// <summary>
    /// Emits a result at once, after those that were written before, and does <paramref name="first"/> right before. False where the
    /// pipeline ended first, so that nobody has it.
    /// </summary>
    public async Task<bool> HandOverAsync(object result, Action first, CancellationToken stop)
    {
        bool taken = false;
        await cmdlet.RunOnPipelineAsync(
            () =>
            {
                Deliver();
                first();
                taken = true;
                cmdlet.WriteObject(result);
            },
            stop).ConfigureAwait(false);
        return taken;
    }

    /// <summary>Emits a failure, after what was found before it.</summary>
    public void Fail(ErrorRecord error) => cmdlet.Post(() =>
    {
        Deliver();
        cmdlet.WriteFailure(error);
    });

    /// <summary>Says that nothing more will come.</summary>
    public void Complete() => cmdlet.Post(Deliver);

    /// <inheritdoc/>
    public void Note(string text)
    {
        if (wanted.Verbose)
            cmdlet.Post(() => cmdlet.WriteVerbose($"{computerName}: {text}"));
    }

    /// <inheritdoc/>
    public void Packet(string text)
    {
        if (wanted.Debug)
            cmdlet.Post(() => cmdlet.WriteDebug($"{computerName}: {text}"));
    }

    /// <summary>Tells a warning, each only once for a target.</summary>
    public void Warning(string text)
    {
        lock (_warned)
        {
            if (!_warned.Add(text))
                return;
        }

        cmdlet.Post(() => cmdlet.WriteWarning($"{computerName}: {text}"));
    }

    private void DeliverIfAlone()
    {
        lock (_held)
            _isAnnounced = false;
        if (cmdlet.HasOnlyOneTarget)
            Deliver();
    }

    /// <summary>On the pipeline thread.</summary>
    private void Deliver()
    {
        while (Next() is { } result)
            cmdlet.WriteObject(result);

        object? Next()
        {
            lock (_held)
                return _held.Count > 0 ? _held.Dequeue() : null;
        }
    }
}

/// <summary>Which of the wordy streams somebody reads; asked once, so that nothing is formatted and posted for nobody.</summary>
internal readonly record struct StreamChoice(bool Verbose, bool Debug)
{
    /// <summary>Reads the common parameters and the preference variables.</summary>
    public static StreamChoice Of(PSCmdlet cmdlet) => new(IsOn(cmdlet, "Verbose"), IsOn(cmdlet, "Debug"));

    private static bool IsOn(PSCmdlet cmdlet, string stream)
    {
        if (cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out object? given) && given is SwitchParameter chosen)
            return chosen.IsPresent;
        return LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue(stream + "Preference"), out ActionPreference preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}
