using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Oem;
using IpmiPS.Wire;

namespace IpmiPS.Device;

/// <summary>Asks a BMC what it is.</summary>
public static class DeviceInfoReader
{
    /// <summary>How much longer than the device id's answer the others are waited for: some BMCs ignore commands that they do not know.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[] Corruptions =
    [
        "operational firmware corrupted", "boot block firmware corrupted", "internal use area of the BMC FRU corrupted", "SDR repository empty",
        "IPMB lines do not respond", "BMC FRU device not accessible", "SDR repository not accessible", "SEL device not accessible",
    ];

    /// <summary>Asks for device id, GUID and self test at once; only the first has to be answered.</summary>
    /// <exception cref="IpmiException">Get Device ID failed.</exception>
    public static async Task<DeviceInfo> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = connection.SendAsync(new GetDeviceId(), cancellationToken);
        var askedGuid = GetGuidAsync(connection, patience.Token);
        var askedTest = connection.TrySendAsync(new GetSelfTestResults(), patience.Token);
        try
        {
            await asked.ConfigureAwait(false);
            patience.CancelAfter(Patience);
        }
        catch
        {
            patience.Cancel();
            throw;
        }
        finally
        {
            await Task.WhenAll(askedGuid, askedTest).ConfigureAwait(false);
        }

        var test = await askedTest.ConfigureAwait(false);
        return Create(connection.Name, await asked.ConfigureAwait(false), await askedGuid.ConfigureAwait(false), test.Succeeded ? test.Value : null);
    }

    /// <summary>A self test's outcome in words.</summary>
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
                return found.Count == 0 ? "Failed, without saying what" : "Failed: " + string.Join(", ", found);
            case 0x00 or 0xFF:
                return "Unknown"; // FFh is reserved; iDRAC 10 answers 00h while it starts
            default:
                return $"Device-specific failure {results.Result:X2}h (detail {results.Detail:X2}h)";
        }
    }

    private static async Task<byte[]?> GetGuidAsync(IIpmiConnection connection, CancellationToken patience)
    {
        var guid = await connection.TrySendAsync(new GetSystemGuid(), patience).ConfigureAwait(false);
        if (!guid.Succeeded)
            guid = await connection.TrySendAsync(new GetDeviceGuid(), patience).ConfigureAwait(false);
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
