using System;
using System.Globalization;
using System.IO;
using System.Linq;
using IpmiPS.Cache;

namespace IpmiPS.Inventory;

/// <summary>Files with the contents of FRU devices: the same bytes as in the device, as other tools write and read them.</summary>
public static class FruFile
{
    /// <summary>FRU commands address 64 KiB.</summary>
    private const int MaximumLength = 0x10000;

    /// <summary>The folder for contents that are saved before a change: IpmiPS/FruBackup in the user's local application data.</summary>
    public static string BackupFolder =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "IpmiPS", "FruBackup");

    /// <summary>A name for the file of a device, such as "bmc1-fru0.bin".</summary>
    public static string NameFor(string computerName, FruAddress device)
    {
        string name = new([.. computerName.Select(static c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]);
        string controller = device.Address == Commands.IpmbTarget.BmcAddress ? "" : $"-{device.Address:X2}h";
        return $"{name}{controller}-fru{device.Id.ToString(CultureInfo.InvariantCulture)}.bin";
    }

    /// <summary>Saves the content of a device in a new file, whose name has the time, and returns its path.</summary>
    /// <exception cref="IpmiException">CommandFailed: the file could not be written.</exception>
    public static string SaveBackup(string folder, string computerName, FruAddress device, byte[] image)
    {
        string name = Path.GetFileNameWithoutExtension(NameFor(computerName, device));
        string time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        return Write(Path.Combine(folder, $"{name}-{time}.bin"), image, "The present content could not be saved, so nothing was changed");
    }

    /// <summary>Writes a file, or replaces it, and returns its path.</summary>
    /// <exception cref="IpmiException">CommandFailed: the file could not be written.</exception>
    public static string Write(string path, byte[] image, string failure = "The content could not be written")
    {
        try
        {
            Disk.CreateFolder(Path.GetDirectoryName(path)!);
            return Disk.Replace(path, $"{path}.{Guid.NewGuid():N}.tmp", image) ? path : throw new IOException("The file is in use.");
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"{failure}: '{path}': {error.Message}", "Name a folder that you may write to.", error);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the file cannot be read, is empty, or has more than 64 KiB.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            if (Disk.Read(path, MaximumLength) is { Length: > 0 } bytes)
                return bytes;
            throw new IOException(File.Exists(path) ? "It is empty, or longer than a FRU device." : "There is no such file.");
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"'{path}' cannot be read: {error.Message}", "Name a file with the content of a FRU device, as Export-IpmiFru writes it.", error);
        }
    }
}
