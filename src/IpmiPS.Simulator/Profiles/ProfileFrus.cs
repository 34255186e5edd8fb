using System;
using System.Collections.Generic;
using System.Globalization;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>
/// FRU devices of a profile: <c>fru id "name" entity=7.1 size=512</c>, followed by the lines of its areas. In their texts {n} is the machine's number,
/// from 00001, so that every server has serial numbers of its own.
/// </summary>
internal sealed class ProfileFrus(ProfileTarget target)
{
    private FruText? _fru;

    public void Add(ProfileLine line)
    {
        var fru = new FruText(line.Number("size", 512));
        byte id = (byte)line.Number(0);
        target.Controller.Frus.Add(new FruDefinition(id, fru.ToImage, line.Text("access") == "words"));
        _fru = fru;

        // FRU 0 is the BMC's own and needs no locator.
        if (line.Count > 1 && line.Text("locator") != "no")
        {
            var (entity, instance) = line.Entity("entity");
            target.Store(SdrBuilder.FruLocator(target.Controller.Address, id, entity, instance, line.Word(1)));
        }
    }

    /// <summary>Adds an area to the last FRU device.</summary>
    public void AddArea(ProfileLine line) => (_fru ?? throw line.Error("a FRU area needs its FRU first")).Areas.Add(line);

    private sealed class FruText(int size)
    {
        public List<ProfileLine> Areas { get; } = [];

        public byte[] ToImage(int machine)
        {
            var writer = new FruWriter { Size = size };
            foreach (var area in Areas)
                Write(writer, area, machine);
            return writer.ToImage();
        }

        private static void Write(FruWriter writer, ProfileLine area, int machine)
        {
            switch (area.Keyword)
            {
                case "chassis":
                    writer.Chassis((byte)area.Number("type", 0x17), Fields(area, machine, "part", "serial"));
                    break;
                case "board":
                    DateTime? made = area.Has("made")
                        ? DateTime.Parse(area.Text("made"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
                        : null;
                    writer.Board(made, Fields(area, machine, "maker", "name", "serial", "part", "file"));
                    break;
                case "product":
                    writer.Product(Fields(area, machine, "maker", "name", "part", "version", "serial", "asset", "file"));
                    break;
                default:
                    writer.MultiRecord((byte)area.Number(0), Hex.Parse(area.Word(1)));
                    break;
            }
        }

        private static string[] Fields(ProfileLine area, int machine, params string[] keys)
        {
            var fields = new List<string>();
            foreach (string key in keys)
                fields.Add(area.Text(key));
            if (area.Has("custom"))
                fields.AddRange(area.Text("custom").Split('|'));
            string number = (machine + 1).ToString("D5", CultureInfo.InvariantCulture);
            return [.. fields.ConvertAll(field => field.Replace("{n}", number))];
        }
    }
}
