using System;
using System.IO;

namespace IpmiPS.Tests.Cache;

/// <summary>A folder for one test, which does not exist yet, and is gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ipmips-test-{Guid.NewGuid():N}");

    public string[] Files => Directory.Exists(Path) ? Directory.GetFiles(Path) : [];

    public string File(string name)
    {
        Directory.CreateDirectory(Path);
        string path = System.IO.Path.Combine(Path, name);
        System.IO.File.WriteAllText(path, name);
        return path;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
