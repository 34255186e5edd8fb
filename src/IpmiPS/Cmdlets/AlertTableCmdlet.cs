using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that changes entries of a table of alerts. All rows of a BMC are one change.</summary>
public abstract class AlertTableCmdlet : GroupingCmdlet
{
    /// <summary>No entry has this number.</summary>
    private protected const int NotGiven = -1;

    /// <summary>Number of the entry.</summary>
    private protected abstract int Entry { get; }

    /// <summary>The row as it is now; null if it has nothing to set.</summary>
    private protected abstract object? CopyRow();

    /// <summary>What to do, such as "Set event filters".</summary>
    private protected abstract string Verb { get; }

    /// <summary>Reads the present entries and prepares the change.</summary>
    private protected abstract Task<AlertChange> PrepareAsync(IPayloadConnection bmc, object[] rows, CancellationToken cancellationToken);

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Force = Force, Settings = new AlertRow(Entry, CopyRow()) };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var rows = SettingsOf<AlertRow>(target);
        if (rows.Any(static row => row.Entry == NotGiven))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "The number of the entry is missing. Nothing was changed.", "Give -Number, on the command line or as a column of the input.");
        if (rows.All(static row => row.Settings is null))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give settings, on the command line or as columns of the input.");
        AlertChange change = await PrepareAsync(bmc, [.. rows.Select(static row => row.Settings).OfType<object>()], cancellationToken).ConfigureAwait(false);
        foreach (string note in change.Notes)
            output.Warning(note);
        await ApplyAsync(target, bmc, Verb, change, output, cancellationToken, change.Danger).ConfigureAwait(false);
    }

    /// <summary>The text of a cell; PowerShell makes empty text of the null that stands for an empty one.</summary>
    private protected static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private sealed record AlertRow(int Entry, object? Settings);
}
