using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
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
    /// <summary>Where results are kept, because a pipeline that is stopped assigns nothing to a variable that was to take them.</summary>
    private const string ResultVariable = "global:IpmiPasswordUpdate";

    /// <summary>What PowerShell calls the host of remote sessions and of jobs in processes of their own.</summary>
    private const string RemoteHost = "ServerRemoteHost";

    private readonly ConcurrentDictionary<string, PasswordPlan> _plans = new(StringComparer.OrdinalIgnoreCase);
    private List<PasswordUpdate>? _results;
    private SecretVault? _vault;

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

    /// <summary>Do not ask; and set a random password without a vault also where the result leaves the process without it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool IsOncePerBmc => true;

    /// <summary>A password that was sent has to be proved, or the one before put back and proved.</summary>
    private protected override TimeSpan StopPatience => TimeSpan.FromSeconds(10);

    private protected override PrivilegeLevel? NeededPrivilege => IpmiPS.PrivilegeLevel.Administrator;

    /// <summary>The limit holds until a password is sent; see <see cref="PasswordWork"/>.</summary>
    private protected override bool TimeLimitEndsWork => false;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        if (DestinationVault is null)
            return;
        _vault = new SecretVault(this, DestinationVault);
        try
        {
            _vault.Open();
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }
    }

    private protected override bool Confirm(string computerName, string? logsIn)
    {
        PasswordPlan plan = PlanFor(logsIn);
        foreach (SecureString? secret in new[] { plan.NewPassword, plan.PresentPassword })
            if (secret is not null)
                WarnOfPlainText(secret);
        if (FaultOf(plan.NewPassword) is { } fault)
        {
            WriteFailure(ErrorRecords.InvalidParameter(fault, computerName, "Give another one, or none for a random one."));
            Withdraw(computerName);
            return false;
        }

        // Results do not take credentials along when they leave the process, and the variable that keeps them goes with it.
        if (plan.NewPassword is null && DestinationVault is null && !Force && Host.Name == RemoteHost)
        {
            WriteFailure(ErrorRecords.InvalidParameter(
                "A result that leaves a job or a remote session leaves its password behind, so a random one would be lost. Nothing was sent.",
                computerName,
                "Give -DestinationVault, or -NewPassword as New-IpmiPassword makes it; or -Force, where the script that runs there takes care of the result itself."));
            Withdraw(computerName);
            return false;
        }

        _plans[computerName] = plan;
        string what = plan.NewPassword is null ? $"a new random password of {plan.Length} characters" : "the password that was given";
        string whose = plan.Account is null ? "the account that logs in" : plan.Account.Length == 0 ? "the null user" : $"the account '{plan.Account}'";
        string where = DestinationVault is null ? "return it in the result" : $"store it in the vault '{DestinationVault}'";
        string how = plan.AllowUnprotected ? ", also in clear text where the session is not protected" : "";
        if (!ShouldProcess(computerName, $"Send Set User Password{how}: set {what} for {whose}, log in anew with it, and {where}", Force))
            return false;
        if (DestinationVault is null && _results is null)
            SessionState.PSVariable.Set(ResultVariable, _results = SessionState.PSVariable.GetValue(ResultVariable) as List<PasswordUpdate> ?? []);
        return true;
    }

    private protected override void Withdraw(string computerName)
    {
        base.Withdraw(computerName);
        _plans.TryRemove(computerName, out _);
    }

    private protected override void NamedAgain(string computerName, string? logsIn)
    {
        if (ContradictionOf(_plans[computerName], PlanFor(logsIn), computerName) is { } contradiction)
            WriteFailure(contradiction);
        else
            base.NamedAgain(computerName, logsIn);
    }

    private protected override void LeaveOut(BmcTarget target, SameBmcException same, TargetOutput output)
    {
        base.LeaveOut(target, same, output);
        if (ContradictionOf(_plans[same.FirstName], _plans[target.ComputerName], target.ComputerName) is { } contradiction)
            output.Fail(contradiction);
    }

    private protected override Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        new PasswordWork(this, target, _plans[target.ComputerName], _vault, output).RunAsync(bmc, cancellationToken);

    /// <summary>Emits a result and keeps it. False where the pipeline ended before it was taken.</summary>
    internal Task<bool> HandOverAsync(PasswordUpdate update, TargetOutput output, CancellationToken stop) =>
        output.HandOverAsync(update, () => Remember(update), stop);

    /// <summary>Keeps a result where no vault keeps the password; on any thread, also when the pipeline has ended.</summary>
    internal void Remember(PasswordUpdate update)
    {
        if (_results is not { } results)
            return;
        lock (results)
            results.Add(update);
    }

    private PasswordPlan PlanFor(string? logsIn)
    {
        string? account = string.IsNullOrEmpty(Account) ? null : Account == BmcCredential.NullUser ? "" : Account;
        return new PasswordPlan(account, logsIn, NewPassword, PresentPassword, Length, AllowUnprotectedPassword, string.IsNullOrEmpty(SecretName) ? null : SecretName);
    }

    /// <summary>What is wrong with another plan for the same BMC, which is left out; null where both want the same.</summary>
    private static ErrorRecord? ContradictionOf(PasswordPlan first, PasswordPlan second, string computerName)
    {
        if (!first.IsForAccountOf(second))
            return ErrorRecords.InvalidParameter($"Two accounts of {computerName} are named; the second one was left out.", computerName, "Change one account of a BMC after the other: the first change may be that of the account that logs in.");
        return SecretBytes.Equal(first.NewPassword, second.NewPassword)
            ? null
            : ErrorRecords.InvalidParameter($"Two new passwords of {computerName} are given; the second one was left out.", computerName, "Name each BMC once.");
    }

    private static string? FaultOf(SecureString? password)
    {
        if (password is null)
            return null;
        byte[] bytes = SecretBytes.FromSecureString(password);
        bool hasZero = Array.IndexOf(bytes, (byte)0) >= 0;
        SecretBytes.Wipe(bytes);
        return bytes.Length switch
        {
            0 => "The new password is empty.",
            > SetUserPassword.LongLength => $"The new password has {bytes.Length} bytes; IPMI carries {SetUserPassword.LongLength} at most.",
            _ => hasZero ? "The new password has a character with the code 0, where a BMC would end it." : null,
        };
    }
}
