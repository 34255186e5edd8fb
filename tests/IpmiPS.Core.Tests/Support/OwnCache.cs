using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace IpmiPS.Tests.Support;

/// <summary>
/// A cache of the test process's own, empty at first and gone at the end: the tests neither read nor write that of the user who
/// runs them. Set up before any test runs.
/// </summary>
internal static class OwnCache
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), $"ipmips-tests-{Guid.NewGuid():N}");

#pragma warning disable CA2255 // An application's code, for which the attribute is meant: the test assembly is nobody's library.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Use()
    {
        Environment.SetEnvironmentVariable("IPMIPS_CACHE", Folder);
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
