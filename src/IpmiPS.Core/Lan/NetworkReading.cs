using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>Which part of which parameter.</summary>
internal readonly record struct LanKey(Parameter Parameter, byte Set = 0, byte Block = 0);

/// <summary>LAN parameters of one channel as they were read, or why they could not be.</summary>
internal sealed class NetworkReading(byte channel)
{
    private readonly Dictionary<LanKey, OptionalResponse<ParameterData>> _responses = [];

    /// <summary>The channel.</summary>
    public byte Channel => channel;

    /// <summary>The data of a parameter; null if it was not read.</summary>
    public byte[]? this[LanKey key] => Find(key, out var response) && response.Succeeded ? response.Value.Data : null;

    /// <summary>Reads parameters, all at once, and adds them. A refusal is recorded as such.</summary>
    public async Task ReadAsync(IIpmiConnection connection, IEnumerable<LanKey> keys, CancellationToken cancellationToken)
    {
        LanKey[] wanted = [.. keys];
        var responses = await Task.WhenAll(wanted.Select(key => OptionalRequest.TryAsync(() =>
            connection.ReadDataAsync(key.Parameter, channel, key.Set, key.Block, cancellationToken)))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_responses)
            for (int i = 0; i < wanted.Length; i++)
                _responses[wanted[i]] = responses[i];
    }

    /// <summary>A parameter's value. False if it was not read or is too short.</summary>
    public bool TryGet<T>(Parameter<T> parameter, [NotNullWhen(true)] out T? value, byte set = 0, byte block = 0)
    {
        value = default;
        return this[new(parameter, set, block)] is { } data && parameter.TryDecode(data, out value);
    }

    /// <summary>Why a parameter has no value; null if it was not asked for.</summary>
    public string? ReasonFor(LanKey key) => !Find(key, out var response) ? null
        : response.Succeeded ? "the BMC returned too few bytes."
        : response.Error is IpmiCommandException { CompletionCode: ParameterCompletionCode.NotSupported } ? "the BMC does not have the parameter."
        : response.Error?.Message ?? "there was no response.";

    /// <summary>The error of a parameter that could not be read; null if it was read or not asked for.</summary>
    public IpmiException? ErrorOf(LanKey key) => Find(key, out var response) ? response.Error : null;

    private bool Find(LanKey key, out OptionalResponse<ParameterData> response)
    {
        lock (_responses)
            return _responses.TryGetValue(key, out response);
    }
}
