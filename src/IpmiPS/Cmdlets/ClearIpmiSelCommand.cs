using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Clears the system event logs of BMCs and verifies that they were cleared. With -PassThru, each log is read first, and is not cleared while
/// it has an entry that was not read.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "IpmiSel", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SelEntry))]
public sealed class ClearIpmiSelCommand : ControllerCmdlet
{
    /// <summary>Return the entries that were cleared.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Clear without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Action = PassThru ? "Read the system event log, then send Clear SEL: clear it" : "Send Clear SEL: clear the system event log, unread",
        Force = Force,
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        if (!PassThru)
        {
            await SelReader.ClearAsync(bmc, null, returnEntries: false, cancellationToken).ConfigureAwait(false);
            return;
        }

        SdrRepository? sdr = await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SelEntry> read = [];
        bool mayBeCleared = false;
        try
        {
            await SelReader.ClearAsync(bmc, sdr, entries => read = entries, cancellationToken).ConfigureAwait(false);
            mayBeCleared = true;
        }
        catch (IpmiException error) when (error.Kind == IpmiErrorKind.OutcomeUnknown)
        {
            mayBeCleared = true;
            throw;
        }
        finally
        {
            // Also if it is unknown whether the log was cleared: these may be the only copy.
            if (mayBeCleared)
                foreach (SelEntry entry in read)
                    output.Write(entry);
        }
    }
}
