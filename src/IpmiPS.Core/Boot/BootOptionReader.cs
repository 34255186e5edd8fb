using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Parameters;

namespace IpmiPS.Boot;

/// <summary>Reads the boot options. IPMI 2.0 section 28.13.</summary>
public static class BootOptionReader
{
    /// <summary>Blocks that every BMC with a mailbox has.</summary>
    private const int MailboxBlocks = 5;

    private static readonly (Parameter Parameter, byte Set)[] Wanted =
        [.. BootOptionParameters.Family.All.Where(static parameter => parameter != BootOptionParameters.InitiatorMailbox).Select(static parameter => (parameter, (byte)0))];

    /// <summary>Reads all standard options, at once.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">The BMC has none of them, or does not respond.</exception>
    public static async Task<BootOption> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default) =>
        (await ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Fill(new BootOption(), connection.ComputerName);

    /// <summary>Reads one option as bytes.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="parameter">Its number, 0 to 127.</param>
    /// <param name="set">Set selector.</param>
    /// <param name="block">Block selector.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC does not have it.</exception>
    public static async Task<BootParameter> GetParameterAsync(IIpmiConnection connection, byte parameter, byte set = 0, byte block = 0, CancellationToken cancellationToken = default)
    {
        string? name = BootOptionParameters.Family.Find(parameter)?.Name;
        try
        {
            var response = await connection.SendAsync(new GetSystemBootOptions(parameter, set, block), cancellationToken).ConfigureAwait(false);
            return new BootParameter { ComputerName = connection.ComputerName, Parameter = parameter, Name = name, Locked = response.IsLocked, Data = new ByteString(response.Data) };
        }
        catch (IpmiCommandException error) when (error.CompletionCode == ParameterCompletionCode.NotSupported)
        {
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"The BMC of {connection.ComputerName} does not have boot option {parameter}{(name is null ? "" : ", " + name)}.", innerException: error);
        }
    }

    internal static async Task<BootOptionValues> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var id = connection.TrySendAsync(new GetDeviceId(), cancellationToken);
        var blocks = Task.WhenAll(Enumerable.Range(0, MailboxBlocks).Select(block => connection.TryReadDataAsync(BootOptionParameters.InitiatorMailbox, 0, (byte)block, cancellationToken)));
        var values = await ParameterValues.ReadAsync(connection, channel: 0, Wanted, cancellationToken).ConfigureAwait(false);
        var mailbox = new List<byte[]>();
        var read = await blocks.ConfigureAwait(false);
        foreach (var block in read)
        {
            if (!BootOptionParameters.InitiatorMailbox.TryDecode(block, out byte[]? bytes) || bytes.Length < BootOptionParameters.MailboxBlock)
                break;
            mailbox.Add(bytes);
        }

        var device = await id.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new BootOptionValues(values, mailbox, read[0].Error, device.Succeeded ? device.Value.ManufacturerId : null);
    }
}

/// <summary>Boot options that were read together.</summary>
/// <param name="Values">The parameters 0 to 6.</param>
/// <param name="Mailbox">The blocks of the mailbox, from the first on; none if the BMC has no mailbox.</param>
/// <param name="MailboxError">Why it could not be read.</param>
/// <param name="ManufacturerId">The vendor of the BMC; null if it is not known.</param>
internal sealed record BootOptionValues(ParameterValues Values, IReadOnlyList<byte[]> Mailbox, IpmiException? MailboxError, int? ManufacturerId)
{
    /// <summary>Bytes of the number of the company at the start of the mailbox.</summary>
    public const int CompanyLength = 3;

    /// <summary>All bits of the scan that have a meaning.</summary>
    public const ServicePartitionScan AllScans = ServicePartitionScan.Discovered | ServicePartitionScan.Requested;

    /// <summary>No time: all ones, or 0.</summary>
    private const uint NoTime = 0xFFFFFFFF;

    /// <summary>The mailbox as a whole.</summary>
    public byte[] MailboxBytes => [.. Mailbox.SelectMany(static block => block)];

    /// <summary>Time of a time stamp; null for none.</summary>
    public static DateTimeOffset? Time(uint timestamp) => timestamp is 0 or NoTime ? null : DateTimeOffset.FromUnixTimeSeconds(timestamp);

    /// <summary>Fills in what was read.</summary>
    public T Fill<T>(T option, string computerName)
        where T : BootOption
    {
        option.ComputerName = computerName;
        if (Values.Value(BootOptionParameters.Flags, "Boot flags") is { } flags)
            FillFlags(option, flags);
        option.ValidBitClearing = Values.Value(BootOptionParameters.ValidBitClearing, nameof(option.ValidBitClearing)) & BootFlagValidBitClearing.KeepAlways;
        option.NotAcknowledgedBy = Values.Value(BootOptionParameters.InfoAcknowledge, nameof(option.NotAcknowledgedBy))?.Parties;
        option.ServicePartition = Values.Value(BootOptionParameters.ServicePartitionSelector, nameof(option.ServicePartition));
        option.ServicePartitionScan = Values.Value(BootOptionParameters.ServicePartitionScan, nameof(option.ServicePartitionScan)) & AllScans;
        var initiator = Values.Value(BootOptionParameters.InitiatorInfo, "InitiatorChannel, InitiatorSession, InitiatorTime");
        (option.InitiatorChannel, option.InitiatorSession, option.InitiatorTime) = (initiator?.Channel, initiator?.SessionId, Time(initiator?.Timestamp ?? 0));
        var announced = Values.Value(BootOptionParameters.SetInProgress, nameof(option.SetInProgress));
        option.SetInProgress = announced is null ? null : announced == SetInProgress.InProgress;
        option.Locked = [.. BootOptionParameters.Family.All.Where(parameter => Values[parameter] is { Succeeded: true, Value.IsLocked: true }).Select(static parameter => parameter.Name)];
        byte[] mailbox = MailboxBytes;
        option.MailboxManufacturerId = mailbox.Length == 0 ? null : mailbox[0] | mailbox[1] << 8 | mailbox[2] << 16;
        option.Mailbox = mailbox.Length == 0 ? null : new ByteString([.. mailbox.Skip(CompanyLength)]);
        option.Notes = [.. Values.Notes, .. mailbox.Length > 0 ? Array.Empty<string>() : [$"Mailbox: {MailboxError?.Message ?? "too few bytes"}"]];
        return option;
    }

    private void FillFlags(BootOption option, BootFlags flags)
    {
        option.Valid = flags.Valid;
        option.Device = new BootFlagValues(ManufacturerId).Device(flags);
        option.Instance = flags.Instance;
        option.Persistent = flags.Persistent;
        option.Uefi = flags.Uefi;
        option.ClearCmos = BootFlagValues.ClearCmos(flags);
        option.LockKeyboard = BootFlagValues.LockKeyboard(flags);
        option.LockPowerButton = BootFlagValues.LockPowerButton(flags);
        option.LockResetButton = BootFlagValues.LockResetButton(flags);
        option.LockSleepButton = BootFlagValues.LockSleepButton(flags);
        option.BlankScreen = BootFlagValues.BlankScreen(flags);
        option.Verbosity = BootFlagValues.Verbosity(flags);
        option.ConsoleRedirection = BootFlagValues.ConsoleRedirection(flags);
        option.EventTraps = BootFlagValues.EventTraps(flags);
        option.BypassPassword = BootFlagValues.BypassPassword(flags);
        option.MuxControl = BootFlagValues.MuxControl(flags);
        option.SharedMode = BootFlagValues.SharedMode(flags);
    }
}
