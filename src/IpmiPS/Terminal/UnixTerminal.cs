using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Raw mode by termios. The structure's layout differs between systems, so it is never looked into: libc fills it, cfmakeraw
/// changes it, and the first one is put back at the end.
/// </summary>
internal sealed class UnixTerminal : IRawTerminal
{
    private const int StandardInput = 0;
    private const int Now = 0;
    private const short PollIn = 1;

    /// <summary>Larger than termios of any system (60 bytes on Linux, 72 on macOS).</summary>
    private const int TermiosSize = 256;

    private readonly byte[] _saved = new byte[TermiosSize];
    private readonly byte[] _keys = new byte[1024];
    private readonly Stream _output = Console.OpenStandardOutput();
    private bool _disposed;

    public UnixTerminal()
    {
        if (NativeMethods.GetAttributes(StandardInput, _saved) != 0)
            throw new Win32Exception(Marshal.GetLastWin32Error());
        var raw = (byte[])_saved.Clone();
        NativeMethods.MakeRaw(raw);
        if (NativeMethods.SetAttributes(StandardInput, Now, raw) != 0)
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }

    public byte[] ReadKeys(TimeSpan timeout)
    {
        var poll = new NativeMethods.PollDescriptor { Descriptor = StandardInput, Events = PollIn };
        if (NativeMethods.Poll(ref poll, 1, (int)timeout.TotalMilliseconds) <= 0)
            return [];
        int count = (int)NativeMethods.Read(StandardInput, _keys, (IntPtr)_keys.Length);
        if (count <= 0)
            throw new EndOfStreamException("The console is gone.");
        var keys = new byte[count];
        Buffer.BlockCopy(_keys, 0, keys, 0, count);
        return keys;
    }

    public void Write(byte[] bytes, int offset, int count)
    {
        _output.Write(bytes, offset, count);
        _output.Flush();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _ = NativeMethods.SetAttributes(StandardInput, Now, _saved);
        _output.Dispose();
    }

    private static class NativeMethods
    {
        [StructLayout(LayoutKind.Sequential)]
        public struct PollDescriptor
        {
            public int Descriptor;
            public short Events;
            public short Returned;
        }

        [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
        public static extern int GetAttributes(int descriptor, [Out] byte[] termios);

        [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
        public static extern int SetAttributes(int descriptor, int when, byte[] termios);

        [DllImport("libc", EntryPoint = "cfmakeraw")]
        public static extern void MakeRaw([In, Out] byte[] termios);

        [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
        public static extern int Poll(ref PollDescriptor descriptors, uint count, int milliseconds);

        [DllImport("libc", EntryPoint = "read", SetLastError = true)]
        public static extern IntPtr Read(int descriptor, byte[] buffer, IntPtr count);
    }
}
