using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Oem;
using IpmiPS.Wire;

namespace IpmiPS.Device;

/// <summary>Reads the identification of a BMC.</summary>
public static class DeviceInfoReader
{
    /// <summary>How long to wait for GUID and self-test after the device ID: some BMCs ignore commands that they do not support.</summary>
    private static readonly TimeSpan OptionalTimeout = TimeSpan.FromSeconds(2);

    private static readonly string[] Corruptions =
    [
        "operational firmware corrupted", "boot block firmware corrupted", "internal use area of the BMC FRU corrupted", "SDR repository empty",
        "IPMB lines do not respond", "BMC FRU device not accessible", "SDR repository not accessible", "SEL device not accessible",
    ];

    /// <summary>Requests device ID, GUID and self-test at once; only the first is required.</summary>
    /// <exception cref="IpmiException">Get Device ID failed.</exception>
    public static async Task<DeviceInfo> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deviceIdTask = connection.SendAsync(new GetDeviceId(), cancellationToken);
        var guidTask = GetGuidAsync(connection, timeout.Token);
        var selfTestTask = connection.TrySendAsync(new GetSelfTestResults(), timeout.Token);
        try
        {
            await deviceIdTask.ConfigureAwait(false);
            timeout.CancelAfter(OptionalTimeout);
        }
        catch
        {
            timeout.Cancel();
            throw;
        }
        finally
        {
            await Task.WhenAll(guidTask, selfTestTask).ConfigureAwait(false);
        }

        var test = await selfTestTask.ConfigureAwait(false);
        return Create(connection.ComputerName, await deviceIdTask.ConfigureAwait(false), await guidTask.ConfigureAwait(false), test.Succeeded ? test.Value : null);
    }

    /// <summary>Describes the result of a self-test.</summary>
    public static string Describe(SelfTestResults results)
    {
        switch (results.Result)
        {
            case SelfTestResults.Passed:
                return "Passed";
            case SelfTestResults.NotImplemented:
                return "Not implemented";
            case SelfTestResults.Fatal:
                return $"Fatal hardware error (detail {results.Detail:X2}h)";
            case SelfTestResults.Corrupted:
                var found = new List<string>();
                for (int bit = 7; bit >= 0; bit--)
                    if ((results.Detail >> bit & 1) != 0)
                        found.Add(Corruptions[bit]);
                return found.Count == 0 ? "Failed, without details" : "Failed: " + string.Join(", ", found);
            case 0x00 or 0xFF:
                return "Unknown"; // FFh is reserved; iDRAC 10 returns 00h while it starts
            default:
                return $"Device-specific failure {results.Result:X2}h (detail {results.Detail:X2}h)";
        }
    }

    private static async Task<byte[]?> GetGuidAsync(IIpmiConnection connection, CancellationToken timeout)
    {
        var guid = await connection.TrySendAsync(new GetSystemGuid(), timeout).ConfigureAwait(false);
        if (!guid.Succeeded)
            guid = await connection.TrySendAsync(new GetDeviceGuid(), timeout).ConfigureAwait(false);
        return guid.Succeeded ? guid.Value.Bytes : null;
    }

    private static DeviceInfo Create(string computerName, DeviceId id, byte[]? guid, SelfTestResults? test)
    {
        var encoding = GuidEncoding.Unknown;
        return new DeviceInfo
        {
            ComputerName = computerName,
            DeviceId = id.Id,
            DeviceRevision = id.Revision,
            FirmwareVersion = $"{id.FirmwareMajor}.{id.FirmwareMinor:X2}",
            AuxiliaryFirmware = id.AuxiliaryFirmware is { } auxiliary ? Hex.Format(auxiliary, " ") : null,
            Updating = id.IsUpdating,
            IpmiVersion = new Version(id.Version.Major, id.Version.Minor),
            ManufacturerId = id.ManufacturerId,
            Manufacturer = Manufacturers.Describe(id.ManufacturerId),
            ProductId = id.ProductId,
            Functions = (DeviceFunctions)id.DeviceSupport,
            ProvidesDeviceSdrs = id.ProvidesDeviceSdrs,
            Guid = guid is null ? null : GuidOrder.Interpret(guid, out encoding),
            GuidRaw = guid is null ? null : Hex.Format(guid),
            GuidEncoding = encoding,
            SelfTest = test is { } results ? Describe(results) : null,
        };
    }
}
