using System;
using System.Runtime.InteropServices;

namespace IpmiPS;

/// <summary>Makes waits of Windows exact to a millisecond, instead of 16, until it is disposed. Other systems need nothing.</summary>
internal sealed class TimerResolution : IDisposable
{
    private const uint Milliseconds = 1;

    private readonly bool _isSet;

    public TimerResolution()
    {
        try
        {
            _isSet = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && NativeMethods.TimeBeginPeriod(Milliseconds) == 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // Nano Server has no such library. Waits are longer there, so fewer packets are sent.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isSet)
            _ = NativeMethods.TimeEndPeriod(Milliseconds);
    }

    private static class NativeMethods
    {
        [DllImport("winmm.dll", EntryPoint = "timeBeginPeriod")]
        public static extern uint TimeBeginPeriod(uint period);

        [DllImport("winmm.dll", EntryPoint = "timeEndPeriod")]
        public static extern uint TimeEndPeriod(uint period);
    }
}
