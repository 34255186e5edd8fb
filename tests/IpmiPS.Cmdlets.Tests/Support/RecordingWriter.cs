using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets.Tests.Support;

/// <summary>Keeps what is written to the streams of a cmdlet, in order.</summary>
internal sealed class RecordingWriter : IPipelineWriter
{
    private readonly List<(string Stream, object Value)> _written = [];

    public bool Stopping { get; set; }

    public IReadOnlyList<object> Output => Of("output");

    public IReadOnlyList<ErrorRecord> Errors => [.. Of("error").Cast<ErrorRecord>()];

    public IReadOnlyList<object> Warnings => Of("warning");

    public IReadOnlyList<object> Verbose => Of("verbose");

    public IReadOnlyList<string> Streams => [.. _written.Select(static each => each.Stream)];

    /// <summary>The one error.</summary>
    public ErrorRecord Error => Errors.Single();

    public void WriteObject(object sendToPipeline) => _written.Add(("output", sendToPipeline));

    public void WriteFailure(ErrorRecord error) => _written.Add(("error", error));

    public void WriteWarning(string text) => _written.Add(("warning", text));

    public void WriteVerbose(string text) => _written.Add(("verbose", text));

    public void WriteDebug(string text) => _written.Add(("debug", text));

    public void WriteProgress(ProgressRecord progressRecord) => _written.Add(("progress", progressRecord));

    private object[] Of(string stream) => [.. _written.Where(each => each.Stream == stream).Select(static each => each.Value)];
}
