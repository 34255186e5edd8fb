using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;

namespace IpmiPS.Cmdlets;

/// <summary>Runs the work on one BMC within its time limit. Never fails: every failure becomes one error record.</summary>
internal sealed class TargetWorker(ConnectionOpener opener, TargetSelection selection)
{
    /// <summary>Runs <paramref name="work"/> and writes its results.</summary>
    public async Task RunAsync(BmcTarget target, TargetOutput output, Func<CancellationToken, Task> work, CancellationToken stop)
    {
        using var limit = new TimeLimit(target.Needs.TimeLimitEndsWork ? target.TimeLimit : null, stop);
        opener.SetTimeLimit(limit);
        limit.Start();
        try
        {
            if (target.Session is { } session)
                opener.Claim(session);
            await work(limit.Token).ConfigureAwait(false);
            output.Complete();
        }
        catch (SameBmcException same)
        {
            selection.OnSameBmc(target, same, output);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The pipeline has ended; nothing reads the error.
        }
        catch (OperationCanceledException cancelled) when (limit.Token.IsCancellationRequested)
        {
            output.Fail(ErrorRecords.From(TimeLimitPassed(target, output, cancelled), target.ComputerName));
        }
#pragma warning disable CA1031 // One BMC's failure, whatever it is, must not end the others' work.
        catch (Exception error)
#pragma warning restore CA1031
        {
            output.Fail(ErrorRecords.From(error, target.ComputerName));
        }
    }

    private static IpmiException TimeLimitPassed(BmcTarget target, TargetOutput output, Exception cause)
    {
        string limit = string.Format(CultureInfo.CurrentCulture, "{0:0.###} s", target.TimeLimit?.TotalSeconds);
        return output.HasSentChange
            ? new IpmiException(IpmiErrorKind.OutcomeUnknown, $"A change was sent, but its effect could not be confirmed within {limit}.", innerException: cause)
            : new IpmiException(IpmiErrorKind.Timeout, $"The work was not done within {limit} (-TimeoutSeconds).", innerException: cause);
    }
}
