using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IpmiPS.Cache;

/// <summary>
/// What is remembered of BMCs from one process to the next: one file for each BMC and kind of knowledge, in a folder of the user's.
/// It only ever saves time. A folder or disk that cannot be used, or a file that is not as it was written, is the same as a file
/// that is not there. Any number of threads and processes may use the folder at once. No secret is ever written to it.
/// </summary>
/// <param name="folder">The folder, which need not exist; null for none: then nothing is found and nothing kept.</param>
public sealed class CacheFolder(string? folder)
{
    /// <summary>The kind of sensor data records.</summary>
    public const string Sdr = "sdr";

    /// <summary>The kind of what was learnt about how a BMC is best talked to.</summary>
    public const string Bmc = "bmc";

    /// <summary>A file that was being written and is older than this will not be finished.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>All kinds; each is also the ending of its files. What is not in this list is not found by those who clear.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Sdr, Bmc];

    /// <summary>
    /// The user's folder as it is named now: by the environment variable IPMIPS_CACHE; else IpmiPS\Cache in the local application
    /// data on Windows, Library/Caches/IpmiPS in the home on macOS, IpmiPS in XDG_CACHE_HOME or in .cache of the home elsewhere.
    /// </summary>
    public static CacheFolder Current => new(CacheLocation.Find());

    /// <summary>The folder; null for none.</summary>
    public string? Folder { get; } = folder;

    /// <summary>Names of the BMCs of which something is kept, each once.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. Files().Where(static path => CacheFileName.IsFile(Path.GetFileName(path)))
            .Select(Load).OfType<CacheFile>().Select(static file => file.Bmc).Distinct(StringComparer.OrdinalIgnoreCase)
    ];

    /// <summary>Gives what was kept; null where there is nothing, or nothing that can be trusted.</summary>
    /// <param name="bmc">The BMC's name. Capitals make no difference.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public byte[]? Read(string bmc, string kind) =>
        PathOf(bmc, kind) is { } path && Load(path) is { } file && file.IsOf(bmc, kind) ? file.Content : null;

    /// <summary>Keeps content in the place of what was kept before. What is there already is not written again.</summary>
    /// <param name="bmc">The BMC's name. Capitals make no difference.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="content">Nothing secret.</param>
    /// <returns>Whether it is kept; false where the disk has no place for it.</returns>
    public bool Write(string bmc, string kind, byte[] content)
    {
        if (PathOf(bmc, kind) is not { } path)
            return false;
        if (Load(path) is { } before && before.IsOf(bmc, kind) && before.Holds(content))
            return true;
        try
        {
            byte[] bytes = new CacheFile(bmc, kind, content).ToBytes();
            if (bytes.Length > CacheFile.MaximumLength)
                return false;
            Disk.CreateFolder(Folder!);
            return Disk.Replace(path, CacheFileName.Temporary(path), bytes);
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return false;
        }
    }

    /// <summary>Forgets one kind of knowledge about a BMC.</summary>
    /// <param name="bmc">The BMC's name. Capitals make no difference.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <returns>Whether nothing is left of it.</returns>
    public bool Remove(string bmc, string kind) => PathOf(bmc, kind) is not { } path || Disk.TryDelete(path);

    /// <summary>Forgets everything about a BMC.</summary>
    /// <param name="bmc">The BMC's name. Capitals make no difference.</param>
    /// <returns>Whether nothing is left of it.</returns>
    public bool Remove(string bmc)
    {
        bool isGone = true;
        foreach (string kind in Kinds)
            isGone &= Remove(bmc, kind);
        return isGone;
    }

    /// <summary>Forgets everything, and clears away what broken-off writes left. Files that are not the cache's stay.</summary>
    /// <returns>Whether nothing is left.</returns>
    public bool Clear()
    {
        bool isGone = true;
        foreach (string path in Files())
        {
            string name = Path.GetFileName(path);
            if (CacheFileName.IsFile(name) || (CacheFileName.IsTemporary(name) && IsAbandoned(path)))
                isGone &= Disk.TryDelete(path);
        }

        return isGone;
    }

    internal static bool IsKind(string kind) => Kinds.Contains(kind);

    private string? PathOf(string bmc, string kind)
    {
        if (!IsKind(kind))
            throw new ArgumentException($"'{kind}' is no kind of the cache.", nameof(kind));
        return Folder is null ? null : Path.Combine(Folder, CacheFileName.Of(bmc, kind));
    }

    private static CacheFile? Load(string path)
    {
        try
        {
            return Disk.Read(path, CacheFile.MaximumLength) is { } bytes ? CacheFile.Read(bytes) : null;
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return null;
        }
    }

    private string[] Files()
    {
        try
        {
            return Folder is not null && Directory.Exists(Folder) ? Directory.GetFiles(Folder) : [];
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return [];
        }
    }

    private static bool IsAbandoned(string path)
    {
        try
        {
            return DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Abandoned;
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return false;
        }
    }
}
