using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the IDs of FRU devices that SDRs seen in this process name.</summary>
public sealed class FruIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, SdrCache.Known
            .SelectMany(static repository => repository.Records.OfType<FruDeviceLocatorRecord>())
            .Where(static device => device.IsLogical)
            .Select(static device => (device.DeviceId, device.Name))
            .Prepend((DeviceId: (byte)0, Name: "the BMC's own"))
            .GroupBy(static device => device.DeviceId)
            .OrderBy(static same => same.Key)
            .Select(static same => (same.Key.ToString(CultureInfo.InvariantCulture), string.Join(", ", same.Select(static device => device.Name).Distinct()))));
}
