using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Cache;
using IpmiPS.Hosts;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Forgets what is remembered of BMCs from one command to the next, in this process and on disk. Nothing is lost by it but time,
/// and nothing is sent.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "IpmiCache", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class ClearIpmiCacheCommand : PSCmdlet
{
    private const int NoPort = 0;
    private const string Action = "Forget what is remembered of the BMC";

    private readonly CellFaults _cells = new();
    private readonly TargetDefaults _defaults = new();
    private HashSet<string>? _known;

    /// <summary>BMCs as results name them, and host ranges. Wildcards are taken. Without any, everything is forgotten.</summary>
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

    /// <summary>UDP port, 1 to 65535; 623 where none is given. A port written with the name goes before it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Port", 1, 65535, NoPort)]
    public int Port
    {
        get;
        set => field = _cells.Take(value);
    } = NoPort;

    /// <summary>What there is to forget, as it was at the first use.</summary>
    private HashSet<string> Known => _known ??= new HashSet<string>(BmcCache.ComputerNames, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void BeginProcessing() => _defaults.BeginInput();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[] words = ComputerName ?? [];
        if (_cells.Text is { } faults)
            WriteError(ErrorRecords.InvalidParameter(faults, string.Join(",", words)));
        else if (words.Length > 0)
            ForgetEach(words);
        else if (!MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey(nameof(ComputerName)))
            ForgetAll();
        else
            WriteError(ErrorRecords.InvalidParameter("The input names no computer.", null)); // an empty variable or cell is not "all"
    }

    private void ForgetAll()
    {
        if (ShouldProcess("all BMCs", Action))
            WarnUnless(BmcCache.Clear());
    }

    private void ForgetEach(IEnumerable<string> words)
    {
        foreach (string word in HostRange.Rejoin(words.Select(static word => word ?? "")))
        {
            try
            {
                List<string> names = NamesOf(word);
                bool isKnown = names.Any(Known.Contains);

                // Also what is not known: a file that cannot be read at the moment is not in the list.
                int forgotten = names.Count(Forget);
                if (forgotten > 0 && !isKnown)
                    throw NearestNames.NotPresent("remembered BMC", names, Known, "Write a name as results have it, with the port where that is not 623.");
            }
            catch (IpmiException error)
            {
                WriteError(ErrorRecords.From(error, InputAsNameAttribute.IsStandIn(word) ? error.Target : word));
            }
            catch (WildcardPatternException error)
            {
                WriteError(ErrorRecords.InvalidParameter(error.Message, word));
            }
        }
    }

    /// <summary>Forgets a BMC; false where it is not to be, as with -WhatIf.</summary>
    private bool Forget(string name)
    {
        if (!ShouldProcess(name, Action))
            return false;
        WarnUnless(BmcCache.Remove(name));
        return true;
    }

    private void WarnUnless(bool isGone)
    {
        if (!isGone)
            WriteWarning($"Not everything in {CacheFolder.Current.Folder} could be deleted. It does no harm: what is there counts only as long as the BMC says that it is so.");
    }

    /// <summary>The names that a word stands for: itself, those of a range, or those that are known and match.</summary>
    private List<string> NamesOf(string word)
    {
        if (InputAsNameAttribute.IsStandIn(word))
            return [InputAsNameAttribute.SessionOf(word).ComputerName];
        return [.. Expand(word).SelectMany(MatchesOf)];
    }

    /// <summary>Brackets that hold no numbers, as in bmc[ab], are a wildcard's.</summary>
    private static IReadOnlyList<string> Expand(string word)
    {
        try
        {
            return HostRange.Expand(word);
        }
        catch (IpmiException) when (WildcardPattern.ContainsWildcardCharacters(word))
        {
            return [word];
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
