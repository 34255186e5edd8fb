using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Raw mode by console modes: line editing, echo and Ctrl-C off, virtual terminal sequences on, both ways. Keys are read as
/// records, because those can be waited for without blocking.
/// </summary>
internal sealed class WindowsTerminal : IRawTerminal
{
    private const uint ProcessedInput = 0x0001;
    private const uint LineInput = 0x0002;
    private const uint EchoInput = 0x0004;
    private const uint QuickEditAndMouse = 0x0050;
    private const uint VirtualTerminalInput = 0x0200;
    private const uint VirtualTerminalProcessing = 0x0004;
    private const uint NoAutoReturn = 0x0008;
    private const uint Utf8 = 65001;
    private const ushort KeyEvent = 1;

    private readonly IntPtr _input = NativeMethods.GetStdHandle(-10);
    private readonly IntPtr _output = NativeMethods.GetStdHandle(-11);
    private readonly uint _savedInput;
    private readonly uint _savedOutput;
    private readonly uint _savedCodePage = NativeMethods.GetConsoleOutputCP();
    private readonly Stream _stream = Console.OpenStandardOutput();
    private readonly NativeMethods.InputRecord[] _records = new NativeMethods.InputRecord[128];
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private bool _disposed;

    public WindowsTerminal()
    {
        if (!NativeMethods.GetConsoleMode(_input, out _savedInput) || !NativeMethods.GetConsoleMode(_output, out _savedOutput))
            throw new Win32Exception(Marshal.GetLastWin32Error());
        uint raw = _savedInput & ~(ProcessedInput | LineInput | EchoInput | QuickEditAndMouse) | VirtualTerminalInput;
        if (!NativeMethods.SetConsoleMode(_input, raw))
            throw new Win32Exception(Marshal.GetLastWin32Error());

        // An old console without virtual terminal processing shows escape sequences as they are; that is no reason to refuse.
        _ = NativeMethods.SetConsoleMode(_output, _savedOutput | VirtualTerminalProcessing | NoAutoReturn);
        _ = NativeMethods.SetConsoleOutputCP(Utf8);
    }

    public byte[] ReadKeys(TimeSpan patience)
    {
        if (NativeMethods.WaitForSingleObject(_input, (uint)patience.TotalMilliseconds) != 0)
            return [];
        if (!NativeMethods.ReadConsoleInput(_input, _records, (uint)_records.Length, out uint count))
            throw new EndOfStreamException("The console is gone.");
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            NativeMethods.InputRecord record = _records[i];
            if (record.EventType == KeyEvent && record.KeyDown != 0 && record.Character != '\0')
                text.Append(record.Character, Math.Max((ushort)1, record.RepeatCount));
        }

        char[] characters = text.ToString().ToCharArray();
        var keys = new byte[_encoder.GetByteCount(characters, 0, characters.Length, flush: false)];
        _encoder.GetBytes(characters, 0, characters.Length, keys, 0, flush: false);
        return keys;
    }

    public void Write(byte[] bytes, int offset, int count)
    {
        _stream.Write(bytes, offset, count);
        _stream.Flush();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _ = NativeMethods.SetConsoleMode(_input, _savedInput);
        _ = NativeMethods.SetConsoleMode(_output, _savedOutput);
        _ = NativeMethods.SetConsoleOutputCP(_savedCodePage);
        _stream.Dispose();
    }

    private static class NativeMethods
    {
        /// <summary>INPUT_RECORD with KEY_EVENT_RECORD, its largest and only interesting member here.</summary>
        [StructLayout(LayoutKind.Explicit, Size = 20)]
        public struct InputRecord
        {
            [FieldOffset(0)]
            public ushort EventType;

            [FieldOffset(4)]
            public int KeyDown;

            [FieldOffset(8)]
            public ushort RepeatCount;

            [FieldOffset(14)]
            public char Character;
        }

        [DllImport("kernel32.dll", SetLastError = true)]
        public static extern IntPtr GetStdHandle(int which);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool GetConsoleMode(IntPtr console, out uint mode);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetConsoleMode(IntPtr console, uint mode);

        [DllImport("kernel32.dll")]
        public static extern uint GetConsoleOutputCP();

        [DllImport("kernel32.dll")]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetConsoleOutputCP(uint codePage);

        [DllImport("kernel32.dll", SetLastError = true)]
        public static extern uint WaitForSingleObject(IntPtr handle, uint milliseconds);

        [DllImport("kernel32.dll", EntryPoint = "ReadConsoleInputW", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ReadConsoleInput(IntPtr console, [Out] InputRecord[] records, uint length, out uint count);
    }
}
