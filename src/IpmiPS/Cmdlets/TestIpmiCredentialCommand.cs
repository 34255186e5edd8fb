using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Commands.App;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Tests whether user name and password are valid on BMCs: -Credential with a log-in, or -UserCredential without one, by the BMC itself in the session of an
/// administrator. A credential that is refused is a result, not an error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "IpmiCredential", DefaultParameterSetName = ByName)]
[OutputType(typeof(CredentialTest))]
[OutputType(typeof(bool))]
public sealed class TestIpmiCredentialCommand : BmcCmdlet
{
    /// <summary>The credential to test in the session of an administrator, which -Credential opens. Without it, -Credential is tested.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public PSCredential? UserCredential { get; set; }

    /// <summary>Return only true or false; false also if it could not be tested.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Send the password also over a session that is not authenticated and encrypted with cipher suite 17 or 3.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchCell("AllowUnprotectedPassword")]
    public SwitchParameter AllowUnprotectedPassword
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override BmcNeeds Needs => UserCredential is null
        ? new(Privilege: null)
        : new(IpmiPS.PrivilegeLevel.Administrator) { Settings = new Settings(BmcCredential.From(UserCredential), AllowUnprotectedPassword) };

    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        if (target.Needs.Settings is null)
            Write(output, await LogInAsync(target, output, cancellationToken).ConfigureAwait(false));
        else
            await base.WorkAsync(target, output, cancellationToken).ConfigureAwait(false);
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        Write(output, await CompareAsync(bmc, (Settings)target.Needs.Settings!, cancellationToken).ConfigureAwait(false));

    /// <summary>A refused log-in is the result, unless the log-in guard kept it from being tried.</summary>
    private async Task<CredentialTest> LogInAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        var result = new CredentialTest(target.ComputerName, target.Session?.UserName ?? target.Options!.UserName, CredentialTestMethod.LogIn);
        try
        {
            using ConnectionScope scope = await ConnectionScope.OpenAsync(target, output, Opener.LogInAsync, cancellationToken).ConfigureAwait(false);
            await scope.Connection.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
            var client = scope.Connection as IBmcSession ?? target.Session!.Client;
            (result.Valid, result.CanLogIn, result.Privilege) = (client.ProvesPassword ? true : null, true, client.Privilege);
            result.Reason = client.ProvesPassword ? null : "The BMC accepts the user name without authentication, so a log-in proves no password.";
        }
        catch (IpmiException refusal) when (refusal.Kind == IpmiErrorKind.BadCredential && refusal is not LogInNotTriedException)
        {
            (result.Valid, result.CanLogIn, result.Reason) = (false, false, refusal.Message);
        }

        return result;
    }

    private static async Task<CredentialTest> CompareAsync(IPayloadConnection bmc, Settings settings, CancellationToken cancellationToken)
    {
        if (!bmc.IsSecure && !settings.AllowUnprotected)
            throw new UnprotectedSecretException("The password to test");
        string user = settings.Credential.UserName;
        var result = new CredentialTest(bmc.ComputerName, user, CredentialTestMethod.Comparison);
        UserAccount account;
        try
        {
            account = await UserAccount.FindAsync(bmc, user, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (error.Kind == IpmiErrorKind.NotPresent)
        {
            (result.Valid, result.CanLogIn, result.Reason) = (false, false, error.Message);
            return result;
        }

        var comparison = await PasswordComparison.RunAsync(bmc, account.Id, settings.Credential.Password!, settings.AllowUnprotected, cancellationToken).ConfigureAwait(false);
        (result.Valid, result.PasswordSize, result.Reason) = (comparison.IsSame, comparison.Size, comparison.Reason);
        result.Privilege = account.Access.Privilege;
        result.CanLogIn = comparison.IsSame is true ? account.Access.CanLogIn : comparison.IsSame;
        if (comparison.IsSame is true && !account.Access.CanLogIn)
            result.Reason = "The password is right, but the user is disabled or may not log in over this channel.";
        return result;
    }

    private void Write(TargetOutput output, CredentialTest result) => output.Write(Quiet ? result.Valid == true && result.CanLogIn == true : result);

    private sealed record Settings(BmcCredential Credential, bool AllowUnprotected);
}
