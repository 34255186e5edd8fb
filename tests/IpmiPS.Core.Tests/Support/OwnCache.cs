using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;

namespace IpmiPS.Tests.Support;

/// <summary>
/// A cache of the test process's own, empty at first and gone at the end: the tests neither read nor write that of the user who
/// runs them. Set up before any test runs.
/// </summary>
internal static class OwnCache
{
    private const string Variable = "IPMIPS_CACHE";

#pragma warning disable CA1837 // .NET Framework has no other.
    private static readonly string Beginning = Path.Combine(Path.GetTempPath(), $"ipmips-tests-{Process.GetCurrentProcess().Id}-");
#pragma warning restore CA1837

    /// <summary>The folder. A test may load this assembly once more; the process has one folder all the same.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable(Variable) is { } named && named.StartsWith(Beginning, StringComparison.Ordinal)
            ? named
            : Beginning + Guid.NewGuid().ToString("N");

#pragma warning disable CA2255 // An application's code, for which the attribute is meant: the test assembly is nobody's library.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Use()
    {
        Environment.SetEnvironmentVariable(Variable, Folder);
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Delete();
    }

    private static void Delete()
    {
        try
        {
            if (Directory.Exists(Folder))
                Directory.Delete(Folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The system clears its temporary files by itself.
        }
    }
}
