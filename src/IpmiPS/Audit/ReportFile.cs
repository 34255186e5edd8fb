using System;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Text;
using IpmiPS.Cache;

namespace IpmiPS.Cmdlets;

/// <summary>The file of a report. A complete new report replaces the old one atomically.</summary>
internal sealed class ReportFile
{
    private readonly string _path;
    private readonly string _temporary;

    private ReportFile(string path)
    {
        _path = path;
        _temporary = $"{path}.{Guid.NewGuid():N}.tmp";
    }

    /// <summary>Whether the report already exists.</summary>
    public bool Exists => File.Exists(_path);

    /// <summary>Its full path.</summary>
    public string Path => _path;

    /// <summary>Checks that the report can be written, before what is to be in it is read, which may take long.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="parameter">The parameter that names the file, without its hyphen.</param>
    /// <param name="path">The file, as the user named it.</param>
    /// <exception cref="IpmiException">Kind InvalidParameter: it cannot.</exception>
    public static ReportFile Prepare(PSCmdlet cmdlet, string parameter, string path)
    {
        ReportFile? file = null;
        try
        {
            file = new ReportFile(OutputFile.Resolve(cmdlet, path));
            File.WriteAllBytes(file._temporary, []);
            File.Delete(file._temporary);

            // Moving a file to itself changes nothing, but fails if the file is in use, as replacing it would.
            if (file.Exists)
                File.Move(file._path, file._path);
            return file;
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw OutputFile.Refused(parameter, path, file?.InWords(error) ?? error.Message, error);
        }
    }

    /// <summary>
    /// Writes the report; returns the error if that fails. If the old one can no longer be replaced, the new one gets another name: it may be the
    /// work of an hour.
    /// </summary>
    public IpmiException? Write(string text)
    {
        byte[] page = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        try
        {
            if (Disk.Replace(_path, _temporary, page))
                return null;
            string other = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_path) ?? "",
                $"{System.IO.Path.GetFileNameWithoutExtension(_path)}-{DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}{System.IO.Path.GetExtension(_path)}");
            File.WriteAllBytes(other, page);
            return new IpmiException(IpmiErrorKind.CommandFailed,
                $"The report '{_path}' can no longer be replaced: meanwhile another program opened it, or it was made read-only or a folder. The new report is in '{other}'.",
                "Close the program that has the old report open, and rename the new one.");
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            return new IpmiException(IpmiErrorKind.CommandFailed, $"The report '{_path}' could not be written: {InWords(error)}",
                "Make room on the disk, or name another file, and make the report again.", error);
        }
    }

    /// <summary>The system's message without the name of the temporary file, which would not help the user.</summary>
    private string InWords(Exception error) => error.Message.Replace(_temporary, _path);
}
