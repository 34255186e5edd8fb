using System;

namespace IpmiPS;

/// <summary>
/// Where threads of the runtime enter: those of sockets, timers and the pool. An exception that leaves such a call ends the process,
/// so each of them goes through here. A test looks for those that do not.
/// </summary>
internal static class Callback
{
    /// <summary>Runs a callback. Nothing is thrown, whatever happens.</summary>
    /// <param name="call">The callback.</param>
    /// <param name="onFault">Gets what the callback has thrown. What this throws in turn is dropped: there is no other place for it.</param>
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
                // A listener that fails to take the error must not end the process either.
            }
        }
    }

    /// <summary>The error of whoever waits for what a callback should have brought.</summary>
    public static IpmiException Error(Exception fault) => new(
        IpmiErrorKind.ProtocolError,
        $"What the BMC sent led to an internal error: {fault.GetType().Name}: {fault.Message}",
        "This is a defect of IpmiPS. Please report it, with the output of -Debug.",
        fault);
}
