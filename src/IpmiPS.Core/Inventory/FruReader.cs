using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Sdr;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>Reads the hardware inventory: the BMC's own FRU device, and those in its SDR. IPMI 2.0 section 34.</summary>
public static class FruReader
{
    /// <summary>
    /// Reads FRU devices, several at once, and returns them in order: the BMC's device 0, then the others in the order of the SDR.
    /// A device that cannot be read is returned with the reason in its Problem.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The records that name the devices; null to read device 0, or the requested ones, without names.</param>
    /// <param name="ids">Only devices with these FRU device IDs, including ones that the SDR does not name; null or empty for all.</param>
    /// <param name="onFru">Receives each device; called by one thread at a time.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IpmiException">The BMC does not respond, has no FRU commands (kind CommandNotSupported), or has no device with
    /// a requested ID that the SDR does not name (kind NotPresent).</exception>
    public static Task ReadAsync(
        IIpmiConnection connection, SdrRepository? sdr, byte[]? ids, Action<Fru> onFru, CancellationToken cancellationToken) =>
        ReadAsync(connection, sdr?.Records, ids, onFru, Clock.System, cancellationToken);

    /// <summary>Decodes the content of a FRU device or of the SPD of a memory module, from a file.</summary>
    /// <param name="image">The content.</param>
    /// <param name="name">What it is called, such as the name of the file.</param>
    public static Fru Decode(byte[] image, string name) => FruImage.Decode(new FruDescription { Name = name, Size = image.Length }, image);

    /// <summary>Reads the whole content of a device, also what is behind its areas.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The records that say how devices of other controllers are reached; null for devices of the BMC without a name.</param>
    /// <param name="address">The device.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>Its name in the SDR, and its content.</returns>
    /// <exception cref="IpmiException">NotPresent: the device is absent. Other kinds: it could not be read.</exception>
    public static async Task<(string? Name, byte[] Image)> ReadWholeAsync(IIpmiConnection connection, SdrRepository? sdr, FruAddress address, CancellationToken cancellationToken = default)
    {
        var device = await FruRewrite.OpenAsync(connection, FruDevice.FindOne(connection.ComputerName, sdr?.Records, address), Clock.System, cancellationToken).ConfigureAwait(false);
        return (device.Description.Name, device.Image);
    }

    internal static async Task ReadAsync(
        IIpmiConnection connection, IReadOnlyList<SdrRecord>? sdr, byte[]? ids, Action<Fru> onFru, Clock clock, CancellationToken cancellationToken)
    {
        connection = new BoundedConnection(connection, clock);
        var devices = FruDevice.Find(connection.ComputerName, sdr ?? [], ids is { Length: > 0 } ? ids : null);
        var sizes = devices.Select(device => device.Description.Target).Distinct().ToDictionary(target => target, target => new FruReadSize(!target.IsBmc, connection.Profile));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readings = devices.Select(device => ReadAsync(connection, device, sizes[device.Description.Target], clock, stop.Token)).ToList();
        try
        {
            IpmiException? refusal = null;
            Exception? absence = null;
            var absent = new List<string>();
            foreach (var (device, reading) in devices.Zip(readings, static (device, reading) => (device, reading)))
            {
                var (fru, error) = await reading.ConfigureAwait(false);
                if (fru is not null)
                    onFru(fru);
                if (error is { Kind: IpmiErrorKind.NotPresent } && device.IsUnnamed)
                {
                    absent.Add($"{device.Description.Id}");
                    absence = error.InnerException ?? error;
                }
                else
                {
                    refusal ??= error;
                }
            }

            if (refusal is not null)
                throw refusal;
            if (absence is not null)
                throw NearestNames.NotPresent("FRU device", absent, sdr is null ? null : FruDevice.IdsIn(connection.ComputerName, sdr), "Get-IpmiFru without -Id lists the devices.", absence);
        }
        finally
        {
            // After an exception, cancel the other devices and wait for them.
            stop.Cancel();
            await Settled(readings).ConfigureAwait(false);
            foreach (var size in sizes.Values)
                size.Dispose();
        }
    }

    private static async Task Settled(IEnumerable<Task> tasks)
    {
        try
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
            // Another exception already ended the reading.
        }
    }

    private static async Task<(Fru? Fru, IpmiException? Error)> ReadAsync(
        IIpmiConnection connection, FruDevice device, FruReadSize size, Clock clock, CancellationToken cancellationToken)
    {
        var description = device.Description;
        if (description.Id is not { } id)
            return (description.ToFru(device.Unreadable ?? "The device has no FRU device ID."), null);
        try
        {
            var reader = new FruDeviceReader(connection, description.Target, id, device.Lun, size, clock);
            var (length, image) = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return (FruImage.Decode(description with { Size = length }, image), null);
        }
        catch (IpmiException error) when (device.IsEssential && error.Kind is IpmiErrorKind.CommandNotSupported or IpmiErrorKind.NotPresent or IpmiErrorKind.InsufficientPrivilege)
        {
            return (null, error);
        }
        catch (IpmiException error) when (error is IpmiCommandException or MalformedDataException || error.Kind == IpmiErrorKind.NotPresent || !description.Target.IsBmc)
        {
            // A controller behind the BMC may be absent or not respond.
            return (description.ToFru(error.Message), null);
        }
    }
}
