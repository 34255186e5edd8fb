using System;

namespace IpmiPS;

/// <summary>
/// The entry of runtime threads: sockets, timers and the pool. An exception that leaves such a call ends the process,
/// so every callback goes through here. A test finds those that do not.
/// </summary>
internal static class Callback
{
    /// <summary>Runs a callback. Never throws.</summary>
    /// <param name="call">The callback.</param>
    /// <param name="onFault">Receives the exception of the callback. Exceptions that it throws itself are dropped.</param>
    public static void Guard(Action call, Action<Exception> onFault)
    {
        try
        {
            call();
        }
        catch (Exception fault)
        {
            try
            {
                onFault(fault);
            }
            catch (Exception)
            {
                // A handler that fails must not end the process either.
            }
        }
    }

    /// <summary>The error for those who wait for the result of a failed callback.</summary>
    public static IpmiException Error(Exception fault) => new(
        IpmiErrorKind.ProtocolError,
        $"What the BMC sent led to an internal error: {fault.GetType().Name}: {fault.Message}",
        "This is a defect of IpmiPS. Please report it, with the output of -Debug.",
        fault);
}
