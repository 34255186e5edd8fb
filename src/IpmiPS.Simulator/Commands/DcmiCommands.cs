using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>DCMI: capabilities, configuration, asset tag, identifier. DCMI 1.5 section 6.</summary>
internal static class DcmiCommands
{
    private const byte Major = 1, Minor = 5, Revision = 2, NoChannel = 0xFF;

    public static void AddTo(CommandTable table)
    {
        table.On(GetDcmiCapabilities.Definition, GetCapabilities, HasDcmi);
        table.On(GetDcmiConfigurationParameters.Definition, GetParameter, HasDcmi);
        table.On(SetDcmiConfigurationParameters.Definition, SetParameter, HasDcmi);
        table.On(GetAssetTag.Definition, static (context, request) => Part(context.Bmc.Dcmi.AssetTag, request.Offset, request.Count), HasDcmi);
        table.On(SetAssetTag.Definition, SetTag, HasDcmi);
        table.On(GetControllerIdentifier.Definition, static (context, request) => Part(context.Bmc.Dcmi.Identifier, request.Offset, request.Count), HasDcmi);
        table.On(SetControllerIdentifier.Definition, SetIdentifier, HasDcmi);
    }

    public static bool HasDcmi(CommandContext context) => context.Bmc.Definition.DcmiWatts is not null;

    private static CommandResult<DcmiCapabilities> GetCapabilities(CommandContext context, GetDcmiCapabilities request)
    {
        ushort logCapacity = (ushort)(context.Bmc.Controllers.Log?.Capacity ?? 0);
        byte[]? data = request.Parameter switch
        {
            // Power management; system interface, serial and a second LAN.
            1 => [0x00, 0x01, 0x07],

            // Capacity of the log; seconds between temperature samples.
            2 => [(byte)logCapacity, (byte)(logCapacity >> 8), 0x00, 0x00, 0x01],

            // Address of the power controller.
            3 => [context.Bmc.Definition.BmcAddress, 0x00],

            // Channels: first LAN, second LAN, serial.
            4 => [Channels.Lan, NoChannel, NoChannel],

            // Rolling averages.
            5 => [(byte)DcmiPowerCommands.AveragingPeriods.Length, .. DcmiPowerCommands.AveragingPeriods],
            _ => null,
        };
        return data is null ? CompletionCode.ParameterOutOfRange : new DcmiCapabilities(Major, Minor, Revision, data);
    }

    private static CommandResult<DcmiCapabilities> GetParameter(CommandContext context, GetDcmiConfigurationParameters request) =>
        context.Bmc.Dcmi.Parameters.Get(request.Parameter) is { } data ? new DcmiCapabilities(Major, Minor, DcmiParameters.Family.Revision, data) : ParameterCompletionCode.NotSupported;

    private static CommandResult<NoData> SetParameter(CommandContext context, SetDcmiConfigurationParameters request) =>
        Done(context.Bmc.Dcmi.Parameters.Set(request.Parameter, request.Data));

    private static CommandResult<DcmiText> Part(byte[] text, byte offset, byte count) => offset > text.Length || count > DcmiText.MaximumPart
        ? CompletionCode.ParameterOutOfRange
        : new DcmiText((byte)text.Length, [.. text.Skip(offset).Take(count)]);

    private static CommandResult<byte> SetTag(CommandContext context, SetAssetTag request) =>
        context.Bmc.Dcmi.WriteAssetTag(request.Offset, request.Data) is var code && code == CompletionCode.Ok ? (byte)context.Bmc.Dcmi.AssetTag.Length : code;

    private static CommandResult<byte> SetIdentifier(CommandContext context, SetControllerIdentifier request) =>
        context.Bmc.Dcmi.WriteIdentifier(request.Offset, request.Data) is var code && code == CompletionCode.Ok ? (byte)(request.Offset + request.Data.Length) : code;

    /// <summary>The result of a command without response data.</summary>
    internal static CommandResult<NoData> Done(CompletionCode code) => code == CompletionCode.Ok ? default(NoData) : code;
}
