using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;

namespace IpmiPS.Cmdlets;

/// <summary>Changes the highest privilege of log-ins with cipher suites of BMCs, and which suites are used.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiCipherSuite", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(CipherSuiteUpdate))]
public sealed class SetIpmiCipherSuiteCommand : GroupingCmdlet
{
    /// <summary>Numbers of the suites.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 255)]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public int[]? Suite { get; set; }

    /// <summary>The highest privilege of log-ins with the suites; Unused to refuse them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("PrivilegeLimit", typeof(SuitePrivilege), IsNullable = true)]
    public SuitePrivilege? PrivilegeLimit
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The LAN channel, 1 to 11; default the one that you are connected through.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Channel", 1, 11)]
    public int? Channel
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Force = Force, Settings = new Row(Channel, [.. (Suite ?? []).Select(static suite => (byte)suite)], PrivilegeLimit) };

    /// <summary>Rows of one channel are one change, because all limits are written together. Suites whose limit is not known, as Get-IpmiCipherSuite may have them, are left out.</summary>
    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var rows = SettingsOf<Row>(target).Where(static row => row.Suites.Length > 0 && row.Limit is not (null or SuitePrivilege.Unknown)).ToList();
        if (rows.Count == 0)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -Suite and -PrivilegeLimit, on the command line or as columns of the input.");
        foreach (var channel in rows.GroupBy(static row => row.Channel))
        {
            var limits = new Dictionary<byte, SuitePrivilege>();
            foreach (var (_, suites, limit) in channel)
                foreach (byte suite in suites)
                    limits[suite] = limit!.Value;
            var settings = new CipherSuiteSettings { Channel = channel.Key, Limits = limits };
            CipherSuiteChange change = await CipherSuiteChange.PrepareAsync(bmc, settings, () => bmc.SuiteId, cancellationToken).ConfigureAwait(false);
            await ApplyAsync(target, bmc, "Set the privilege limits of cipher suites", change, output, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record Row(int? Channel, byte[] Suites, SuitePrivilege? Limit);
}
