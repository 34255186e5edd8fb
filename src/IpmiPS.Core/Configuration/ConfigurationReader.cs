using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Oem;

namespace IpmiPS.Configuration;

/// <summary>Reads the configuration of a BMC: all sections at the same time, so that it costs few round trips.</summary>
internal static class ConfigurationReader
{
    /// <summary>Reads sections. One that the BMC does not have, or bars, is empty and has a remark.</summary>
    /// <exception cref="IpmiException">The BMC does not respond.</exception>
    public static async Task<BmcConfiguration> ReadAsync(ConfigurationContext context, IReadOnlyCollection<ConfigurationSection> sections, CancellationToken cancellationToken)
    {
        var device = context.Connection.TrySendAsync(new GetDeviceId(), cancellationToken);
        var wanted = ConfigurationSections.All.Where(sections.Contains).ToArray();
        var read = await Task.WhenAll(wanted.Select(section => ReadAsync(context, section, cancellationToken))).ConfigureAwait(false);
        var root = new ConfigurationObject();
        root.Set(BmcConfiguration.FormatName, (decimal)BmcConfiguration.Format);
        root.Set(BmcConfiguration.DeviceName, Describe(await device.ConfigureAwait(false)));
        cancellationToken.ThrowIfCancellationRequested();
        for (int i = 0; i < wanted.Length; i++)
        {
            RemoveName(read[i], context.Connection.ComputerName);
            root.Set(wanted[i].Name, read[i]);
        }

        return new(root);
    }

    private static async Task<ConfigurationObject> ReadAsync(ConfigurationContext context, ConfigurationSection section, CancellationToken cancellationToken)
    {
        try
        {
            return await section.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (error.Kind is not (IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable))
        {
            var missing = new ConfigurationObject();
            missing.AddNotes([error.Message]);
            return missing;
        }
    }

    /// <summary>The same BMC has the same configuration under any name.</summary>
    private static void RemoveName(ConfigurationObject part, string computerName)
    {
        if (part.Notes.Count > 0)
            part.Set(ConfigurationObject.NotesName, part.Notes.Select(note => note.Replace($" of {computerName} ", " ")).ToArray());
        foreach (var (_, inner) in part.Parts)
            RemoveName(inner, computerName);
    }

    /// <summary>What the BMC is. A remark for readers.</summary>
    private static ConfigurationObject Describe(OptionalResponse<DeviceId> response)
    {
        var device = new ConfigurationObject();
        if (!response.Succeeded)
            return device;
        DeviceId id = response.Value;
        device.Set("Manufacturer", Manufacturers.Describe(id.ManufacturerId));
        device.Set("ProductId", (decimal)id.ProductId);
        device.Set("FirmwareVersion", $"{id.FirmwareMajor}.{id.FirmwareMinor:X2}");
        return device;
    }
}
