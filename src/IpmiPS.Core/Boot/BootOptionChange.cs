using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;

namespace IpmiPS.Boot;

/// <summary>Changes boot options: reads them, writes what differs in one transaction, the boot flags last, and reads them back. IPMI 2.0 sections 28.12 and 28.13.</summary>
public sealed class BootOptionChange : IPreparedChange<BootOptionUpdate>
{
    private const byte FirstOem = 96, LastOem = 127;

    private readonly IIpmiConnection _connection;
    private readonly BootOptionValues _before;
    private readonly ParameterSettings _settings;

    private BootOptionChange(IIpmiConnection connection, BootOptionValues before, BootSettings settings, Clock clock)
    {
        (_connection, _before) = (connection, before);
        _settings = new ParameterSettings(connection, BootOptionParameters.Family, channel: 0, clock);
        AddBesides(settings);
        AddMailbox(settings);
        AddFlags(settings);
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _settings.Description;

    /// <summary>Whether the change lets the machine clear the settings of the BIOS at its next boot.</summary>
    public bool ClearsCmos { get; private set; }

    /// <summary>Reads the present options and prepares a change. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="settings">What to set.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC does not have an option. InvalidParameter: a value does not fit.</exception>
    public static Task<BootOptionChange> PrepareAsync(IIpmiConnection connection, BootSettings settings, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, settings, Clock.System, cancellationToken);

    internal static async Task<BootOptionChange> PrepareAsync(IIpmiConnection connection, BootSettings settings, Clock clock, CancellationToken cancellationToken)
    {
        if (settings.Parameter is not null && settings.IsTyped)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "A parameter as bytes cannot be set together with other options. Nothing was sent.", "Set them one after another.");
        var before = await BootOptionReader.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var change = new BootOptionChange(connection, before, settings, clock);
        if (settings.Parameter is { } raw)
            await change.AddRawAsync(raw, settings.Data, cancellationToken).ConfigureAwait(false);
        return change;
    }

    /// <summary>Writes what differs in one transaction, and reads the options back.</summary>
    /// <exception cref="IpmiException">CommandFailed: the BMC keeps something else, or has carried out only a part. OutcomeUnknown: it is not known what it has. Other kinds: nothing was changed.</exception>
    public async Task<BootOptionUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        bool isChanged = Description is not null;
        await _settings.RunAsync(cancellationToken).ConfigureAwait(false);
        var values = isChanged ? await BootOptionReader.ReadAsync(_connection, cancellationToken).ConfigureAwait(false) : _before;
        var update = values.Fill(new BootOptionUpdate(), _connection.ComputerName);
        (update.Changes, update.Changed, update.Verified) = ([.. _settings.Changes], isChanged, true);
        if (isChanged && update is { Valid: true, ValidBitClearing: { } kept } && (kept & BootFlagValidBitClearing.KeepAfterTimeout) == 0)
            update.Notes = [.. update.Notes, "Valid: the BMC clears the boot flags after 60 seconds, unless the machine is reset or powered on before. ValidBitClearing KeepAfterTimeout prevents that."];
        return update;
    }

    private static string TimeText(uint timestamp) => BootOptionValues.Time(timestamp)?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? "none";

    private void AddBesides(BootSettings s)
    {
        Add(BootOptionParameters.ServicePartitionSelector, _ => (byte)s.ServicePartition!.Value, (nameof(s.ServicePartition), s.ServicePartition is not null, static value => $"{value}"));
        Add(BootOptionParameters.ServicePartitionScan, now => now & ~BootOptionValues.AllScans | s.ServicePartitionScan!.Value,
            (nameof(s.ServicePartitionScan), s.ServicePartitionScan is not null, static value => $"{value & BootOptionValues.AllScans}"));
        Add(BootOptionParameters.ValidBitClearing, now => now & ~BootFlagValidBitClearing.KeepAlways | s.ValidBitClearing!.Value,
            (nameof(s.ValidBitClearing), s.ValidBitClearing is not null, static value => $"{value & BootFlagValidBitClearing.KeepAlways}"));
        Add(BootOptionParameters.InfoAcknowledge, now => now.With(s.NotAcknowledgedBy!.Value), (nameof(s.NotAcknowledgedBy), s.NotAcknowledgedBy is not null, static value => $"{value.Parties}"));
        Add(BootOptionParameters.InitiatorInfo,
            now => new BootInitiatorInfo((byte?)s.InitiatorChannel ?? now.Channel, s.InitiatorSession ?? now.SessionId, s.InitiatorTime is { } time ? Timestamp(time) : now.Timestamp),
            (nameof(s.InitiatorChannel), s.InitiatorChannel is not null, static value => $"{value.Channel}"),
            (nameof(s.InitiatorSession), s.InitiatorSession is not null, static value => $"{value.SessionId:X8}h"),
            (nameof(s.InitiatorTime), s.InitiatorTime is not null, static value => TimeText(value.Timestamp)));
    }

    private static uint Timestamp(DateTimeOffset time) => time.ToUnixTimeSeconds() is >= 0 and < uint.MaxValue and var seconds
        ? (uint)seconds
        : throw new IpmiException(IpmiErrorKind.InvalidParameter, "InitiatorTime is from 1970 to 2106. Nothing was sent.");

    private void AddMailbox(BootSettings s)
    {
        if (s.MailboxManufacturerId is null && s.Mailbox.Length == 0)
            return;
        byte[] present = _before.MailboxBytes;
        if (present.Length == 0)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"The BMC of {_connection.ComputerName} has no mailbox for boot loaders. Nothing was sent.", innerException: _before.MailboxError);
        if (s.Mailbox.Length > present.Length - BootOptionValues.CompanyLength)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The mailbox takes {present.Length - BootOptionValues.CompanyLength} bytes, and {s.Mailbox.Length} were given. Nothing was sent.");
        byte[] after = (byte[])present.Clone();
        for (int i = 0; i < BootOptionValues.CompanyLength && s.MailboxManufacturerId is not null; i++)
            after[i] = (byte)(s.MailboxManufacturerId.Value >> 8 * i);
        s.Mailbox.CopyTo(after, BootOptionValues.CompanyLength);
        for (int block = 0; block < _before.Mailbox.Count; block++)
        {
            byte[] data = BootOptionParameters.InitiatorMailbox.Encode([.. after.Skip(block * BootOptionParameters.MailboxBlock).Take(BootOptionParameters.MailboxBlock)], (byte)block);
            _settings.AddRaw(BootOptionParameters.InitiatorMailbox, BootOptionParameters.InitiatorMailbox.Encode(_before.Mailbox[block], (byte)block), data);
        }
    }

    /// <summary>All flags are shown that change, those that were no longer in force too.</summary>
    private void AddFlags(BootSettings s)
    {
        var values = new BootFlagValues(_before.ManufacturerId);
        bool isSet = s.HasFlags;
        Add(BootOptionParameters.Flags, now =>
            {
                var after = values.With(now, s);
                ClearsCmos = IsCleared(after) && !IsCleared(now);
                return after;
            },
            (nameof(s.Device), isSet, value => $"{values.Device(value)}"),
            (nameof(s.Instance), isSet, static value => $"{value.Instance}"),
            (nameof(s.Persistent), isSet, static value => $"{value.Persistent}"),
            (nameof(s.Uefi), isSet, static value => $"{value.Uefi}"),
            (nameof(s.ClearCmos), isSet, static value => $"{BootFlagValues.ClearCmos(value)}"),
            (nameof(s.LockKeyboard), isSet, static value => $"{BootFlagValues.LockKeyboard(value)}"),
            (nameof(s.LockPowerButton), isSet, static value => $"{BootFlagValues.LockPowerButton(value)}"),
            (nameof(s.LockResetButton), isSet, static value => $"{BootFlagValues.LockResetButton(value)}"),
            (nameof(s.LockSleepButton), isSet, static value => $"{BootFlagValues.LockSleepButton(value)}"),
            (nameof(s.BlankScreen), isSet, static value => $"{BootFlagValues.BlankScreen(value)}"),
            (nameof(s.Verbosity), isSet, static value => $"{BootFlagValues.Verbosity(value)}"),
            (nameof(s.ConsoleRedirection), isSet, static value => $"{BootFlagValues.ConsoleRedirection(value)}"),
            (nameof(s.EventTraps), isSet, static value => $"{BootFlagValues.EventTraps(value)}"),
            (nameof(s.BypassPassword), isSet, static value => $"{BootFlagValues.BypassPassword(value)}"),
            (nameof(s.MuxControl), isSet, static value => $"{BootFlagValues.MuxControl(value)}"),
            (nameof(s.SharedMode), isSet, static value => $"{BootFlagValues.SharedMode(value)}"),
            (nameof(s.Valid), isSet, static value => $"{value.Valid}"));
    }

    private static bool IsCleared(BootFlags flags) => flags.Valid && BootFlagValues.ClearCmos(flags);

    private void Add<T>(Parameter<T> parameter, Func<T, T> change, params (string Name, bool IsSet, Func<T, string> Text)[] settings) =>
        _settings.Add(parameter, _before.Values[parameter], change, settings);

    private async Task AddRawAsync(byte number, byte[] data, CancellationToken cancellationToken)
    {
        var parameter = BootOptionParameters.Family.Find(number) ?? (number is >= FirstOem and <= LastOem ? BootOptionParameters.Oem(number, data.Length) : null);
        if (parameter is null || parameter == BootOptionParameters.SetInProgress)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Boot option {number} cannot be set: the numbers are 1 to 7, and 96 to 127 for those of the vendor. Nothing was sent.");
        if (data.Length < parameter.MinimumLength || data.Length > parameter.Length)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The {parameter} has {parameter.Length} bytes, selectors included, and {data.Length} were given. Nothing was sent.");
        var (set, block) = new ParameterWrite(parameter, data).Selectors;
        byte[] present = (await BootOptionReader.GetParameterAsync(_connection, number, set, block, cancellationToken).ConfigureAwait(false)).Data;
        if (parameter == BootOptionParameters.Flags)
            ClearsCmos = IsCleared(BootOptionParameters.Flags.Decode(data)) && !(BootOptionParameters.Flags.TryDecode(present, out var flags) && IsCleared(flags));
        _settings.AddRaw(parameter, present, data);
    }
}
