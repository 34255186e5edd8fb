using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using IpmiPS.Crypto;

namespace IpmiPS.Cache;

/// <summary>
/// A lock between processes and within one: a file that its holder has open. The system closes it when the process ends, in whatever way, so a lock is
/// never left behind; at most an empty file is.
/// </summary>
internal sealed class FileLock : IDisposable
{
    /// <summary>Another process may look at the file, or delete it, at the moment when it is opened.</summary>
    private const int Attempts = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private readonly string _path;
    private readonly FileStream _stream;

    private FileLock(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Takes a lock; null if it is held.</summary>
    /// <exception cref="IOException">The file cannot be created; this is one of the errors of <see cref="Disk.IsFailure"/>.</exception>
    public static FileLock? TryTake(string path)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, IsWindows ? FileOptions.DeleteOnClose : FileOptions.None);
                if (IsWindows || HasName(stream, path))
                    return new FileLock(path, stream);
                stream.Dispose();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException && File.Exists(path) && attempt >= Attempts)
            {
                return null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException && attempt < Attempts)
            {
                // Tried again.
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>Whether a lock is held.</summary>
    public static bool IsHeld(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
                return false;
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return File.Exists(path);
        }
    }

    /// <summary>
    /// Outside of Windows, the holder before may have deleted the file after it was opened here, and a third one may have created another. So the file is
    /// given a length that no other has.
    /// </summary>
    private static bool HasName(FileStream stream, string path)
    {
        int length = BitConverter.ToInt32(SecretBytes.Random(sizeof(int)), 0) & 0xFFFFFF | 1;
        stream.SetLength(length);
        var named = new FileInfo(path);
        return named.Exists && named.Length == length;
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose()
    {
        // Deleted while it is still locked, so that no one else's file is.
        if (!IsWindows)
            Disk.TryDelete(_path);
        _stream.Dispose();
    }
}
