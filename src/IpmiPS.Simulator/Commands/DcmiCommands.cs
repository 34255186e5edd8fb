using System;
using System.Text;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>DCMI: capabilities, power reading, asset tag. DCMI 1.5 section 6.</summary>
internal static class DcmiCommands
{
    private const byte Major = 1, Minor = 5, Revision = 2, NoChannel = 0xFF;
    private const uint StatisticsPeriod = 60000;

    public static void AddTo(CommandTable table)
    {
        table.On(GetDcmiCapabilities.Definition, GetCapabilities, HasDcmi);
        table.On(GetPowerReading.Definition, ReadPower, HasDcmi);
        table.On(GetPowerLimit.Definition, GetLimit, HasDcmi);
        table.On(GetAssetTag.Definition, GetTag, HasDcmi);
    }

    private static bool HasDcmi(CommandContext context) => context.Bmc.Definition.DcmiWatts is not null;

    private static CommandResult<DcmiCapabilities> GetCapabilities(CommandContext context, GetDcmiCapabilities request)
    {
        ushort logCapacity = (ushort)(context.Bmc.Controllers.Log?.Capacity ?? 0);
        byte[]? data = request.Parameter switch
        {
            // Power management; system interface, serial and a second LAN.
            1 => [0x00, 0x01, 0x07],

            // Capacity of the log.
            2 => [(byte)logCapacity, (byte)(logCapacity >> 8), 0x00, 0x00, 0x00],

            // Address of the power controller.
            3 => [context.Bmc.Definition.BmcAddress, 0x00],

            // Channels: first LAN, second LAN, serial.
            4 => [Channels.Lan, NoChannel, NoChannel],

            // No rolling averages.
            5 => [0x00],
            _ => null,
        };
        return data is null ? CompletionCode.ParameterOutOfRange : new DcmiCapabilities(Major, Minor, Revision, data);
    }

    private static CommandResult<PowerReading> ReadPower(CommandContext context, GetPowerReading request)
    {
        if (request.Mode != GetPowerReading.SystemStatistics)
            return CompletionCode.InvalidDataField;
        int nominal = context.Bmc.Definition.DcmiWatts!.Value;
        double wave = Noise.Wave(Noise.Hash(context.Bmc.Options.Seed, context.Bmc.Identity.Index, 0xDC), context.Bmc.Time.Now);
        int watts = context.Bmc.Chassis.IsOn ? (int)Math.Round(nominal * (1 + 0.08 * wave)) : nominal / 20;
        return new PowerReading
        {
            Current = (ushort)watts,
            Minimum = (ushort)Math.Min(watts, nominal * 92 / 100),
            Maximum = (ushort)Math.Max(watts, nominal * 108 / 100),
            Average = (ushort)nominal,
            Time = (uint)context.Bmc.Time.UtcNow.ToUnixTimeSeconds(),
            Period = StatisticsPeriod,
            IsActive = true,
        };
    }

    /// <summary>No limit is set. The specification has the data follow the code; most BMCs omit the data, and so does this one.</summary>
    private static CommandResult<PowerLimit> GetLimit(CommandContext context, GetPowerLimit request) => (CompletionCode)GetPowerLimit.NoActiveLimit;

    private static CommandResult<AssetTag> GetTag(CommandContext context, GetAssetTag request)
    {
        byte[] tag = Encoding.ASCII.GetBytes($"ASSET-{context.Bmc.Identity.Number + 1:D5}");
        return request.Offset > tag.Length || request.Count > GetAssetTag.MaximumCount
            ? CompletionCode.ParameterOutOfRange
            : new AssetTag((byte)tag.Length, new ByteReader(tag, request.Offset, Math.Min(request.Count, tag.Length - request.Offset)).ReadRest());
    }
}
