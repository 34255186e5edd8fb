using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Sets, removes or locks the BMC key Kg, which log-ins need besides the password. A new key is proved by a log-in, and the previous one is restored if that
/// fails. The key is never shown.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IpmiBmcKey", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BmcKeyUpdate))]
public sealed class SetIpmiBmcKeyCommand : AccessCmdlet
{
    private const int NoChannel = -1;

    /// <summary>The new key: text of at most 20 bytes, or 0x and up to 40 hexadecimal digits.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SecureCell("NewKey")]
    public SecureString? NewKey
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Remove the key: log-ins need the password alone.</summary>
    [Parameter]
    public SwitchParameter Clear { get; set; }

    /// <summary>Lock the key. It can then never be changed again.</summary>
    [Parameter]
    public SwitchParameter Lock { get; set; }

    /// <summary>Which key: Kg, the BMC key, or Kr, the random number key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Key", typeof(BmcKeyKind))]
    public BmcKeyKind Key
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Channel of the key, 1 to 14; default that of the connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Channel", 1, 14, NoChannel)]
    public int Channel
    {
        get;
        set => field = TakeCell(value);
    } = NoChannel;

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        OncePerBmc = true,
        StopTimeout = System.TimeSpan.FromSeconds(10),
        Force = Force,
        Settings = new BmcKeySettings
        {
            Key = Key == BmcKeyKind.Unknown ? BmcKeyKind.Kg : Key,

            // Enter alone at a prompt is an empty text, and not a wish to remove the key.
            NewKey = Clear ? new SecureString() : NewKey is { Length: 0 } ? null : NewKey,
            Lock = Lock,
            Channel = Channel == NoChannel ? null : (byte)Channel,
        },
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        if (Clear && NewKey is not null)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-NewKey and -Clear were given.", null, "Give one of them."));
    }

    private protected override async Task ChangeAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var settings = (BmcKeySettings)target.Needs.Settings!;
        if (settings is { NewKey: null, Lock: false })
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -NewKey, -Clear or -Lock.");
        if (!bmc.IsSecure)
            throw new UnprotectedSecretException("The key");
        IpmiConnectOptions logIn = target.Session?.CopyOptions() ?? target.Options!;
        settings = settings with { PresentKey = logIn.BmcKey, ReadKey = LogInSecrets.ReadKey, LogInAsync = LogInAsync };

        // A session would log in again by itself, with the previous key; so its present log-in is used.
        IPayloadConnection connection = target.Session is { } session ? new ChangeWatch(session.Client, output) : bmc;
        var change = new BmcKeyChange(connection, settings);
        await change.PrepareAsync(cancellationToken).ConfigureAwait(false);
        if (change.Description is { } description && !await ConfirmAsync(target, connection, $"Send Set Channel Security Keys: {description}", output, cancellationToken, change.CutsOff).ConfigureAwait(false))
            return;
        using (UnfinishedWork.Begin())
        {
            BmcKeyUpdate update = change.Description is null ? change.Unchanged() : await change.RunAsync().ConfigureAwait(false);
            if (update is { Changed: true, Key: BmcKeyKind.Kg } && settings.NewKey is { } key)
                foreach (IpmiSession open in SessionRegistry.All.Where(open => open.Client.Endpoint.Equals(bmc.Endpoint)))
                    open.ChangeBmcKey(key);
            output.Write(update);
        }

        async Task LogInAsync(SecureString key)
        {
            output.Note("Logging in in a new session, to prove the key.");
            IBmcSession client = await BmcConnector.ConnectAsync(logIn with { BmcKey = key, FirstCommand = null, Trace = output, AllowInsecure = false }, CancellationToken.None).ConfigureAwait(false);
            PendingCloses.Add(client);
            if (!client.ProvesPassword)
                throw new IpmiException(IpmiErrorKind.InsecureRefused, "The log-in proves no key.");
        }
    }
}
