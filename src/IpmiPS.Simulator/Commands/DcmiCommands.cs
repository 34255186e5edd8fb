using System;
using System.Text;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>DCMI: capabilities, power reading, asset tag. DCMI 1.5 section 6. Requests and answers begin with the group's number, DCh.</summary>
internal static class DcmiCommands
{
    private const byte Group = 0xDC;

    public static void AddTo(CommandTable table)
    {
        Add(0x01, 2, 2, Capabilities);
        Add(0x02, 4, 4, PowerReading);
        Add(0x03, 3, 3, PowerLimit);
        Add(0x06, 3, 3, AssetTag);

        void Add(byte command, int least, int most, CommandHandler handler) => table.Add(
            NetFn.GroupExtension, command, PrivilegeLevel.User, least, most,
            (context, request, response) =>
            {
                if (context.Bmc.Definition.DcmiWatts is null || request.ReadByte() != Group)
                    return CompletionCode.InvalidCommand;
                response.WriteByte(Group);
                return handler(context, request, response);
            });
    }

    /// <summary>Answer: version 1.5, parameter revision 2, and the parameter: 1 what is supported, 2 mandatory attributes, 3 platform, 4 access, 5 power statistics.</summary>
    private static CompletionCode Capabilities(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteBytes([0x01, 0x05, 0x02]);
        switch (request.ReadByte())
        {
            case 1:
                response.WriteBytes([0x00, 0x01, 0x07]);
                return CompletionCode.Ok;
            case 2:
                response.WriteUInt16(context.Bmc.Controllers.Log?.Capacity ?? 0);
                response.WriteBytes([0x00, 0x00, 0x00]);
                return CompletionCode.Ok;
            case 3:
                response.WriteBytes([context.Bmc.Definition.BmcAddress, 0x00]);
                return CompletionCode.Ok;
            case 4:
                response.WriteBytes([Channels.Lan, 0xFF, 0xFF]);
                return CompletionCode.Ok;
            case 5:
                response.WriteBytes([0x00]);
                return CompletionCode.Ok;
            default:
                return CompletionCode.ParameterOutOfRange;
        }
    }

    /// <summary>Request: mode 1 (present power), 2 reserved. Answer: watts now, least, most, average; time; period in ms; bit 6 measuring.</summary>
    private static CompletionCode PowerReading(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (request.ReadByte() != 1)
            return CompletionCode.InvalidDataField;
        int nominal = context.Bmc.Definition.DcmiWatts!.Value;
        double wave = Noise.Wave(Noise.Hash(context.Bmc.Options.Seed, context.Bmc.Identity.Index, 0xDC), context.Bmc.Time.Now);
        int watts = context.Bmc.Chassis.IsOn ? (int)Math.Round(nominal * (1 + 0.08 * wave)) : nominal / 20;
        response.WriteUInt16(watts);
        response.WriteUInt16(Math.Min(watts, nominal * 92 / 100));
        response.WriteUInt16(Math.Max(watts, nominal * 108 / 100));
        response.WriteUInt16(nominal);
        response.WriteUInt32((uint)context.Bmc.Time.UtcNow.ToUnixTimeSeconds());
        response.WriteUInt32(60000);
        response.WriteByte(0x40);
        return CompletionCode.Ok;
    }

    /// <summary>80h: no limit is set. The data come with it, as the specification has it; most BMCs leave them out, and so does this one.</summary>
    private static CompletionCode PowerLimit(CommandContext context, ByteReader request, ByteWriter response) => (CompletionCode)0x80;

    /// <summary>Request: offset, count up to 16. Answer: length of the tag, bytes.</summary>
    private static CompletionCode AssetTag(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte[] tag = Encoding.ASCII.GetBytes($"ASSET-{context.Bmc.Identity.Number + 1:D5}");
        int offset = request.ReadByte(), count = request.ReadByte();
        if (offset > tag.Length || count > 16)
            return CompletionCode.ParameterOutOfRange;
        response.WriteByte((byte)tag.Length);
        response.WriteBytes(tag, offset, Math.Min(count, tag.Length - offset));
        return CompletionCode.Ok;
    }
}
