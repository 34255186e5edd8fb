using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Boot;

/// <summary>The change of the boot device, and where BMCs depart from the specification in it.</summary>
internal sealed class BootDeviceChange(BootDevice device, bool persistent, bool uefi) : ParameterChange(BootOptionParameters.Family, channel: 0)
{
    private int? _manufacturer;

    public override string Subject => $"the boot device {Words(device, persistent, uefi)}";

    public override string UnknownAdvice => "Check the boot device with Get-IpmiBootDevice before you boot the machine.";

    public override string MismatchAdvice => "The BMC does not support this boot device. Try it without -Persistent or with the other of UEFI and legacy, or set the boot order in the BIOS.";

    /// <summary>
    /// Without a write of "valid bit clearing" the BMC clears the flags after 60 seconds. Some BMCs refuse the whole mask and accept that one bit, some refuse both.
    /// </summary>
    public override async Task<IReadOnlyList<ParameterWrite>> PrepareAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var present = BootDeviceControl.ReadAsync(connection, cancellationToken);
        var vendor = BootDeviceVendors.DependsOnVendor(device, uefi) ? connection.SendAsync(new GetDeviceId(), cancellationToken) : null;
        // The remains of flags that are no longer valid must not come into force again.
        var flags = (await present.ConfigureAwait(false)).Value is { Valid: true } valid ? valid : default;
        _manufacturer = vendor is null ? null : (await vendor.ConfigureAwait(false)).ManufacturerId;
        byte[] keepAfterTimeout = BootOptionParameters.ValidBitClearing.Encode(BootFlagValidBitClearing.KeepAfterTimeout);
        return
        [
            ParameterWrite.Of(BootOptionParameters.ValidBitClearing, BootFlagValidBitClearing.KeepAlways) with { IsOptional = true, Fallback = keepAfterTimeout },
            ParameterWrite.Of(BootOptionParameters.InfoAcknowledge, BootInfoAcknowledge.Pending) with { IsOptional = true },
            ParameterWrite.Of(BootOptionParameters.Flags, flags.With(BootDeviceVendors.SelectorFor(device, uefi, _manufacturer), persistent, uefi)),
        ];
    }

    /// <summary>
    /// There is no override if the flags are not valid or name no device. Otherwise flags that are not shown as valid are accepted, with a note, unless the BMC lost
    /// something that was wanted.
    /// </summary>
    public override bool IsAsWanted(ParameterWrite write, ParameterData read)
    {
        var flags = BootOptionParameters.Flags.Decode(read.Data);
        if (device == BootDevice.None)
            return !flags.Valid || DeviceIn(flags) == BootDevice.None;
        return DeviceIn(flags) == device
            && (flags.Persistent == persistent || !flags.Valid && !persistent)
            && (flags.Uefi == uefi || !flags.Valid && !uefi);
    }

    public override string Describe(ParameterWrite write, ParameterData read)
    {
        var flags = BootOptionParameters.Flags.Decode(read.Data);
        return $"{Words(DeviceIn(flags), flags.Persistent, flags.Uefi)}{(flags.Valid ? "" : ", not valid")} ({Hex.Format(flags.ToArray(), " ")})";
    }

    /// <summary>The boot device that was read back.</summary>
    public BootDeviceInfo Result(string computerName, ParameterData read)
    {
        var flags = BootOptionParameters.Flags.Decode(read.Data);
        string? note = flags.Valid || device == BootDevice.None ? null : "The BMC keeps the device but does not report it as valid, so the machine may not use it.";
        return BootDeviceInfo.From(computerName, flags, DeviceIn(flags), read.IsLocked, note);
    }

    private BootDevice DeviceIn(BootFlags flags) => BootDeviceVendors.DeviceFor(flags.Selector, flags.Uefi, _manufacturer);

    private static string Words(BootDevice device, bool persistent, bool uefi) => $"{device}, {(persistent ? "persistent" : "once")}, {(uefi ? "UEFI" : "legacy")}";
}
