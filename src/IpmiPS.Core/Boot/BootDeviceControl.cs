using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Device;
using IpmiPS.Wire;

namespace IpmiPS.Boot;

/// <summary>What a machine boots from next: read, set, and read back. IPMI 2.0 sections 28.12 and 28.13.</summary>
public static class BootDeviceControl
{
    /// <summary>Asks for the boot device: one command; a second one where what is read means different things to different vendors.</summary>
    public static async Task<BootDeviceInfo> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var (flags, locked) = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        int? manufacturer = null;
        if (BootDeviceVendors.DependsOnVendor(flags.Selector, flags.Uefi))
        {
            var id = await connection.TrySendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            manufacturer = id.Succeeded ? id.Value.ManufacturerId : null;
        }

        return BootDeviceInfo.From(connection.ComputerName, flags, BootDeviceVendors.DeviceFor(flags.Selector, flags.Uefi, manufacturer), locked, note: null);
    }

    /// <summary>
    /// Sets the boot device and reads it back. The BMC is told first not to forget it after 60 seconds. Flags that were valid
    /// and do not concern the device stay as they are.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="device">What to boot from; None takes an override back.</param>
    /// <param name="persistent">For all future boots, rather than the next one.</param>
    /// <param name="uefi">UEFI boot, rather than legacy.</param>
    /// <param name="cancellationToken">Gives up; what was begun is released still.</param>
    /// <exception cref="IpmiException">CommandFailed: the BMC took the command and kept something else; the message says what.
    /// OutcomeUnknown: it was sent, and neither an answer nor what is read back says that it was taken. Other kinds: it was not.</exception>
    public static Task<BootDeviceInfo> SetAsync(IIpmiConnection connection, BootDevice device, bool persistent, bool uefi, CancellationToken cancellationToken = default) =>
        SetAsync(connection, device, persistent, uefi, Clock.System, cancellationToken);

    internal static Task<BootDeviceInfo> SetAsync(IIpmiConnection connection, BootDevice device, bool persistent, bool uefi, Clock clock, CancellationToken cancellationToken)
    {
        if ((byte)device > 15)
            throw new ArgumentOutOfRangeException(nameof(device));
        return new BootDeviceChange(connection, device, persistent, uefi, clock).RunAsync(cancellationToken);
    }

    internal static async Task<(BootFlags Flags, bool Locked)> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var options = await connection.SendAsync(new GetSystemBootOptions(BootOptionParameter.BootFlags), cancellationToken).ConfigureAwait(false);
        return (BootFlags.Read(new ByteReader(options.Data)), options.IsLocked);
    }
}
