using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>The controller that owns a sensor, as a connection: the BMC, or a satellite behind it.</summary>
internal sealed class SensorOwner(IIpmiConnection connection, SensorRoutes routes, SensorRecord sensor) : IIpmiConnection
{
    public string ComputerName => connection.ComputerName;

    public BmcProfile Profile => connection.Profile;

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
        routes.SendAsync(sensor, command, cancellationToken);
}
