using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>
/// Something that carries commands to one BMC: a LAN session, or a stand-in in a test. Everything that takes several
/// commands (SDR walk, SEL, FRU, power) is written against this. Safe for many callers at once: independent requests
/// may be in flight together, within the window that the connection decides.
/// </summary>
public interface IIpmiConnection
{
    /// <summary>The BMC as the user named it. Every result has it as its ComputerName.</summary>
    string ComputerName { get; }

    /// <summary>What was learnt of the BMC; whoever walks its data reads and writes there what it stands.</summary>
    BmcProfile Profile { get; }

    /// <summary>
    /// Sends a command and returns its answer. What awaits it may go on on the thread that receives from the BMC, so it must not block:
    /// not wait for another answer but with await.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="target">The BMC itself, or a controller behind it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="IpmiCommandException">The BMC answered with a completion code other than 00h.</exception>
    /// <exception cref="IpmiException">No answer, or none that can be understood. Its kind is OutcomeUnknown where a command
    /// that must not be repeated was sent and stayed without an answer, also because waiting for it was given up; any other kind without
    /// an answer means that such a command was not sent.</exception>
    /// <exception cref="OperationCanceledException">Waiting was given up. A command that must not be repeated was not carried out.</exception>
    Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken);
}

/// <summary>Short forms.</summary>
public static class IpmiConnectionExtensions
{
    /// <summary>Sends a command to the BMC itself.</summary>
    public static Task<TResponse> SendAsync<TResponse>(this IIpmiConnection connection, IpmiCommand<TResponse> command, CancellationToken cancellationToken = default) =>
        connection.SendAsync(command, IpmbTarget.Bmc, cancellationToken);
}
