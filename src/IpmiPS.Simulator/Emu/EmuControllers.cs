using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Commands of an .emu file about controllers, their FRU devices, SELs and SDRs.</summary>
/// <param name="machine">The machine that is read.</param>
/// <param name="pathOf">The path of a file that the .emu file names.</param>
internal sealed class EmuControllers(EmuMachine machine, Func<string, string> pathOf)
{
    public void Add(EmuTokens tokens)
    {
        var controller = new ControllerDefinition
        {
            Address = tokens.Byte("address"),
            Enabled = false,
            DeviceId = tokens.Byte("device id"),
            ProvidesDeviceSdrs = tokens.Flag("has-device-sdrs", "has-device-sdrs", "no-device-sdrs"),
            DeviceRevision = tokens.Byte("device revision"),
            FirmwareMajor = tokens.Byte("firmware revision"),
            FirmwareMinor = tokens.Byte("firmware revision"),
            DeviceSupport = tokens.Byte("device support"),
            ManufacturerId = (int)tokens.Number("manufacturer") & 0xFFFFFF,
            ProductId = (int)tokens.Number("product") & 0xFFFF,
            AuxiliaryFirmware = new byte[4],
        };
        while (!tokens.IsAtEnd)
            controller.DynamicSensors |= tokens.Word("flag") == "dynsens";
        if (machine.Definition.Find(controller.Address) is not null)
            throw new FormatException($"the controller {controller.Address:X2}h exists already");
        machine.Definition.Controllers.Add(controller);
    }

    public void Delete(EmuTokens tokens) => machine.Definition.Controllers.Remove(machine.Controller(tokens));

    public void SetGuid(EmuTokens tokens)
    {
        var controller = machine.Controller(tokens);
        string text = tokens.Word("GUID");
        byte[] guid = text.Length == 32 ? Hex.Parse(text) : Encoding.ASCII.GetBytes(text);
        Array.Resize(ref guid, 16);
        controller.DeviceGuid = guid;
        if (controller.Address == machine.Definition.BmcAddress)
            machine.Definition.Guid = guid;
    }

    /// <summary>mc_add_fru_data address id size (data byte… | file offset name).</summary>
    public void AddFru(EmuTokens tokens)
    {
        var controller = machine.Controller(tokens);
        byte id = tokens.Byte("FRU device id");
        uint size = tokens.Number("size");
        if (size > 0xFFFF)
            throw new FormatException($"a FRU device has at most 65535 bytes, not {size}");
        byte[] content = tokens.Word("kind of data") switch
        {
            "data" => tokens.RestAsBytes("data byte"),
            "file" => ReadFile((int)tokens.Number("file offset"), tokens.Word("file name"), (int)size),
            _ => throw new FormatException("FRU data are 'data' or 'file'"),
        };
        if (content.Length > size)
            throw new FormatException($"{content.Length} bytes do not fit into a FRU device of {size}");
        if (controller.FindFru(id) is not null)
            throw new FormatException($"the FRU device {id} exists already");
        Array.Resize(ref content, (int)size);
        controller.Frus.Add(new FruDefinition(id, _ => content));
    }

    /// <summary>sel_enable address entries flags.</summary>
    public void EnableSel(EmuTokens tokens) =>
        machine.AddLog(machine.Controller(tokens), (int)tokens.Number("number of entries"), (byte)(tokens.Byte("flags") & 0x0B));

    /// <summary>sel_add address type byte×13. A time of 0, in types that have one, becomes the time of the start.</summary>
    public void AddToSel(EmuTokens tokens)
    {
        var controller = machine.Controller(tokens);
        if (machine.LogOf(controller) is not { } log)
            throw new FormatException($"the controller {controller.Address:X2}h has no SEL");
        byte type = tokens.Byte("record type");
        byte[] data = tokens.RestAsBytes("data byte");
        if (data.Length != 13)
            throw new FormatException($"a SEL entry has 13 bytes after its type, not {data.Length}");
        bool hasTime = type < 0xE0 && (data[0] | data[1] | data[2] | data[3]) != 0;
        log.Add(new SelSeed(hasTime ? null : TimeSpan.Zero, type, data));
    }

    public void AddMainSdr(EmuTokens tokens) => AddSdr(machine.Controller(tokens).MainSdrs, tokens.RestAsBytes("data byte"));

    public void AddDeviceSdr(EmuTokens tokens)
    {
        var controller = machine.Controller(tokens);
        AddSdr(controller.DeviceSdrs[tokens.Byte("LUN") & 0x03], tokens.RestAsBytes("data byte"));
        controller.ProvidesDeviceSdrs = true;
    }

    private static void AddSdr(List<byte[]> records, byte[] record)
    {
        if (record.Length < 5 || record.Length != record[4] + 5)
            throw new FormatException(record.Length < 5 ? "an SDR has at least 5 bytes" : $"an SDR whose header says {record[4] + 5} bytes has {record.Length}");
        int id = records.Count + 1;
        record[0] = (byte)id;
        record[1] = (byte)(id >> 8);
        records.Add(record);
    }

    private byte[] ReadFile(int offset, string name, int maximumLength)
    {
        byte[] file = File.ReadAllBytes(pathOf(name));
        if (offset > file.Length)
            throw new FormatException($"the file ends before offset {offset}");
        var content = new byte[Math.Min(maximumLength, file.Length - offset)];
        Buffer.BlockCopy(file, offset, content, 0, content.Length);
        return content;
    }
}
