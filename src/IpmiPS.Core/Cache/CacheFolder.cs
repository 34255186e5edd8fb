using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IpmiPS.Cache;

/// <summary>
/// What processes cache about BMCs: one file for each BMC and kind, in a folder of the user. It only saves time: a folder that cannot be
/// used, or a damaged file, is the same as a missing file. Any number of threads and processes may use the folder at once. No secrets are written to it.
/// </summary>
/// <param name="folder">The folder, which need not exist; null for no cache.</param>
public sealed class CacheFolder(string? folder)
{
    /// <summary>Kind: sensor data records.</summary>
    public const string Sdr = "sdr";

    /// <summary>Kind: the BMC's profile, such as the cipher suite that works.</summary>
    public const string Bmc = "bmc";

    /// <summary>The writer of a temporary file that is older than this was interrupted.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>All kinds, which are also the file extensions. Only these are found and cleared.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Sdr, Bmc];

    /// <summary>
    /// The current user's folder: the one named by the environment variable IPMIPS_CACHE; else IpmiPS\Cache in the local application
    /// data on Windows, Library/Caches/IpmiPS in the home directory on macOS, IpmiPS in XDG_CACHE_HOME or ~/.cache elsewhere.
    /// </summary>
    public static CacheFolder Current => new(CacheLocation.Find());

    /// <summary>The folder; null for no cache.</summary>
    public string? Folder { get; } = folder;

    /// <summary>Names of the BMCs that have files here, without duplicates.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. Files().Where(static path => CacheFileName.IsFile(Path.GetFileName(path)))
            .Select(Load).OfType<CacheFile>().Select(static file => file.Bmc).Distinct(StringComparer.OrdinalIgnoreCase)
    ];

    /// <summary>Returns the cached content; null if there is none, or if the file is damaged.</summary>
    /// <param name="bmc">The BMC's name, case-insensitive.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public byte[]? Read(string bmc, string kind) =>
        PathOf(bmc, kind) is { } path && Load(path) is { } file && file.IsOf(bmc, kind) ? file.Content : null;

    /// <summary>Writes content, and replaces what was cached before. The file is left alone if it already has this content.</summary>
    /// <param name="bmc">The BMC's name, case-insensitive.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="content">Nothing secret.</param>
    /// <returns>Whether the content is cached; false if it could not be written.</returns>
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

    /// <summary>Deletes one kind of a BMC.</summary>
    /// <param name="bmc">The BMC's name, case-insensitive.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <returns>Whether nothing is left.</returns>
    public bool Remove(string bmc, string kind) => PathOf(bmc, kind) is not { } path || Disk.TryDelete(path);

    /// <summary>Deletes all kinds of a BMC.</summary>
    /// <param name="bmc">The BMC's name, case-insensitive.</param>
    /// <returns>Whether nothing is left.</returns>
    public bool Remove(string bmc)
    {
        bool isGone = true;
        foreach (string kind in Kinds)
            isGone &= Remove(bmc, kind);
        return isGone;
    }

    /// <summary>Deletes all cache files, and temporary files that interrupted writers left. Other files in the folder stay.</summary>
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
            throw new ArgumentException($"'{kind}' is not a kind of cache file.", nameof(kind));
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
