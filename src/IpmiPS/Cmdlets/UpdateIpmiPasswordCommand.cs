using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Sets a new password, a random one of its own for each BMC unless one is given, proves it by a new log-in, and puts the one before back
/// where it does not prove itself. The new password goes into a vault, or comes as a PSCredential in the result.
/// </summary>
[Cmdlet(VerbsData.Update, "IpmiPassword", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PasswordUpdate))]
public sealed class UpdateIpmiPasswordCommand : BmcCmdlet
{
    /// <summary>Keeps the results as well, because a pipeline that is stopped assigns nothing to the variable that should take them.</summary>
    private const string ResultVariable = "global:IpmiPasswordUpdate";

    /// <summary>What PowerShell calls the host of remote sessions and of jobs in processes of their own.</summary>
    private const string RemoteHost = "ServerRemoteHost";

    private readonly PasswordResults _results = new();
    private PasswordSelection _selection = null!;
    private SecretVault? _vault;
    private RunJournal? _journal;

    /// <summary>The account whose password is set; that which logs in where none is named. The null user is called \.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Account { get; set; }

    /// <summary>The new password, at most 20 bytes of UTF-8; a random one for each BMC where none is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SecureCell("NewPassword")]
    public SecureString? NewPassword
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The present password of another account than that which logs in. Without it, that account's password cannot be put back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SecureCell("PresentPassword")]
    public SecureString? PresentPassword
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Characters of a random password, 12 to 20. More than 16 rule out IPMI 1.5.</summary>
    [Parameter]
    [ValidateRange(PasswordGenerator.MinimumLength, PasswordGenerator.MaximumLength)]
    public int Length { get; set; } = PasswordGenerator.DefaultLength;

    /// <summary>
    /// Send passwords also over a session that is not authenticated and encrypted with cipher suite 17 or 3: the old and the new password can then be
    /// read on the way, and by whoever answers in the BMC's name.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchCell("AllowUnprotectedPassword")]
    public SwitchParameter AllowUnprotectedPassword
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>A vault of Microsoft.PowerShell.SecretManagement that takes the new credential.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? DestinationVault { get; set; }

    /// <summary>The name of the secret in the vault, with {ComputerName} and {Account} in place of these.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? SecretName { get; set; }

    /// <summary>A file in which each new password is stored before it is sent, sealed with the present one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>Finish the run that wrote the journal.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Do not ask; and set a random password without a vault also where the result leaves the process without it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The time limit holds until a password is sent, which <see cref="PasswordWork"/> sees to. From then on it has to be proved or put back.</summary>
    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, TimeLimitEndsWork = false, StopTimeout = TimeSpan.FromSeconds(10) };

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        try
        {
            if (DestinationVault is not null)
            {
                _vault = new SecretVault(this, DestinationVault);
                _vault.Open();
            }

            _journal = OpenJournal();
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }
    }

    /// <inheritdoc/>
    protected override void Conclude() => _journal?.Conclude(this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _journal?.Dispose();
    }

    private protected override TargetSelection CreateSelection() => _selection = new PasswordSelection(ReadPlan, Confirm, this);

    private protected override Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        PasswordWork work = WorkOn(target, output);
        return work.IsResumed
            ? work.ResumeAsync(Opener, () => base.WorkAsync(target, output, cancellationToken), cancellationToken)
            : base.WorkAsync(target, output, cancellationToken);
    }

    private protected override Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        WorkOn(target, output).RunAsync(bmc, cancellationToken);

    private PasswordWork WorkOn(BmcTarget target, TargetOutput output) => new(target, _selection.PlanOf(target.ComputerName), _vault, _journal, _results, output);

    /// <summary>The journal of this run; null if a vault keeps the passwords.</summary>
    private RunJournal? OpenJournal()
    {
        if (Journal is null)
        {
            return !Resume ? _vault is null ? RunJournal.InDefaultFolder() : null : throw new IpmiException(
                IpmiErrorKind.InvalidParameter, "-Resume needs the journal of the run that is to be finished. Nothing was sent.", "Give its path with -Journal; Get-IpmiPasswordJournal lists those without a path.");
        }

        try
        {
            return RunJournal.Open(OutputFile.Resolve(this, Journal), Resume);
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw OutputFile.Refused(nameof(Journal), Journal, error.Message, error);
        }
    }

    /// <summary>Copies the parameters.</summary>
    private PasswordPlan ReadPlan(string? user)
    {
        string? account = string.IsNullOrEmpty(Account) ? null : Account == BmcCredential.NullUser ? "" : Account;
        return new PasswordPlan(account, user, NewPassword, PresentPassword, Length, AllowUnprotectedPassword, string.IsNullOrEmpty(SecretName) ? null : SecretName);
    }

    private bool Confirm(string computerName, PasswordPlan plan)
    {
        foreach (SecureString? secret in new[] { plan.NewPassword, plan.PresentPassword })
            if (secret is not null)
                Credentials.WarnOfPlainText(secret);
        if (plan.FindFault() is { } fault)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, fault, "Give another one, or none for a random one.");

        // Results leave the process without their credentials, and the variable that keeps them ends with it.
        bool isKept = plan.NewPassword is not null || DestinationVault is not null || Journal is not null;
        if (!isKept && !Force && Host.Name == RemoteHost)
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                "A result that leaves a job or a remote session leaves its password behind, so a random one would be lost. Nothing was sent.",
                "Give -DestinationVault, -Journal, or -NewPassword as New-IpmiPassword makes it; or -Force, where the script that runs there takes care of the result itself.");
        if (!isKept && RunJournal.DefaultFolder is null)
            throw RunJournal.NoPlace();

        if (!ShouldProcess(computerName, Needs with { Action = Describe(plan), Force = Force }))
            return false;
        if (DestinationVault is null && !_results.IsKept)
            _results.KeepIn(KeptResults());
        return true;
    }

    private string Describe(PasswordPlan plan)
    {
        string what = plan.NewPassword is null ? $"a new random password of {plan.Length} characters" : "the password that was given";
        string whose = plan.Account is null ? "the account that logs in" : plan.Account.Length == 0 ? "the null user" : $"the account '{plan.Account}'";
        string where = (DestinationVault is null ? "return it in the result" : $"store it in the vault '{DestinationVault}'") + (Journal is null ? "" : $" and in the journal '{Journal}'");
        string how = plan.AllowUnprotected ? ", also in clear text where the session is not protected" : "";
        return $"Send Set User Password{how}: set {what} for {whose}, log in anew with it, and {where}";
    }

    /// <summary>The list of earlier results in the variable, or a new one.</summary>
    private List<PasswordUpdate> KeptResults()
    {
        List<PasswordUpdate> kept = SessionState.PSVariable.GetValue(ResultVariable) as List<PasswordUpdate> ?? [];
        SessionState.PSVariable.Set(ResultVariable, kept);
        return kept;
    }
}
