using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;
using IpmiPS.Device;
using IpmiPS.Inventory;
using IpmiPS.Lan;

namespace IpmiPS.Assets;

/// <summary>Reads what an inventory of servers needs, in one session and with everything in flight at once: about four round trips.</summary>
public static class ServerInventoryReader
{
    /// <summary>The texts of system info that the row has.</summary>
    private static readonly string[] SystemTexts = [nameof(SystemInfo.FirmwareVersion), nameof(SystemInfo.SystemName), nameof(SystemInfo.OperatingSystem), nameof(SystemInfo.OperatingSystemVersion)];

    /// <summary>
    /// Reads device ID, GUID, FRU device 0, the addresses of the LAN channel in use, power state and system info. Only the device ID is required.
    /// </summary>
    /// <exception cref="IpmiException">Get Device ID failed.</exception>
    public static async Task<ServerInventory> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var device = DeviceInfoReader.GetAsync(connection, cancellationToken);
        var fru = OptionalRequest.TryAsync(() => ReadFruAsync(connection, cancellationToken));
        var network = OptionalRequest.TryAsync(() => LanAddresses.ReadAsync(connection, cancellationToken));
        var power = connection.TrySendAsync(new GetChassisStatus(), cancellationToken);
        var system = OptionalRequest.TryAsync(() => SystemInfoReader.GetAsync(connection, cancellationToken: cancellationToken));
        await Task.WhenAll(device, fru, network, power, system).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Build(
            await device.ConfigureAwait(false), await fru.ConfigureAwait(false), await network.ConfigureAwait(false), await power.ConfigureAwait(false), await system.ConfigureAwait(false));
    }

    /// <summary>Device 0 describes the server. What the SDR names besides are its parts.</summary>
    private static async Task<Fru?> ReadFruAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        Fru? read = null;
        await FruReader.ReadAsync(connection, sdr: null, ids: null, found => read = found, cancellationToken).ConfigureAwait(false);
        return read;
    }

    private static ServerInventory Build(
        DeviceInfo device, OptionalResponse<Fru?> fruResponse, OptionalResponse<LanAddresses> networkResponse, OptionalResponse<ChassisStatus> powerResponse, OptionalResponse<SystemInfo> systemResponse)
    {
        var notes = new List<(string What, string Reason)>();
        Fru fru = Take("FRU", fruResponse!) ?? new();
        LanAddresses? addresses = Take("Addresses", networkResponse!);
        ChassisStatus? power = Take(nameof(ServerInventory.PowerState), powerResponse!);
        SystemInfo system = Take("System info", systemResponse!) ?? new();
        if (fru.Problem is { } problem)
            notes.Add(("FRU", problem));
        notes.AddRange(addresses?.Missing ?? []);
        notes.AddRange(system.Notes.Select(static note => note.Split([": "], 2, StringSplitOptions.None)).Where(static note => note.Length == 2 && SystemTexts.Contains(note[0])).Select(static note => (note[0], note[1])));
        var (serial, source) = SerialOf(fru);
        return new ServerInventory
        {
            ComputerName = device.ComputerName,
            Manufacturer = fru.Manufacturer,
            Model = fru.Model,
            SerialNumber = serial,
            SerialNumberSource = source,
            AssetTag = fru.ProductAssetTag,
            ProductPartNumber = fru.ProductPartNumber,
            ProductVersion = fru.ProductVersion,
            ChassisType = fru.ChassisType,
            ChassisSerial = fru.ChassisSerial,
            ChassisPartNumber = fru.ChassisPartNumber,
            BoardManufacturer = fru.BoardManufacturer,
            BoardProductName = fru.BoardProductName,
            BoardSerial = fru.BoardSerial,
            BoardPartNumber = fru.BoardPartNumber,
            BoardManufactureDate = fru.BoardManufactureDate,
            SystemGuid = device.Guid,
            BmcManufacturer = device.Manufacturer,
            BmcManufacturerId = device.ManufacturerId,
            ProductId = device.ProductId,
            BmcFirmwareVersion = device.FirmwareVersion,
            IpmiVersion = device.IpmiVersion,
            Channel = addresses?.Channel,
            MacAddress = addresses?.MacAddress,
            IPv4Address = addresses?.IPv4Address,
            SubnetMask = addresses?.SubnetMask,
            IPv6Address = addresses?.IPv6Address,
            PowerState = power is null ? null : power.IsOn ? PowerState.On : PowerState.Off,
            SystemName = system.SystemName,
            OperatingSystem = system.OperatingSystem is { Length: > 0 } running ? running : system.PrimaryOperatingSystem,
            OperatingSystemVersion = system.OperatingSystemVersion,
            FirmwareVersion = system.FirmwareVersion,
            Notes = notes.Count > 0
                ? string.Join("; ", notes.GroupBy(static note => note.Reason).Select(static group => $"{string.Join(", ", group.Select(static note => note.What))}: {group.Key.TrimEnd('.')}"))
                : null,
        };

        T? Take<T>(string what, OptionalResponse<T?> response)
            where T : class
        {
            if (!response.Succeeded)
                notes.Add((what, response.Error?.Message ?? "there was no response"));
            return response.Succeeded ? response.Value : null;
        }
    }

    private static (string? Serial, SerialNumberSource? Source) SerialOf(Fru fru) =>
        fru.ProductSerial is { } product ? (product, SerialNumberSource.Product)
        : fru.ChassisSerial is { } chassis ? (chassis, SerialNumberSource.Chassis)
        : fru.BoardSerial is { } board ? (board, SerialNumberSource.Board)
        : (null, null);
}
