using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The ways in which a process is ended from outside while there is time to finish: SIGTERM and SIGHUP; on Windows, the closing of the console, log-off
/// and shutdown. .NET 10 raises ProcessExit for none of them.
/// </summary>
internal static class ProcessEnd
{
    private static readonly object Gate = new();
    private static readonly List<IDisposable> Signals = [];
    private static readonly ConsoleHandler OnConsole = HandleConsole;
    private static Action? s_coming;

    private delegate bool ConsoleHandler(uint reason);

    /// <summary>The process will end when the handlers have returned. Any thread.</summary>
    public static event Action Coming
    {
        add
        {
            lock (Gate)
            {
                if (s_coming is null)
                    Watch();
                s_coming += value;
            }
        }

        remove
        {
            lock (Gate)
            {
                s_coming -= value;
                if (s_coming is null)
                    Unwatch();
            }
        }
    }

    private static void Watch()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            NativeMethods.SetConsoleCtrlHandler(OnConsole, true);
        else
            WatchSignals();
    }

    private static void Unwatch()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            NativeMethods.SetConsoleCtrlHandler(OnConsole, false);
        foreach (IDisposable signal in Signals)
            signal.Dispose();
        Signals.Clear();
    }

    /// <summary>The type for it is newer than netstandard2.0; PowerShell 7.2 and later have it. When the handler returns, the signal ends the process as usual.</summary>
    private static void WatchSignals()
    {
        const int HangUp = -1, Terminate = -4;
        const string Library = "System.Runtime.InteropServices";
        if (Type.GetType($"{Library}.PosixSignalRegistration, {Library}")?.GetMethod("Create") is not { } create || Type.GetType($"{Library}.PosixSignal, {Library}") is not { } signal)
            return;
        Action<object> handler = static _ => Raise();
        foreach (int number in new[] { HangUp, Terminate })
            Signals.Add((IDisposable)create.Invoke(null, [Enum.ToObject(signal, number), handler])!);
    }

    /// <summary>Windows ends the process a few seconds after the console was closed, whether the handler has returned or not.</summary>
    private static bool HandleConsole(uint reason)
    {
        const uint Close = 2, LogOff = 5, Shutdown = 6;
        if (reason is Close or LogOff or Shutdown)
            Raise();
        return false;
    }

    private static void OnExit(object? sender, EventArgs e) => Raise();

    private static void Raise() => Callback.Guard(static () => s_coming?.Invoke(), static _ => { });

    private static class NativeMethods
    {
        [DllImport("kernel32.dll")]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetConsoleCtrlHandler(ConsoleHandler handler, [MarshalAs(UnmanagedType.Bool)] bool add);
    }
}
