using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security;

namespace IpmiPS.Cache;

/// <summary>Reads and replaces files that other processes read and replace at the same time.</summary>
internal static class Disk
{
    /// <summary>A move may fail because another process moves the same file at that moment.</summary>
    private const int Attempts = 4;

    private static readonly Func<string, object?>? CreatePrivate = FindCreatePrivate();

    /// <summary>Errors of file operations: not found, access denied, disk full, in use, invalid path.</summary>
    public static bool IsFailure(Exception error) => error
        is IOException
        or UnauthorizedAccessException
        or SecurityException
        or ArgumentException
        or NotSupportedException
        or InvalidOperationException
        or TargetInvocationException;

    /// <summary>Reads a whole file; null if it does not exist or is longer than <paramref name="maximum"/>.</summary>
    public static byte[]? Read(string path, int maximum)
    {
        // Most of these files do not exist, and an exception costs more than this check.
        if (!File.Exists(path))
            return null;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > maximum)
            return null;
        var bytes = new byte[stream.Length];
        int read = 0;
        while (read < bytes.Length)
        {
            int count = stream.Read(bytes, read, bytes.Length - read);
            if (count == 0)
                return null;
            read += count;
        }

        return bytes;
    }

    /// <summary>
    /// Replaces a file atomically: readers see the old one or the new one. It is not flushed to disk, which would cost more than the cache
    /// saves. A file that is incomplete after a power failure fails its checksum.
    /// </summary>
    public static bool Replace(string path, string temporary, byte[] bytes)
    {
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                stream.Write(bytes, 0, bytes.Length);
            for (int attempt = 0; attempt < Attempts; attempt++)
                if (TryMove(temporary, path))
                    return true;
            return false;
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    /// <summary>Deletes a file. False if it is still there.</summary>
    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (IsFailure(error))
        {
            return error is DirectoryNotFoundException;
        }
    }

    /// <summary>Creates the folder, accessible to this user only if the runtime supports that. An existing folder is not changed.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (CreatePrivate is { } create)
            create(folder);
        else
            Directory.CreateDirectory(folder);
    }

    private static bool TryMove(string temporary, string path)
    {
        try
        {
            if (File.Exists(path))
                File.Replace(temporary, path, null, ignoreMetadataErrors: true);
            else
                File.Move(temporary, path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // it was created, deleted or opened in between
        }
    }

    /// <summary>Directory.CreateDirectory with an access mode, which .NET 7 introduced. On Windows, folders in the profile are private anyway.</summary>
    private static Func<string, object?>? FindCreatePrivate()
    {
        const int UserOnly = 0x1C0; // rwx------
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || typeof(Directory).Assembly.GetType("System.IO.UnixFileMode") is not { } mode)
            return null;
        return typeof(Directory).GetMethod(nameof(Directory.CreateDirectory), [typeof(string), mode]) is { } create
            ? folder => create.Invoke(null, [folder, Enum.ToObject(mode, UserOnly)])
            : null;
    }
}
