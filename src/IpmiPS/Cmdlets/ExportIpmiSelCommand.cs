using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cache;
using IpmiPS.Sdr;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Saves BMCs' event logs to files, for reading them without the BMC (Get-IpmiSel -Path).</summary>
[Cmdlet(VerbsData.Export, "IpmiSel", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SelExport))]
public sealed class ExportIpmiSelCommand : BmcCmdlet
{
    private const string Extension = ".sel";

    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);
    private string _path = "";

    /// <summary>The file; or a folder that exists, in which each BMC gets a file with its name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>IpmiPS, with the BMC's name, clock and sensors; Raw, the records alone, for ipmitool sel readraw; EventLines, for ipmitool event file.</summary>
    [Parameter]
    [ValidateSet(nameof(SavedLogFormat.IpmiPS), nameof(SavedLogFormat.Raw), nameof(SavedLogFormat.EventLines))]
    public SavedLogFormat Format { get; set; } = SavedLogFormat.IpmiPS;

    /// <summary>Replace files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User) { Action = $"Read the event log and write it to '{Path}'", Force = Force };

    /// <inheritdoc/>
    protected override void Begin()
    {
        try
        {
            _path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem" || !Directory.Exists(_path))
                Check(_path = OutputFile.Resolve(this, Path));
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            ThrowTerminatingError(ErrorRecords.From(OutputFile.Refused("Path", Path, error.Message, error), null));
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        string file = Directory.Exists(_path) ? System.IO.Path.Combine(_path, BinaryFile.FileNameOf(target.ComputerName) + Extension) : _path;
        Check(file);
        lock (_written)
            if (!_written.Add(file))
                throw new IpmiException(IpmiErrorKind.InvalidParameter, $"'{file}' has the log of another BMC of this command.", "Give a folder that exists; then each BMC gets a file of its own.");
        var sdr = Format == SavedLogFormat.IpmiPS ? Descriptions.TryReadAsync(bmc, output, cancellationToken) : Task.FromResult<SdrRepository?>(null);
        var (log, problem) = await SelCopy.ReadAsync(bmc, sdr, DateTimeOffset.Now, cancellationToken).ConfigureAwait(false);
        Write(file, SavedLogWriter.Write(log, Format));
        if (problem is not null)
            output.Warning(problem);
        output.Write(new SelExport
        {
            ComputerName = target.ComputerName,
            Path = file,
            Format = Format,
            Entries = log.Records.Count,
            SensorRecords = Format == SavedLogFormat.IpmiPS ? log.SensorRecords.Count : 0,
        });
    }

    private void Check(string file)
    {
        if (File.Exists(file) && !Force)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The file '{file}' exists.", "Name another file, or replace it with -Force.");
    }

    private static void Write(string file, byte[] content)
    {
        try
        {
            if (Disk.Replace(file, $"{file}.{Guid.NewGuid():N}.tmp", content))
                return;
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"'{file}' could not be written: {error.Message}", "Make room on the disk, or name another file.", error);
        }

        throw new IpmiException(IpmiErrorKind.CommandFailed, $"'{file}' could not be replaced.", "Close the program that has the file open.");
    }
}
