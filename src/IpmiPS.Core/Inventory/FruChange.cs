using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Inventory;

/// <summary>Which FRU device is meant.</summary>
/// <param name="Id">FRU device ID, 0 to 254.</param>
/// <param name="Address">Slave address of its controller; 20h is the BMC.</param>
public readonly record struct FruAddress(byte Id, byte Address = 0x20);

/// <summary>
/// Changes the content of a FRU device: reads all of it, works out the new content, saves the old one, writes the blocks that differ, reads all of it again, and
/// restores the old content if that fails. FRU 1.0; IPMI 2.0 section 34.
/// </summary>
public sealed class FruChange : IPreparedChange<FruUpdate>
{
    private readonly FruRewrite _device;
    private readonly Func<string, FruAddress, byte[], string> _save;
    private readonly byte[] _wanted;
    private readonly FruAddress _address;
    private readonly string[] _changes;

    private FruChange(FruRewrite device, FruAddress address, Func<string, FruAddress, byte[], string> save, byte[] wanted, IEnumerable<string> changes) =>
        (_device, _address, _save, _wanted, _changes) = (device, address, save, wanted, [.. changes]);

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _device.Image.SequenceEqual(_wanted) ? null : string.Join(", ", _changes);

    /// <summary>Reads a device and works out a change of fields. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The records that say how devices of other controllers are reached; null for devices of the BMC without a name.</param>
    /// <param name="address">The device.</param>
    /// <param name="settings">What to change.</param>
    /// <param name="force">Whether damaged content, or an empty device, is changed as well.</param>
    /// <param name="save">Saves the old content (computer name, device, content) and returns where it is; called before the first byte is written.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IpmiException">NotPresent: the device is absent. InvalidParameter: a value cannot be written. CommandFailed: the content is damaged, or there is no room.</exception>
    public static Task<FruChange> PrepareAsync(
        IIpmiConnection connection, SdrRepository? sdr, FruAddress address, FruSettings settings, bool force, Func<string, FruAddress, byte[], string> save, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, sdr, address, image => Edit(image, settings, force), save, Clock.System, cancellationToken);

    /// <summary>Reads a device and prepares to write an image to it. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="sdr">The records that say how devices of other controllers are reached; null for devices of the BMC without a name.</param>
    /// <param name="address">The device.</param>
    /// <param name="image">The image. If it is shorter than the device, the rest of the device stays.</param>
    /// <param name="force">Whether a damaged image is written as well.</param>
    /// <param name="save">Saves the old content (computer name, device, content) and returns where it is; called before the first byte is written.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IpmiException">NotPresent: the device is absent. InvalidParameter: the image is damaged, or too long.</exception>
    public static Task<FruChange> PrepareImportAsync(
        IIpmiConnection connection, SdrRepository? sdr, FruAddress address, byte[] image, bool force, Func<string, FruAddress, byte[], string> save, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, sdr, address, present => Replace(present, image, force), save, Clock.System, cancellationToken);

    internal static async Task<FruChange> PrepareAsync(
        IIpmiConnection connection, SdrRepository? sdr, FruAddress address, Func<byte[], (byte[] Image, IEnumerable<string> Changes)> change,
        Func<string, FruAddress, byte[], string> save, Clock clock, CancellationToken cancellationToken)
    {
        var device = await FruRewrite.OpenAsync(connection, FruDevice.FindOne(connection.ComputerName, sdr?.Records, address), clock, cancellationToken).ConfigureAwait(false);
        var (image, changes) = change(device.Image);
        return new FruChange(device, address, save, image, changes);
    }

    /// <summary>Saves the old content, writes the new one, and reads it back.</summary>
    /// <exception cref="IpmiException">The old content could not be saved; the device is write-protected; the BMC keeps something else. The message says which content
    /// the device has. OutcomeUnknown: the BMC does not respond any more.</exception>
    public async Task<FruUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Description is null)
            return Result(null);
        cancellationToken.ThrowIfCancellationRequested();
        string backup = _save(_device.Description.ComputerName, _address, _device.Image);
        await _device.WriteAsync(_wanted, backup).ConfigureAwait(false);
        return Result(backup);
    }

    internal static (byte[] Image, IEnumerable<string> Changes) Edit(byte[] image, FruSettings settings, bool force)
    {
        var edit = FruEdit.Of(image, settings, force);
        return (edit.Image, edit.Changes.Select(static change => change.ToString()).Concat(edit.Moves));
    }

    internal static (byte[] Image, IEnumerable<string> Changes) Replace(byte[] present, byte[] image, bool force)
    {
        if (image.Length > present.Length)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The image has {image.Length} bytes, the device {present.Length}. Nothing was sent.");
        if (!force && FruImageCheck.Problems(image) is { Count: > 0 } problems)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The image is damaged: {string.Join(", ", problems)}. Nothing was sent.", "Use -Force to write it all the same.");
        byte[] wanted = [.. image, .. present.Skip(image.Length)];
        int different = wanted.Where((value, i) => value != present[i]).Count();
        var fields = Differences(FruImage.Decode(new FruDescription { Size = present.Length }, present), FruImage.Decode(new FruDescription { Size = wanted.Length }, wanted));
        return (wanted, [$"{different} of {present.Length} bytes", .. fields.Select(static change => change.ToString())]);
    }

    private static IEnumerable<FruFieldChange> Differences(Fru old, Fru now) =>
        FruField.All.Select(field => new FruFieldChange(field.Name, field.Read(old), field.Read(now))).Where(static change => change.Old != change.New);

    private FruUpdate Result(string? backup)
    {
        var fru = FruImage.Decode(_device.Description, _wanted);
        return new FruUpdate
        {
            ComputerName = fru.ComputerName,
            Id = fru.Id ?? 0,
            Name = fru.Name,
            DeviceAddress = fru.DeviceAddress,
            Manufacturer = fru.Manufacturer,
            Model = fru.Model,
            Serial = fru.Serial,
            ProductAssetTag = fru.ProductAssetTag,
            Changes = backup is null ? [] : _changes,
            BytesWritten = _device.Written,
            BackupPath = backup,
            Changed = backup is not null,
            Verified = true,
        };
    }
}
