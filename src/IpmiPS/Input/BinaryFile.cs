using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cache;

namespace IpmiPS.Cmdlets;

/// <summary>Files with data of a BMC: one file, or one for each BMC in a folder.</summary>
internal static class BinaryFile
{
    /// <summary>The file's full path: <paramref name="path"/>, or a file of the BMC's name in it if it is a folder.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the file cannot be written.</exception>
    public static async Task<string> ResolveAsync(PSCmdlet cmdlet, TargetOutput output, string parameter, string path, string computerName, string ending, CancellationToken cancellationToken)
    {
        string full = "";
        await output.RunOnPipelineAsync(() => full = Resolve(cmdlet, parameter, path, computerName, ending), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return full;
    }

    /// <summary>Reads a file, on the pipeline thread.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the file cannot be read.</exception>
    public static byte[] Read(PSCmdlet cmdlet, string parameter, string path)
    {
        try
        {
            return File.ReadAllBytes(cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"-{parameter} '{path}' cannot be read: {error.Message} Nothing was sent.", "Name a file that exists and that you may read.", error);
        }
    }

    /// <summary>Writes a file. An existing one is replaced as a whole, so that a full disk leaves it as it was.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the file cannot be written.</exception>
    public static void Write(string parameter, string path, byte[] bytes)
    {
        try
        {
            if (!Disk.Replace(path, $"{path}.{Guid.NewGuid():N}.tmp", bytes))
                throw new IOException("The file is in use.");
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"-{parameter} '{path}' cannot be written: {error.Message}", "Name a file that you may write to.", error);
        }
    }

    private static string Resolve(PSCmdlet cmdlet, string parameter, string path, string computerName, string ending)
    {
        try
        {
            string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
            return OutputFile.Resolve(cmdlet, Directory.Exists(full) ? Path.Combine(full, FileNameOf(computerName) + ending) : path);
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw OutputFile.Refused(parameter, path, error.Message, error);
        }
    }

    /// <summary>The name of a BMC as a file name: colons are not permitted on Windows.</summary>
    public static string FileNameOf(string computerName) =>
        new([.. computerName.Select(static c => char.IsLetterOrDigit(c) || c is '.' or '-' ? c : '_')]);
}
