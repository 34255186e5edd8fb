using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that selects open sessions, with the parameters of the CimSession cmdlets.</summary>
public abstract class SessionSelectionCmdlet : PSCmdlet
{
    internal const string ByComputerName = "ComputerName";
    internal const string ById = "Id";
    internal const string ByInstanceId = "InstanceId";
    internal const string ByName = "Name";

    private protected TargetDefaults Defaults { get; } = new();

    /// <summary>BMCs by the names with which the sessions were opened. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByComputerName)]
    [Alias("Cn", "HostName", "Host", "Address", "IPAddress", "Bmc")]
    [SupportsWildcards]
    [YieldsToPipeline]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string[]? ComputerName
    {
        get;
        set => field = Defaults.Take(this, value);
    }

    /// <summary>Numbers of sessions.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    public int[]? Id { get; set; }

    /// <summary>Unique ids of sessions.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByInstanceId)]
    public Guid[]? InstanceId { get; set; }

    /// <summary>Names of sessions. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Defaults.BeginInput();

    /// <summary>The sessions that the parameters select. A value without wildcards that selects none is an error.</summary>
    private protected IEnumerable<IpmiSession> Pick() => ParameterSetName switch
    {
        ById => Pick(Id!.Select(static id => id.ToString(CultureInfo.InvariantCulture)), static session => session.Id.ToString(CultureInfo.InvariantCulture)),
        ByInstanceId => Pick(InstanceId!.Select(static id => id.ToString()), static session => session.InstanceId.ToString()),
        ByName => Pick(Name!, static session => session.Name),
        _ => Pick(ComputerName!, static session => session.ComputerName),
    };

    private IEnumerable<IpmiSession> Pick(IEnumerable<string> patterns, Func<IpmiSession, string> text)
    {
        foreach (string pattern in patterns)
        {
            Func<string, bool> matches = Wildcards.AnyOf([pattern])!;
            IpmiSession[] found = [.. SessionRegistry.All.Where(session => matches(text(session)))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
                WriteError(ErrorRecords.From(SessionRegistry.NotPresent(pattern, text), pattern));
            foreach (IpmiSession session in found)
                yield return session;
        }
    }
}
