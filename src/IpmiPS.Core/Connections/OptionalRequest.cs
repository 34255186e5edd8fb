using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>Sends commands whose response is optional: a refusal, a timeout or an invalid response is not a failure.</summary>
internal static class OptionalRequest
{
    /// <summary>Sends a command. Whatever goes wrong, a timeout too, is returned as a response that did not succeed.</summary>
    public static Task<OptionalResponse<TResponse>> TrySendAsync<TResponse>(this IIpmiConnection connection, IpmiCommand<TResponse> command, CancellationToken timeout) =>
        TryAsync(() => connection.SendAsync(command, timeout));

    /// <summary>Awaits a response. Whatever goes wrong is returned as a response that did not succeed.</summary>
    public static async Task<OptionalResponse<TResponse>> TryAsync<TResponse>(Func<Task<TResponse>> send)
    {
        try
        {
            return new(true, await send().ConfigureAwait(false), null);
        }
        catch (IpmiException e)
        {
            return new(false, default!, e);
        }
        catch (OperationCanceledException)
        {
            return new(false, default!, null);
        }
    }
}

/// <summary>The response to an optional request, or why there is none.</summary>
/// <param name="Succeeded">Whether the BMC responded with success.</param>
/// <param name="Value">The response, on success.</param>
/// <param name="Error">The error; null on success and if the request was cancelled.</param>
internal readonly record struct OptionalResponse<T>(bool Succeeded, T Value, IpmiException? Error);
