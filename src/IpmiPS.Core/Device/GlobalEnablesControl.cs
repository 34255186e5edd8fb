using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Device;

/// <summary>Reads and changes the global enables of a BMC. The whole byte is written, so bits that are to stay, and reserved ones, are kept. IPMI 2.0 sections 22.1 and 22.2.</summary>
public sealed class GlobalEnablesControl : IPreparedChange<GlobalEnablesUpdate>
{
    private readonly IIpmiConnection _connection;
    private readonly SettingsChange<BmcGlobalEnables> _change;

    private GlobalEnablesControl(IIpmiConnection connection, BmcGlobalEnables before, BmcGlobalEnables after)
    {
        _connection = connection;
        _change = new(connection, "the global enables", before, cancellationToken => connection.SendAsync(new GetBmcGlobalEnables(), cancellationToken))
        {
            UnknownAdvice = "Check with Get-IpmiGlobalEnable what is set.",
            MismatchAdvice = "The BMC may not support this function, or may allow it only from the server itself.",
        };
        _change.Add("global enables", static enables => enables.ToString(), after.ToString(), new SetBmcGlobalEnables(after));
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description;

    /// <summary>Reads what is enabled.</summary>
    public static async Task<GlobalEnables> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var enables = await connection.SendAsync(new GetBmcGlobalEnables(), cancellationToken).ConfigureAwait(false);
        return new GlobalEnables
        {
            ComputerName = connection.ComputerName,
            SystemEventLogging = Has(enables, BmcGlobalEnables.SystemEventLogging),
            EventMessageBuffer = Has(enables, BmcGlobalEnables.EventMessageBuffer),
            EventMessageBufferFullInterrupt = Has(enables, BmcGlobalEnables.EventMessageBufferFullInterrupt),
            ReceiveMessageQueueInterrupt = Has(enables, BmcGlobalEnables.ReceiveMessageQueueInterrupt),
            Oem0 = Has(enables, BmcGlobalEnables.Oem0),
            Oem1 = Has(enables, BmcGlobalEnables.Oem1),
            Oem2 = Has(enables, BmcGlobalEnables.Oem2),
        };
    }

    /// <summary>Reads what is enabled and prepares the change. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="enable">Functions to enable.</param>
    /// <param name="disable">Functions to disable. All others stay as they are.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task<GlobalEnablesControl> PrepareAsync(IIpmiConnection connection, BmcGlobalEnables enable, BmcGlobalEnables disable, CancellationToken cancellationToken = default)
    {
        var before = await connection.SendAsync(new GetBmcGlobalEnables(), cancellationToken).ConfigureAwait(false);
        return new(connection, before, before & ~disable | enable);
    }

    /// <summary>Writes the byte and reads it back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: it was sent, and neither a response nor a read says whether it was carried out. Other kinds: nothing was changed.</exception>
    public async Task<GlobalEnablesUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return new GlobalEnablesUpdate
        {
            ComputerName = _connection.ComputerName,
            SystemEventLogging = Has(result.Now, BmcGlobalEnables.SystemEventLogging),
            EventMessageBuffer = Has(result.Now, BmcGlobalEnables.EventMessageBuffer),
            EventMessageBufferFullInterrupt = Has(result.Now, BmcGlobalEnables.EventMessageBufferFullInterrupt),
            ReceiveMessageQueueInterrupt = Has(result.Now, BmcGlobalEnables.ReceiveMessageQueueInterrupt),
            Oem0 = Has(result.Now, BmcGlobalEnables.Oem0),
            Oem1 = Has(result.Now, BmcGlobalEnables.Oem1),
            Oem2 = Has(result.Now, BmcGlobalEnables.Oem2),
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    private static bool Has(BmcGlobalEnables enables, BmcGlobalEnables flag) => (enables & flag) != 0;
}
