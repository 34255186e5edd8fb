using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Cache;

namespace IpmiPS.Cmdlets;

/// <summary>Files for input that a parameter names, with wildcards.</summary>
internal static class InputFile
{
    private const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>The full paths of the files that a path names: the file itself, or those that match its wildcards.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such file. InvalidParameter: it is no path of a file.</exception>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string parameter, string path)
    {
        try
        {
            string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
                throw new IOException($"{provider.Name} has no files.");
            if (File.Exists(full))
                return [full];
            string[] files = WildcardPattern.ContainsWildcardCharacters(path) ? [.. cmdlet.GetResolvedProviderPathFromPSPath(path, out _).Where(File.Exists)] : [];
            return files.Length > 0 ? files : throw new IpmiException(IpmiErrorKind.NotPresent, $"-{parameter} '{path}': there is no such file.", "Give the path of a file, or wildcards that match some.");
        }
        catch (Exception error) when (error is not IpmiException && OutputFile.IsFailure(error))
        {
            throw Unreadable(parameter, path, error);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IpmiException">InvalidParameter: it cannot be read, or is too long.</exception>
    public static byte[] Read(string parameter, string path)
    {
        try
        {
            return Disk.Read(path, MaximumLength) ?? throw new IOException($"It is longer than {MaximumLength / 1024 / 1024} MB.");
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw Unreadable(parameter, path, error);
        }
    }

    /// <summary>An error of a file's content, with the path in front.</summary>
    public static IpmiException InFile(string path, IpmiException error) => new(error.Kind, $"{path}: {error.Message}", error.RecommendedAction, error);

    private static IpmiException Unreadable(string parameter, string path, Exception error) =>
        new(IpmiErrorKind.InvalidParameter, $"-{parameter} '{path}' cannot be read: {error.Message}", "Give the path of a file that you may read.", error);
}
