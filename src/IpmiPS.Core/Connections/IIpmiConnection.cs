using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>
/// Carries commands to one BMC: a LAN session, or a scripted BMC in a test. Features (sensors, SEL, FRU, power and so on) are written against this
/// interface. Thread-safe: independent requests may be in flight at once, within the window of the connection.
/// </summary>
public interface IIpmiConnection
{
    /// <summary>The BMC as the user named it. Every result has it as its ComputerName.</summary>
    string ComputerName { get; }

    /// <summary>What is known of the BMC. Features read and record its limits there.</summary>
    BmcProfile Profile { get; }

    /// <summary>
    /// Sends a command and returns its response. The caller may continue on the thread that receives packets, so it must not block: it must wait for
    /// other responses with await only.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="target">The BMC itself, or a controller behind it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiCommandException">The BMC responded with a completion code other than 00h.</exception>
    /// <exception cref="IpmiException">No valid response. The kind is OutcomeUnknown if a command that is not idempotent was sent and got no
    /// response, also because it was cancelled. Any other kind without a response means that such a command was not sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. A command that is not idempotent was not carried out.</exception>
    Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken);
}

/// <summary>Overloads of <see cref="IIpmiConnection.SendAsync"/>.</summary>
public static class IpmiConnectionExtensions
{
    /// <summary>Sends a command to the BMC itself.</summary>
    public static Task<TResponse> SendAsync<TResponse>(this IIpmiConnection connection, IpmiCommand<TResponse> command, CancellationToken cancellationToken = default) =>
        connection.SendAsync(command, IpmbTarget.Bmc, cancellationToken);
}
