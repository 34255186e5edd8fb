using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Device;
using IpmiPS.Wire;

namespace IpmiPS.Boot;

/// <summary>One change of the boot device, from the claim to the comparison.</summary>
internal sealed class BootDeviceChange(IIpmiConnection connection, BootDevice device, bool persistent, bool uefi, Clock clock)
{
    /// <summary>For commands that may be refused or ignored.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>"Set in progress" is a notice that somebody writes, not a lock; one that stays this long was left behind.</summary>
    private static readonly TimeSpan[] ClaimWaits = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5)];

    /// <summary>Some BMCs take the new value a moment after they say so.</summary>
    private static readonly TimeSpan[] ReadBackWaits = [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(2)];

    private readonly ChangeOutcome _change = new();
    private int? _manufacturer;

    public async Task<BootDeviceInfo> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendFlagsAsync(cancellationToken).ConfigureAwait(false);
            return await ReadBackAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_change.IsUnknownAfter(error))
        {
            throw Unknown(error is OperationCanceledException ? "The command was cancelled before it could be read back." : $"It could not be read back: {error.Message}", error);
        }
    }

    private async Task SendFlagsAsync(CancellationToken cancellationToken)
    {
        var claim = ClaimAsync(cancellationToken);
        try
        {
            var before = BootDeviceControl.ReadAsync(connection, cancellationToken);
            var vendor = BootDeviceVendors.DependsOnVendor(device, uefi) ? connection.SendAsync(new GetDeviceId(), cancellationToken) : null;
            // What was left in flags that no longer count must not come to life again.
            var flags = (await before.ConfigureAwait(false)).Flags is { Valid: true } valid ? valid : default;
            _manufacturer = vendor is null ? null : (await vendor.ConfigureAwait(false)).ManufacturerId;
            await claim.ConfigureAwait(false);

            await Task.WhenAll(
                KeepFlagsAsync(cancellationToken),
                TryAsync(BootOptionParameter.BootInfoAcknowledge, BootInfoAcknowledge.Pending.ToArray(), cancellationToken)).ConfigureAwait(false);
            var wanted = flags.With(BootDeviceVendors.SelectorFor(device, uefi, _manufacturer), persistent, uefi);
            await _change.SendAsync(connection, new SetSystemBootOptions(BootOptionParameter.BootFlags, wanted.ToArray()), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ReleaseAsync(claim).ConfigureAwait(false);
        }
    }

    /// <summary>Says that parameters are being changed. True where the BMC took note and has to be told the end.</summary>
    private async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            var response = await TryAsync(BootOptionParameter.SetInProgress, [(byte)SetInProgress.InProgress], cancellationToken).ConfigureAwait(false);
            if (response.Succeeded)
                return true;
            if (response.Error is not IpmiCommandException { CompletionCode: (CompletionCode)SetSystemBootOptions.AlreadyInProgress } || attempt > ClaimWaits.Length)
                return false;
            if (attempt < ClaimWaits.Length)
                await clock.DelayAsync(ClaimWaits[attempt], cancellationToken).ConfigureAwait(false);
            else
                await TryAsync(BootOptionParameter.SetInProgress, [(byte)SetInProgress.Complete], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReleaseAsync(Task<bool> claim)
    {
        bool claimed;
        try
        {
            claimed = await claim.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            claimed = true; // it may have arrived
        }

        // Even when the work was cancelled: the next one who writes should not have to wait.
        if (claimed)
            await TryAsync(BootOptionParameter.SetInProgress, [(byte)SetInProgress.Complete], CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Without this the BMC forgets the flags after 60 seconds. Some refuse the whole mask and take the one bit, some refuse all.</summary>
    private async Task KeepFlagsAsync(CancellationToken cancellationToken)
    {
        var response = await TryAsync(BootOptionParameter.BootFlagValidBitClearing, [(byte)BootFlagValidBitClearing.KeepAlways], cancellationToken).ConfigureAwait(false);
        if (response.Error is IpmiCommandException { Kind: IpmiErrorKind.InvalidParameter })
            await TryAsync(BootOptionParameter.BootFlagValidBitClearing, [(byte)BootFlagValidBitClearing.KeepAfterTimeout], cancellationToken).ConfigureAwait(false);
    }

    private async Task<OptionalResponse<Commands.NoData>> TryAsync(BootOptionParameter parameter, byte[] data, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var response = await connection.TrySendAsync(new SetSystemBootOptions(parameter, data), patience.Token).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return response;
    }

    private async Task<BootDeviceInfo> ReadBackAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            if (attempt > 0)
                await clock.DelayAsync(ReadBackWaits[attempt - 1], cancellationToken).ConfigureAwait(false);
            var (flags, locked) = await BootDeviceControl.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var read = BootDeviceVendors.DeviceFor(flags.Selector, flags.Uefi, _manufacturer);
            if (IsAsWanted(flags, read))
                return BootDeviceInfo.From(connection.ComputerName, flags, read, locked, NoteOn(flags));
            if (attempt < ReadBackWaits.Length)
                continue;
            if (_change.State == ChangeState.Unanswered)
                throw Unknown($"The BMC reads back {Words(flags, read)}.", _change.Doubt);
            _change.ReadBack();
            throw Mismatch(flags, read);
        }
    }

    /// <summary>
    /// None is kept when there is no override, however the BMC says that. A BMC that does not show the flags as valid is not
    /// contradicted here, but noted, unless it lost something that was asked for.
    /// </summary>
    private bool IsAsWanted(BootFlags flags, BootDevice read)
    {
        if (device == BootDevice.None)
            return !flags.Valid || read == BootDevice.None;
        return read == device
            && (flags.Persistent == persistent || !flags.Valid && !persistent)
            && (flags.Uefi == uefi || !flags.Valid && !uefi);
    }

    private string? NoteOn(BootFlags flags) => flags.Valid || device == BootDevice.None
        ? null
        : "The BMC keeps the device but does not say that it is valid, so the machine may not use it.";

    private IpmiException Mismatch(BootFlags flags, BootDevice read) => new(
        IpmiErrorKind.CommandFailed,
        $"The BMC of {connection.ComputerName} accepted the boot device {Words(device, persistent, uefi)}, but reads back {Words(flags, read)}.",
        "The BMC does not support what was asked for. Try it without -Persistent or with the other of UEFI and legacy, or set the boot order in the BIOS.");

    private IpmiException Unknown(string what, Exception? reason) => new(
        IpmiErrorKind.OutcomeUnknown,
        $"The boot device {Words(device, persistent, uefi)} {(_change.State == ChangeState.Answered ? "was sent to" : "may have been set on")} {connection.ComputerName}{(_change.Doubt is { } doubt ? $": {doubt.Message}" : ".")} {what}",
        "Look with Get-IpmiBootDevice before you boot the machine.",
        reason);

    private static string Words(BootFlags flags, BootDevice read) =>
        $"{Words(read, flags.Persistent, flags.Uefi)}{(flags.Valid ? "" : ", not valid")} ({Hex.Format(flags.ToArray(), " ")})";

    private static string Words(BootDevice device, bool persistent, bool uefi) => $"{device}, {(persistent ? "persistent" : "once")}, {(uefi ? "UEFI" : "legacy")}";
}
