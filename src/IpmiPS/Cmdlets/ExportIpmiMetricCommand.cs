using System;
using System.IO;
using System.Management.Automation;
using System.Text;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Writes results of other cmdlets to a file as metrics of Prometheus, with the names and labels of ipmi_exporter. The file is replaced as a whole.</summary>
[Cmdlet(VerbsData.Export, "IpmiMetric", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportIpmiMetricCommand : PSCmdlet
{
    private readonly MetricText _metrics = new();
    private string _path = "";

    /// <summary>The file. Collectors of text files read those whose name ends with .prom.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Results of Get-IpmiSensor, Get-IpmiPower, Get-IpmiChassis, Get-IpmiSelInfo, Get-IpmiSel, Get-IpmiDevice and Get-IpmiPowerUsage, in any order.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _path = OutputFile.Resolve(this, Path);
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            ThrowTerminatingError(ErrorRecords.From(OutputFile.Refused(nameof(Path), Path, error.Message, error), null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_metrics.Add(InputObject.BaseObject))
        {
            WriteError(ErrorRecords.InvalidParameter($"There are no metrics for objects of type {InputObject.TypeNames[0]}.", null,
                "Give results of Get-IpmiSensor, Get-IpmiPower, Get-IpmiChassis, Get-IpmiSelInfo, Get-IpmiSel, Get-IpmiDevice or Get-IpmiPowerUsage, in the process that read them."));
        }
    }

    /// <summary>Without results the file becomes empty: old values must not pass for present ones.</summary>
    protected override void EndProcessing()
    {
        if (!ShouldProcess(_path, "Write metrics"))
            return;
        if (_metrics.Count == 0)
            WriteWarning($"There are no metrics. '{_path}' is now empty.");
        try
        {
            BinaryFile.Write(nameof(Path), _path, Encoding.UTF8.GetBytes(_metrics.ToString()));
            WriteObject(new FileInfo(_path));
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }
    }
}
