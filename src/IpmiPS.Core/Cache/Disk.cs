using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security;

namespace IpmiPS.Cache;

/// <summary>Files that many processes read and replace at once, with what netstandard2.0 has.</summary>
internal static class Disk
{
    /// <summary>What another process does to the file at the same moment may make a move fail once, not again and again.</summary>
    private const int Attempts = 4;

    private static readonly Func<string, object?>? CreatePrivate = FindCreatePrivate();

    /// <summary>What goes wrong with files: not there, not permitted, full, in use, no path at all.</summary>
    public static bool IsFailure(Exception error) => error
        is IOException
        or UnauthorizedAccessException
        or SecurityException
        or ArgumentException
        or NotSupportedException
        or InvalidOperationException
        or TargetInvocationException;

    /// <summary>Reads a file whole; null where it is not there or longer than <paramref name="maximum"/>.</summary>
    public static byte[]? Read(string path, int maximum)
    {
        // Asked first, as most files that are looked for are not there, and an exception costs more than the question.
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
    /// Puts a file in the place of another in one step: who reads sees the one or the other. It is not forced to the disk: after
    /// a power failure a part may be there, which the checksum tells, and waiting for the disk would cost more than the file saves.
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

    /// <summary>Deletes a file. False where it is still there.</summary>
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

    /// <summary>Makes the folder, for this user alone where that can be said; one that is there is left as it is.</summary>
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
            return false; // it came or went in between, or is held for a moment
        }
    }

    /// <summary>Directory.CreateDirectory with an access mode, which .NET has since version 7. On Windows the profile's folders are the user's alone.</summary>
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
