using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.Dcmi;

namespace IpmiPS.Simulator;

/// <summary>DCMI: power, power limit, temperatures. DCMI 1.5 sections 6.5 to 6.7.</summary>
internal static class DcmiPowerCommands
{
    private const uint StatisticsPeriod = 60000;
    private const byte Enhanced = 2, Inlet = 0x37;
    private const byte TemperatureType = 0x01, FullSensor = 0x01;

    /// <summary>Entity ids that DCMI 1.0 used, and those of IPMI: inlet, processor, baseboard.</summary>
    private static readonly Dictionary<byte, byte> s_entities = new() { [0x40] = Inlet, [0x41] = 0x03, [0x42] = 0x07 };

    /// <summary>Periods of the rolling averages: 1 minute, 15 minutes, 1 hour, 1 day.</summary>
    public static byte[] AveragingPeriods { get; } = [0x41, 0x4F, 0x81, 0xC1];

    public static void AddTo(CommandTable table)
    {
        table.On(GetPowerReading.Definition, ReadPower, DcmiCommands.HasDcmi);
        table.On(GetPowerLimit.Definition, GetLimit, DcmiCommands.HasDcmi);
        table.On(SetPowerLimit.Definition, SetLimit, DcmiCommands.HasDcmi);
        table.On(ActivatePowerLimit.Definition, ActivateLimit, DcmiCommands.HasDcmi);
        table.On(GetDcmiSensorInfo.Definition, GetSensorInfo, DcmiCommands.HasDcmi);
        table.On(GetTemperatureReadings.Definition, GetTemperatures, DcmiCommands.HasDcmi);
        table.On(GetThermalLimit.Definition, GetThermal, DcmiCommands.HasDcmi);
        table.On(SetThermalLimit.Definition, SetThermal, DcmiCommands.HasDcmi);
    }

    /// <summary>Watts that the machine takes now; a limit in force holds them down.</summary>
    public static int WattsOf(BmcState bmc)
    {
        int nominal = bmc.Definition.DcmiWatts!.Value;
        double wave = Noise.Wave(Noise.Hash(bmc.Options.Seed, bmc.Identity.Index, 0xDC), bmc.Time.Now);
        int watts = bmc.Chassis.IsOn ? (int)Math.Round(nominal * (1 + 0.08 * wave)) : nominal / 20;
        return bmc.Dcmi.PowerLimit is { IsActive: true } limit ? Math.Min(watts, limit.Watts) : watts;
    }

    private static CommandResult<PowerReading> ReadPower(CommandContext context, GetPowerReading request)
    {
        bool isEnhanced = request.Mode == Enhanced;
        if (!isEnhanced && request.Mode != GetPowerReading.SystemStatistics || isEnhanced && !AveragingPeriods.Contains(request.Period))
            return CompletionCode.InvalidDataField;
        int nominal = context.Bmc.Definition.DcmiWatts!.Value;
        int watts = WattsOf(context.Bmc);
        return new PowerReading
        {
            Current = (ushort)watts,
            Minimum = (ushort)Math.Min(watts, nominal * 92 / 100),
            Maximum = (ushort)Math.Max(watts, nominal * 108 / 100),
            Average = (ushort)nominal,
            Time = (uint)context.Bmc.Time.UtcNow.ToUnixTimeSeconds(),
            Period = isEnhanced ? request.Period : StatisticsPeriod,
            IsActive = true,
        };
    }

    /// <summary>A limit that is not active is returned with the code that says so.</summary>
    private static CommandResult<DcmiPowerLimit> GetLimit(CommandContext context, GetPowerLimit request)
    {
        var limit = context.Bmc.Dcmi.PowerLimit;
        return limit.IsActive ? limit : CommandResult<DcmiPowerLimit>.WithData((CompletionCode)GetPowerLimit.NoActiveLimit, limit);
    }

    private static CommandResult<NoData> SetLimit(CommandContext context, SetPowerLimit request)
    {
        var dcmi = context.Bmc.Dcmi;
        if (request.Limit.Watts < context.Bmc.Definition.DcmiWatts / 4)
            return (CompletionCode)0x84;
        if (request.Limit.SamplingPeriod == 0)
            return (CompletionCode)0x89;
        dcmi.PowerLimit = request.Limit with { IsActive = dcmi.PowerLimit.IsActive };
        dcmi.HasPowerLimit = true;
        return default(NoData);
    }

    private static CommandResult<NoData> ActivateLimit(CommandContext context, ActivatePowerLimit request)
    {
        var dcmi = context.Bmc.Dcmi;
        if (request.IsActive && !dcmi.HasPowerLimit)
            return CompletionCode.InvalidInPresentState;
        dcmi.PowerLimit = dcmi.PowerLimit with { IsActive = request.IsActive };
        return default(NoData);
    }

    private static CommandResult<DcmiSensorInfo> GetSensorInfo(CommandContext context, GetDcmiSensorInfo request)
    {
        if (request.SensorType != TemperatureType)
            return CompletionCode.InvalidDataField;
        byte[][] records = [.. RecordsOf(context, request.EntityId, request.Instance)];
        return new DcmiSensorInfo((byte)records.Length, [.. Page(records, request.Start).Select(static record => (ushort)(record[0] | record[1] << 8))]);
    }

    private static CommandResult<TemperatureReadings> GetTemperatures(CommandContext context, GetTemperatureReadings request)
    {
        if (request.SensorType != TemperatureType)
            return CompletionCode.InvalidDataField;
        byte[][] records = [.. RecordsOf(context, request.EntityId, request.Instance)];
        var bank = context.Controller.Sensors;
        return new TemperatureReadings((byte)records.Length, [.. Page(records, request.Start).Select(record =>
        {
            var sensor = bank.Find(0, record[7])!;
            return new DcmiTemperature((int)Math.Round(sensor.Conversion.ToValue(bank.Read(sensor).Raw)), record[9]);
        })]);
    }

    /// <summary>Records of the temperature sensors of an entity that can be read.</summary>
    private static IEnumerable<byte[]> RecordsOf(CommandContext context, byte entityId, byte instance)
    {
        byte entity = s_entities.TryGetValue(entityId, out byte standard) ? standard : entityId;
        var bank = context.Controller.Sensors;
        return context.Controller.Definition.MainSdrs.Where(record => record.Length > 12 && record[3] == FullSensor && record[12] == TemperatureType
            && record[8] == entity && (instance == 0 || record[9] == instance) && bank.Find(0, record[7]) is { } sensor && !bank.Read(sensor).Unavailable);
    }

    private static IEnumerable<byte[]> Page(byte[][] records, byte start) => records.Skip(Math.Max(0, start - 1)).Take(GetTemperatureReadings.PageSize);

    private static CommandResult<DcmiThermalLimit> GetThermal(CommandContext context, GetThermalLimit request) =>
        IsInlet(request.EntityId) ? context.Bmc.Dcmi.ThermalLimit(Inlet, request.Instance) : CompletionCode.NotPresent;

    private static CommandResult<NoData> SetThermal(CommandContext context, SetThermalLimit request)
    {
        if (!IsInlet(request.EntityId))
            return CompletionCode.NotPresent;
        context.Bmc.Dcmi.SetThermalLimit(Inlet, request.Instance, request.Limit);
        return default(NoData);
    }

    private static bool IsInlet(byte entityId) => entityId == Inlet || s_entities.TryGetValue(entityId, out byte entity) && entity == Inlet;
}
