using System.Collections.Generic;
using IpmiPS.Commands;
using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>
/// The firmware firewall of the LAN channel, logical unit 0: which commands are switched off, and which sub-functions of Chassis Control. Commands without which there is
/// no session cannot be switched off. IPMI 2.0 section 21.
/// </summary>
internal sealed class FirmwareFirewall
{
    /// <summary>Chassis Control has a sub-function for each of its six actions.</summary>
    public const uint ChassisActions = 0x3F;

    private static readonly HashSet<byte> Mandatory =
    [
        GetDeviceId.Definition.Code, GetSystemGuid.Definition.Code, GetChannelAuthenticationCapabilities.Definition.Code, GetSessionChallenge.Definition.Code,
        ActivateSession.Definition.Code, GetChannelCipherSuites.Definition.Code,
    ];

    private readonly HashSet<(byte NetFn, byte Command, byte Group)> _blocked = [];

    /// <summary>The actions of Chassis Control that are on, one bit each.</summary>
    public uint EnabledChassisActions { get; set; } = ChassisActions;

    /// <summary>Whether a command can be switched off.</summary>
    public static bool IsConfigurable(byte netFn, byte command) => netFn != (byte)NetFn.App || !Mandatory.Contains(command);

    /// <summary>Whether a command is switched off.</summary>
    public bool IsBlocked(byte netFn, byte command, byte group) => _blocked.Contains((netFn, command, group));

    /// <summary>Switches a command on or off.</summary>
    public void Set(byte netFn, byte command, byte group, bool isEnabled)
    {
        if (isEnabled)
            _blocked.Remove((netFn, command, group));
        else
            _blocked.Add((netFn, command, group));
    }

    /// <summary>What the firewall says to a command: D4h or D6h, or 00h if it lets it pass.</summary>
    public CompletionCode Check(CommandDefinition definition, byte firstByte)
    {
        if (_blocked.Count > 0 && IsBlocked((byte)definition.NetFn, definition.Code, definition.Group ?? 0))
            return CompletionCode.InsufficientPrivilege;
        bool isAction = definition == Commands.Chassis.ChassisControl.Definition && EnabledChassisActions != ChassisActions;
        return isAction && (EnabledChassisActions >> (firstByte & 0x0F) & 1) == 0 ? CompletionCode.SubFunctionDisabled : CompletionCode.Ok;
    }
}
