using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Lists the virtual BMCs of this process, with what each received.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSimulator")]
[OutputType(typeof(IpmiSimulator))]
public sealed class GetIpmiSimulatorCommand : PSCmdlet
{
    /// <summary>Only those with these numbers.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public int[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Id is not { } ids)
        {
            WriteObject(SimulatorRegistry.All, enumerateCollection: true);
            return;
        }

        foreach (int id in ids)
        {
            if (SimulatorRegistry.Find(id) is { } found)
                WriteObject(found);
            else
                WriteError(ErrorRecords.From(SimulatorRegistry.NotPresent(id), null));
        }
    }
}
