using System;
using System.IO;

namespace IpmiPS.Benchmarks;

/// <summary>An empty folder for what a process remembers of BMCs, so that it neither profits from earlier ones nor leaves anything.</summary>
internal sealed class CacheOfItsOwn : IDisposable
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "IPMIPS_CACHE";

    public string Folder { get; } = Directory.CreateTempSubdirectory("ipmips-cache").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
