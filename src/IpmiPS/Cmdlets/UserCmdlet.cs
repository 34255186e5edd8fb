using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that changes one user, found by ID, by name, or by both.</summary>
public abstract class UserCmdlet : AccessCmdlet
{
    private const int NoId = 0, LastId = 63;

    private bool _isNameGiven, _isIdGiven;

    /// <summary>The user's name. Case-sensitive.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Name { get; set; }

    /// <summary>The user's ID, 1 to 63. Together with a name, both have to agree.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Id", 1, int.MaxValue, NoId)] // virtual BMCs of a pipeline have an Id of their own
    public int Id
    {
        get;
        set => field = TakeCell(value);
    } = NoId;

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        Settings = new UserRow(Id == NoId || !Counts(_isIdGiven) ? null : (byte)System.Math.Min(Id, byte.MaxValue), string.IsNullOrEmpty(Name) || !Counts(_isNameGiven) ? null : Name, Settings),
        StopTimeout = System.TimeSpan.FromSeconds(10),
        OncePerBmc = true,
        Force = Force,
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        _isNameGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Name));
        _isIdGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Id));
        base.Begin();
    }

    /// <summary>A copy of the settings of this row.</summary>
    private protected abstract UserSettings Settings { get; }

    /// <summary>Prepares the change.</summary>
    private protected abstract Task<UserChange> PrepareAsync(BmcTarget target, IPayloadConnection bmc, UserRow row, CancellationToken cancellationToken);

    /// <summary>What the change does, without the values.</summary>
    private protected abstract string Describe(UserChange change);

    private protected override async Task ChangeAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var row = (UserRow)target.Needs.Settings!;
        if (row is { Id: null, Name: null })
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "No user is named.", "Give -Name or -Id, on the command line or as a column of the input.");
        if (row.Id > LastId)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Id is not a whole number from 1 to {LastId}.", "Get-IpmiUser lists the users with their IDs.");
        if (row.Settings is { Password: not null, AllowUnprotectedPassword: false } && !bmc.IsSecure)
            throw new UnprotectedSecretException("The new password");
        UserChange change = await PrepareAsync(target, bmc, row, cancellationToken).ConfigureAwait(false);
        if (change.Description is { } description && !await ConfirmAsync(target, bmc, $"{Describe(change)}: {description}", output, cancellationToken, change.CutsOff).ConfigureAwait(false))
            return;
        UserUpdate update;
        using (UnfinishedWork.Begin())
        {
            output.HasSentChange |= change.Description is not null;
            update = await change.RunAsync().ConfigureAwait(false);
        }

        output.Write(update);
        if (update.Difference is { } difference)
            throw difference;
    }

    /// <summary>
    /// Whether a name or an ID is meant for the user. What is given on the command line is; else the input object must be a row, and not a session, whose name
    /// and ID are its own.
    /// </summary>
    private bool Counts(bool isGiven) => isGiven || !_isNameGiven && !_isIdGiven && !IsSession && !IsSimulator(Id);

    /// <summary>One row of the input.</summary>
    /// <param name="Id">User ID; null if it is not given.</param>
    /// <param name="Name">Name; null if it is not given.</param>
    /// <param name="Settings">What to change.</param>
    private protected sealed record UserRow(byte? Id, string? Name, UserSettings Settings);
}
