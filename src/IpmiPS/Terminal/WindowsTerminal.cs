using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Raw mode by console modes: line editing, echo and Ctrl-C off, virtual terminal sequences on, both ways. Keys are read as records, because those
/// can be waited for without blocking. Text is written as UTF-16: the code page of the console, which other programs share, is left alone, and a
/// character whose UTF-8 bytes come in two packets stays whole.
/// </summary>
internal sealed class WindowsTerminal : IRawTerminal
{
    private const uint ProcessedInput = 0x0001;
    private const uint LineInput = 0x0002;
    private const uint EchoInput = 0x0004;
    private const uint QuickEditAndMouse = 0x0050;
    private const uint VirtualTerminalInput = 0x0200;
    private const uint ProcessedOutput = 0x0001;
    private const uint VirtualTerminalProcessing = 0x0004;
    private const uint NoAutoReturn = 0x0008;
    private const uint Signaled = 0, TimedOut = 0x102;

    private readonly IntPtr _input = NativeMethods.GetStdHandle(-10);
    private readonly IntPtr _output = NativeMethods.GetStdHandle(-11);
    private readonly uint _savedInput;
    private readonly uint _savedOutput;
    private readonly NativeMethods.InputRecord[] _records = new NativeMethods.InputRecord[128];
    private readonly WindowsKeys _keys = new();
    private readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();
    private bool _disposed;

    public WindowsTerminal()
    {
        if (!NativeMethods.GetConsoleMode(_input, out _savedInput) || !NativeMethods.GetConsoleMode(_output, out _savedOutput))
            throw new Win32Exception(Marshal.GetLastWin32Error());

        // A console from before Windows 10 has no virtual terminal sequences. Then WindowsKeys makes those of the keys, and those of the output are
        // shown as they are; that is no reason to refuse.
        uint raw = _savedInput & ~(ProcessedInput | LineInput | EchoInput | QuickEditAndMouse);
        if (!NativeMethods.SetConsoleMode(_input, raw | VirtualTerminalInput) && !NativeMethods.SetConsoleMode(_input, raw))
            throw new Win32Exception(Marshal.GetLastWin32Error());
        _ = NativeMethods.SetConsoleMode(_output, _savedOutput | ProcessedOutput | VirtualTerminalProcessing | NoAutoReturn);
    }

    public byte[] ReadKeys(TimeSpan timeout)
    {
        uint waited = NativeMethods.WaitForSingleObject(_input, (uint)timeout.TotalMilliseconds);
        if (waited == TimedOut)
            return [];
        if (waited != Signaled || !NativeMethods.ReadConsoleInput(_input, _records, (uint)_records.Length, out uint count))
            throw new EndOfStreamException("The console is gone.");
        return _keys.Take(_records, (int)count);
    }

    public void Write(byte[] bytes, int offset, int count)
    {
        var text = new char[_decoder.GetCharCount(bytes, offset, count, flush: false)];
        _decoder.GetChars(bytes, offset, count, text, 0, flush: false);
        if (text.Length > 0 && !NativeMethods.WriteConsole(_output, text, (uint)text.Length, out _, IntPtr.Zero))
            throw new IOException("The console is gone.");
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _ = NativeMethods.SetConsoleMode(_input, _savedInput);
        _ = NativeMethods.SetConsoleMode(_output, _savedOutput);
    }

    internal static class NativeMethods
    {
        /// <summary>
        /// INPUT_RECORD with KEY_EVENT_RECORD, its largest and only interesting member here. Without CharSet.Unicode the character would be read as one
        /// byte, and č (010Dh) would be the Enter key (0Dh).
        /// </summary>
        [StructLayout(LayoutKind.Explicit, CharSet = CharSet.Unicode, Size = 20)]
        public struct InputRecord
        {
            [FieldOffset(0)]
            public ushort EventType;

            [FieldOffset(4)]
            public int KeyDown;

            [FieldOffset(8)]
            public ushort RepeatCount;

            [FieldOffset(10)]
            public ushort VirtualKey;

            [FieldOffset(14)]
            public char Character;

            [FieldOffset(16)]
            public uint ControlKeys;
        }

        [DllImport("kernel32.dll", SetLastError = true)]
        public static extern IntPtr GetStdHandle(int which);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool GetConsoleMode(IntPtr console, out uint mode);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetConsoleMode(IntPtr console, uint mode);

        [DllImport("kernel32.dll", SetLastError = true)]
        public static extern uint WaitForSingleObject(IntPtr handle, uint milliseconds);

        [DllImport("kernel32.dll", EntryPoint = "ReadConsoleInputW", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ReadConsoleInput(IntPtr console, [Out] InputRecord[] records, uint length, out uint count);

        [DllImport("kernel32.dll", EntryPoint = "WriteConsoleW", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool WriteConsole(IntPtr console, [In] char[] text, uint length, out uint written, IntPtr reserved);
    }
}
