using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>The streams of a cmdlet, so that what writes to them can be tested without PowerShell. On the pipeline thread only.</summary>
internal interface IPipelineWriter
{
    /// <summary>True while the pipeline is being stopped.</summary>
    bool Stopping { get; }

    /// <summary>Writes to the output stream.</summary>
    void WriteObject(object sendToPipeline);

    /// <summary>Writes an error and counts its target as failed.</summary>
    void WriteFailure(ErrorRecord error);

    /// <summary>Writes to the warning stream.</summary>
    void WriteWarning(string text);

    /// <summary>Writes to the verbose stream.</summary>
    void WriteVerbose(string text);

    /// <summary>Writes to the debug stream.</summary>
    void WriteDebug(string text);

    /// <summary>Shows or updates a progress bar.</summary>
    void WriteProgress(ProgressRecord progressRecord);
}
