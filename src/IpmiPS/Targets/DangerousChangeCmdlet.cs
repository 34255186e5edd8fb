using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet with some settings that are dangerous: these are asked about as if the whole cmdlet had the confirm impact High, the others are not.</summary>
public abstract class DangerousChangeCmdlet : BmcCmdlet
{
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Make dangerous changes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Asks about a dangerous change, unless -Force, -Confirm:$false or $ConfirmPreference answers. With -WhatIf or -Confirm, the usual question is enough.</summary>
    /// <param name="target">The BMC.</param>
    /// <param name="bmc">Its connection, which is kept alive meanwhile.</param>
    /// <param name="danger">The danger in a sentence.</param>
    /// <param name="output">Runs the question.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False if the change is not to be made.</returns>
    private protected async Task<bool> ConfirmDangerAsync(BmcTarget target, IPayloadConnection bmc, string danger, TargetOutput output, CancellationToken cancellationToken)
    {
        bool isConfirmed = false;
        using (Opener.PauseTimeLimit())
            await KeepAlive.WhileAsync(bmc, AskAsync(), Clock.System).ConfigureAwait(false);
        return isConfirmed;

        async Task<bool> AskAsync()
        {
            await output.RunOnPipelineAsync(
                () => isConfirmed = IsAnswered() || ShouldContinue($"{danger} Continue?", $"{MyInvocation.MyCommand.Name}: {target.ComputerName}", ref _yesToAll, ref _noToAll),
                cancellationToken).ConfigureAwait(false);
            return isConfirmed;
        }
    }

    private bool IsAnswered()
    {
        var bound = MyInvocation.BoundParameters;
        bool isPreview = bound.TryGetValue("WhatIf", out object? whatIf) ? LanguagePrimitives.IsTrue(whatIf) : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        if (Force || isPreview || bound.ContainsKey("Confirm"))
            return true;

        // Below High, every change is asked about anyway; None asks about nothing.
        return !LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact preference) || preference != ConfirmImpact.High;
    }
}
