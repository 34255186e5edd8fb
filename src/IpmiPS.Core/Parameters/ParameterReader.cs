using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Reads configuration parameters: one request each.</summary>
public static class ParameterReader
{
    /// <summary>Reads one parameter.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="channel">Channel, 0 to 15; ignored by families without channels.</param>
    /// <param name="set">Set selector, for a parameter that has one.</param>
    /// <param name="block">Block selector, for a parameter that has one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">The BMC does not have the parameter (<see cref="IpmiCommandException"/> with completion code 80h), or does not answer.</exception>
    /// <exception cref="MalformedDataException">The BMC returned too few bytes.</exception>
    public static async Task<ParameterValue<T>> ReadAsync<T>(
        this IIpmiConnection connection, Parameter<T> parameter, byte channel, byte set = 0, byte block = 0, CancellationToken cancellationToken = default)
    {
        var response = await connection.ReadDataAsync(parameter, channel, set, block, cancellationToken).ConfigureAwait(false);
        return new(parameter.Decode(response.Data), response);
    }

    /// <summary>Reads the data of one parameter.</summary>
    internal static Task<ParameterData> ReadDataAsync(
        this IIpmiConnection connection, Parameter parameter, byte channel, byte set, byte block, CancellationToken cancellationToken) =>
        parameter.Family.GetAsync(connection, new ParameterAddress(channel, parameter.Number, set, block), cancellationToken);

    /// <summary>Reads the data of a parameter that is not needed: any failure is returned, a timeout too.</summary>
    internal static Task<OptionalResponse<ParameterData>> TryReadDataAsync(
        this IIpmiConnection connection, Parameter parameter, byte channel, byte set, CancellationToken timeout) =>
        OptionalRequest.TryAsync(() => connection.ReadDataAsync(parameter, channel, set, 0, timeout));

    /// <summary>The value in a response, if one came and is long enough.</summary>
    internal static bool TryDecode<T>(this Parameter<T> parameter, OptionalResponse<ParameterData> response, [NotNullWhen(true)] out T? value)
    {
        value = default;
        return response.Succeeded && parameter.TryDecode(response.Value.Data, out value);
    }
}
