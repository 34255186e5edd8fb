using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Cache;
using IpmiPS.Hosts;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Removes cached information about BMCs, in this process and on disk. Later commands need a little longer.
/// Nothing is sent.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "IpmiCache", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class ClearIpmiCacheCommand : PSCmdlet
{
    private const int NoPort = 0;
    private const string Action = "Remove cached information about the BMC";

    private readonly CellFaults _cells = new();
    private readonly TargetDefaults _defaults = new();
    private HashSet<string>? _known;

    /// <summary>BMCs as results name them, and host ranges. Wildcards are permitted. Without a name, the whole cache is cleared.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Cn", "HostName", "Host", "Address", "IPAddress", "Bmc")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [InputAsName]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string[]? ComputerName
    {
        get;
        set => field = _defaults.Take(this, value);
    }

    /// <summary>UDP port, 1 to 65535; default 623. A port written with the name takes precedence.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Port", 1, 65535, NoPort)]
    public int Port
    {
        get;
        set => field = _cells.Take(value);
    } = NoPort;

    /// <summary>The cached BMCs, as of the first use.</summary>
    private HashSet<string> Known => _known ??= new HashSet<string>(BmcCache.ComputerNames, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void BeginProcessing() => _defaults.BeginInput();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[] names = ComputerName ?? [];
        if (_cells.Text is { } faults)
            WriteError(ErrorRecords.InvalidParameter(faults, string.Join(",", names)));
        else if (names.Length > 0)
            RemoveEach(names);
        else if (!MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey(nameof(ComputerName)))
            ClearAll();
        else
            WriteError(ErrorRecords.InvalidParameter("The input names no computer.", null)); // an empty variable or cell is not "all"
    }

    private void ClearAll()
    {
        if (ShouldProcess("all BMCs", Action))
            WarnUnless(BmcCache.Clear());
    }

    private void RemoveEach(IEnumerable<string> expressions)
    {
        foreach (string expression in HostRange.Rejoin(expressions.Select(static text => text ?? "")))
        {
            try
            {
                List<string> names = NamesOf(expression);
                bool isKnown = names.Any(Known.Contains);

                // Unknown names, too: a file that cannot be read at the moment is not in the list.
                int removed = names.Count(Remove);
                if (removed > 0 && !isKnown)
                    throw NearestNames.NotPresent("cached BMC", names, Known, "Write a name as results have it, with the port where that is not 623.");
            }
            catch (IpmiException error)
            {
                WriteError(ErrorRecords.From(error, InputAsNameAttribute.IsStandIn(expression) ? error.Target : expression));
            }
            catch (WildcardPatternException error)
            {
                WriteError(ErrorRecords.InvalidParameter(error.Message, expression));
            }
        }
    }

    /// <summary>Removes a BMC; false if that is not confirmed, as with -WhatIf.</summary>
    private bool Remove(string name)
    {
        if (!ShouldProcess(name, Action))
            return false;
        WarnUnless(BmcCache.Remove(name));
        return true;
    }

    private void WarnUnless(bool isGone)
    {
        if (!isGone)
            WriteWarning($"Not everything in {CacheFolder.Current.Folder} could be deleted. It does no harm: cached data are used only while the BMC confirms them.");
    }

    /// <summary>The names that an expression stands for: itself, those of a range, or the cached ones that match.</summary>
    private List<string> NamesOf(string expression)
    {
        if (InputAsNameAttribute.IsStandIn(expression))
            return [InputAsNameAttribute.SessionOf(expression).ComputerName];
        return [.. Expand(expression).SelectMany(MatchesOf)];
    }

    /// <summary>Brackets without numbers, as in bmc[ab], belong to a wildcard pattern.</summary>
    private static IReadOnlyList<string> Expand(string expression)
    {
        try
        {
            return HostRange.Expand(expression);
        }
        catch (IpmiException) when (WildcardPattern.ContainsWildcardCharacters(expression))
        {
            return [expression];
        }
    }

    private IEnumerable<string> MatchesOf(string text)
    {
        try
        {
            return [LanEndpoint.Parse(text, Port == NoPort ? LanEndpoint.DefaultPort : Port).ToString()];
        }
        catch (IpmiException) when (WildcardPattern.ContainsWildcardCharacters(text))
        {
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
            return BmcCache.ComputerNames.Where(pattern.IsMatch);
        }
    }
}
