using System.Collections.Generic;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Stops virtual BMCs; all of this process, where none is named.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IpmiSimulator", DefaultParameterSetName = All, SupportsShouldProcess = true)]
[OutputType(typeof(IpmiSimulator))]
public sealed class StopIpmiSimulatorCommand : PSCmdlet
{
    private const string All = "All";
    private const string ByObject = "InputObject";
    private const string ById = "Id";

    /// <summary>The virtual BMCs.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    public IpmiSimulator[]? InputObject { get; set; }

    /// <summary>Numbers of virtual BMCs.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    public int[]? Id { get; set; }

    /// <summary>Give what was stopped; its counters can still be read.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (IpmiSimulator simulator in Pick())
        {
            if (!ShouldProcess(simulator.ToString(), "Stop the virtual BMC"))
                continue;
            SimulatorRegistry.Stop(simulator);
            if (PassThru)
                WriteObject(simulator);
        }
    }

    private IEnumerable<IpmiSimulator> Pick()
    {
        if (ParameterSetName != ById)
            return ParameterSetName == ByObject ? InputObject! : SimulatorRegistry.All;
        var picked = new List<IpmiSimulator>();
        foreach (int id in Id!)
        {
            if (SimulatorRegistry.Find(id) is { } found)
                picked.Add(found);
            else
                WriteError(ErrorRecords.From(SimulatorRegistry.NotPresent(id), null));
        }

        return picked;
    }
}
