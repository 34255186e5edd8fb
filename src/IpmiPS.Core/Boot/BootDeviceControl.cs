using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;

namespace IpmiPS.Boot;

/// <summary>The boot device of a machine: read, set, and read back. IPMI 2.0 sections 28.12 and 28.13.</summary>
public static class BootDeviceControl
{
    /// <summary>Reads the boot device: one command, and a second one where the meaning of the flags depends on the vendor.</summary>
    public static async Task<BootDeviceInfo> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var (flags, response) = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        int? manufacturer = null;
        if (BootDeviceVendors.DependsOnVendor(flags.Selector, flags.Uefi))
        {
            var id = await connection.TrySendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            manufacturer = id.Succeeded ? id.Value.ManufacturerId : null;
        }

        return BootDeviceInfo.From(connection.ComputerName, flags, BootDeviceVendors.DeviceFor(flags.Selector, flags.Uefi, manufacturer), response.IsLocked, note: null);
    }

    /// <summary>
    /// Sets the boot device and reads it back. Before that, clearing after 60 seconds is switched off. Valid flags that do not concern the device are kept.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="device">What to boot from; None removes an override.</param>
    /// <param name="persistent">For all future boots, rather than the next one.</param>
    /// <param name="uefi">UEFI boot, rather than legacy.</param>
    /// <param name="cancellationToken">Cancels the change. The announcement of the change is withdrawn all the same.</param>
    /// <exception cref="IpmiException">CommandFailed: the BMC accepted the command and kept something else; the message says what.
    /// OutcomeUnknown: the command was sent, and neither a response nor a read says whether it was carried out. Other kinds: nothing was changed.</exception>
    public static Task<BootDeviceInfo> SetAsync(IIpmiConnection connection, BootDevice device, bool persistent, bool uefi, CancellationToken cancellationToken = default) =>
        SetAsync(connection, device, persistent, uefi, Clock.System, cancellationToken);

    internal static async Task<BootDeviceInfo> SetAsync(IIpmiConnection connection, BootDevice device, bool persistent, bool uefi, Clock clock, CancellationToken cancellationToken)
    {
        if ((byte)device > 15)
            throw new ArgumentOutOfRangeException(nameof(device));
        var change = new BootDeviceChange(device, persistent, uefi);
        var read = await new ParameterTransaction(connection, change, clock).RunAsync(cancellationToken).ConfigureAwait(false);
        return change.Result(connection.ComputerName, read[0]);
    }

    internal static Task<ParameterValue<BootFlags>> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        connection.ReadAsync(BootOptionParameters.Flags, channel: 0, cancellationToken: cancellationToken);
}
