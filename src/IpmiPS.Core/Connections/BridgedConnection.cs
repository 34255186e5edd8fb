using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Packets;

namespace IpmiPS;

/// <summary>
/// A controller behind a BMC as a connection of its own: what a feature sends to "the BMC" goes to the controller, through the BMC. What it sends to a controller
/// behind that one is passed on by it.
/// </summary>
/// <param name="inner">The BMC.</param>
/// <param name="controller">The controller.</param>
internal sealed class BridgedConnection(IPayloadConnection inner, IpmbTarget controller) : IPayloadConnection
{
    /// <inheritdoc/>
    public string ComputerName => inner.ComputerName;

    /// <summary>That of the controller, for the time of the work.</summary>
    public BmcProfile Profile { get; } = new() { IsOfController = true };

    /// <inheritdoc/>
    public BmcEndpoint Endpoint => inner.Endpoint;

    /// <inheritdoc/>
    public bool ProvesPassword => inner.ProvesPassword;

    /// <inheritdoc/>
    public bool IsSecure => inner.IsSecure;

    /// <inheritdoc/>
    public byte? SuiteId => inner.SuiteId;

    /// <inheritdoc/>
    public Task<IpmiException?> Closed => inner.Closed;

    /// <inheritdoc/>
    public PayloadProtection? PayloadProtection => inner.PayloadProtection;

    /// <inheritdoc/>
    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        if (target.IsBmc || target.Address == controller.Address)
            return inner.SendAsync(command, controller, cancellationToken);
        if (controller.HasTransit || target.HasTransit)
            return Task.FromException<TResponse>(new IpmiException(IpmiErrorKind.NotPresent, $"The controller {target} is behind two others. Messages pass one at most.", "Name the controller with -TargetAddress and the one before it with -TransitAddress."));
        return inner.SendAsync(command, target with { TransitAddress = controller.Address, TransitChannel = controller.Channel }, cancellationToken);
    }

    /// <inheritdoc/>
    public void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler) => inner.SetPayloadHandler(type, handler);

    /// <inheritdoc/>
    public Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload) => inner.SendPayloadAsync(type, payload);
}
