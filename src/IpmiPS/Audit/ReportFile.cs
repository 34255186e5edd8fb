using System;
using System.IO;
using System.Management.Automation;
using System.Text;
using IpmiPS.Cache;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The file of a report. Whether it can be written is found out before the work begins, which may take long. Whoever reads it sees the old one or
/// the new one whole.
/// </summary>
internal sealed class ReportFile
{
    private readonly string _path;

    private ReportFile(string path) => _path = path;

    private string Temporary => $"{_path}.{Guid.NewGuid():N}.tmp";

    /// <exception cref="IpmiException">Kind InvalidParameter: nothing can be written there.</exception>
    public static ReportFile Prepare(PSCmdlet cmdlet, string path)
    {
        try
        {
            string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
                throw new IOException($"{provider.Name} has no files.");
            if (Directory.Exists(full))
                throw new IOException("This is a folder.");
            var file = new ReportFile(full);
            string trial = file.Temporary;
            File.WriteAllBytes(trial, []);
            File.Delete(trial);
            return file;
        }
        catch (Exception error) when (Disk.IsFailure(error) || error is RuntimeException)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"-Report '{path}' cannot be written: {error.Message} Nothing was sent.", "Name a file in a folder that is there and that you may write to.", error);
        }
    }

    /// <summary>Writes it; the error, where that fails.</summary>
    public IpmiException? Write(string text)
    {
        try
        {
            if (Disk.Replace(_path, Temporary, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text)))
                return null;
            throw new IOException("The file is in use.");
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return new IpmiException(IpmiErrorKind.CommandFailed, $"The report '{_path}' could not be written: {error.Message}", "Make room or close the file, and run the audit again.", error);
        }
    }
}
