using System;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The console without the system's help: keys come as the bytes that a terminal sends, nothing is echoed, and Ctrl-C is a
/// key like any other. Disposing gives the console back as it was.
/// </summary>
internal interface IRawTerminal : IDisposable
{
    /// <summary>Waits a moment for keys; gives none when none came.</summary>
    byte[] ReadKeys(TimeSpan timeout);

    /// <summary>Writes bytes as they are, escape sequences and all.</summary>
    void Write(byte[] bytes, int offset, int count);
}
