using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that picks from the open sessions, by what CimSession cmdlets pick theirs by.</summary>
public abstract class SessionSelectionCmdlet : PSCmdlet
{
    internal const string ByComputerName = "ComputerName";
    internal const string ById = "Id";
    internal const string ByInstanceId = "InstanceId";
    internal const string ByName = "Name";

    /// <summary>BMCs as they were named when the sessions were made. Wildcards are taken.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByComputerName)]
    [Alias("Cn", "HostName", "Host", "Address", "IPAddress", "Bmc")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string[]? ComputerName { get; set; }

    /// <summary>Numbers of sessions.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    public int[]? Id { get; set; }

    /// <summary>Unique ids of sessions.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByInstanceId)]
    public Guid[]? InstanceId { get; set; }

    /// <summary>Names of sessions. Wildcards are taken.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The sessions that the parameters pick. What picks none, and is no wildcard, is an error.</summary>
    private protected IEnumerable<IpmiSession> Pick() => ParameterSetName switch
    {
        ById => Pick(Id!, static session => session.Id),
        ByInstanceId => Pick(InstanceId!, static session => session.InstanceId),
        ByName => PickByText(Name!, static session => session.Name),
        _ => PickByText(ComputerName!, static session => session.ComputerName),
    };

    private IEnumerable<IpmiSession> Pick<T>(IEnumerable<T> keys, Func<IpmiSession, T> key)
    {
        foreach (T wanted in keys)
            foreach (IpmiSession session in FoundOrTold(SessionRegistry.All.Where(session => Equals(key(session), wanted)), wanted!.ToString()!))
                yield return session;
    }

    private IEnumerable<IpmiSession> PickByText(IEnumerable<string> patterns, Func<IpmiSession, string> text)
    {
        foreach (string pattern in patterns)
        {
            var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            IEnumerable<IpmiSession> found = SessionRegistry.All.Where(session =>
                wildcard.IsMatch(text(session)) || string.Equals(text(session), pattern, StringComparison.OrdinalIgnoreCase));
            foreach (IpmiSession session in WildcardPattern.ContainsWildcardCharacters(pattern) ? found : FoundOrTold(found, pattern))
                yield return session;
        }
    }

    private IpmiSession[] FoundOrTold(IEnumerable<IpmiSession> sessions, string wanted)
    {
        IpmiSession[] found = [.. sessions];
        if (found.Length == 0)
            WriteError(ErrorRecords.From(new IpmiException(IpmiErrorKind.NotPresent, $"There is no open session '{wanted}'.", "List the open sessions with Get-IpmiSession."), wanted));
        return found;
    }
}
