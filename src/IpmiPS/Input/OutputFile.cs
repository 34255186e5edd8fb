using System;
using System.IO;
using System.Management.Automation;
using IpmiPS.Cache;

namespace IpmiPS.Cmdlets;

/// <summary>A file for output that a parameter names. What keeps it from being written is found out before anything is sent.</summary>
internal static class OutputFile
{
    /// <summary>The file's full path, where nothing is known that keeps it from being written.</summary>
    /// <exception cref="IOException">It is a folder, in no folder that exists, read-only, or no file at all.</exception>
    public static string Resolve(PSCmdlet cmdlet, string path)
    {
        string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
            throw new IOException($"{provider.Name} has no files.");
        if (Directory.Exists(full))
            throw new IOException("This is a folder.");
        if (Path.GetDirectoryName(full) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new IOException($"There is no folder '{folder}'.");

        // Asked for, because a user with rights over all files may write such a file, and a file that is replaced is not written at all.
        if (File.Exists(full) && (File.GetAttributes(full) & FileAttributes.ReadOnly) != 0)
            throw new IOException("It is read-only.");
        return full;
    }

    /// <summary>What may go wrong with <see cref="Resolve"/>, and when the file is opened.</summary>
    public static bool IsFailure(Exception error) => Disk.IsFailure(error) || error is RuntimeException;

    /// <summary>The error of a file that cannot be written, before anything is sent.</summary>
    /// <param name="parameter">The parameter that names it, without its hyphen.</param>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="error">Where that was found out.</param>
    public static IpmiException Refused(string parameter, string path, string reason, Exception error) =>
        new(IpmiErrorKind.InvalidParameter, $"-{parameter} '{path}' cannot be written: {reason} Nothing was sent.",
            "Name a file in a folder that exists and that you may write to, or close the program that has the file open.", error);
}
