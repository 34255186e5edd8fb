using IpmiPS.Commands;
using IpmiPS.Tests.Support;

namespace IpmiPS.Tests.Power;

/// <summary>A BMC with a chassis: restore policy, buttons and identify light, as Get Chassis Status reports them.</summary>
internal sealed class ScriptedChassis
{
    public ScriptedChassis() => Bmc = new ScriptedBmc(Respond);

    public ScriptedBmc Bmc { get; }

    public PowerRestorePolicy Policy { get; set; }

    public FrontPanelButtons Disabled { get; set; }

    public IdentifyState Light { get; set; }

    /// <summary>False for a BMC that leaves out the byte with the buttons, and says nothing of the light.</summary>
    public bool IsTalkative { get; init; } = true;

    /// <summary>True if the BMC accepts settings and ignores them.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>The completion code for a command, by its number; null to carry it out.</summary>
    public byte? Refusal { get; init; }

    /// <summary>The number of the command that is refused.</summary>
    public byte RefusedCommand { get; init; }

    private byte[] Respond(SentRequest request)
    {
        if (request.NetFn != NetFn.Chassis)
            return [0xC1];
        if (Refusal is { } code && request.Code == RefusedCommand)
            return [code];
        switch (request.Code)
        {
            case 0x01:
                byte light = (byte)(IsTalkative ? 0x40 | (byte)Light << 4 : 0);
                return IsTalkative ? [0, (byte)(0x01 | (byte)Policy << 5), 0x10, light, (byte)(0xF0 | (byte)Disabled)] : [0, (byte)(0x01 | (byte)Policy << 5), 0x10, light];
            case 0x04 when !IsDeaf:
                Light = request.Data.Length > 1 && (request.Data[1] & 1) != 0 ? IdentifyState.Indefinite : request.Data[0] == 0 ? IdentifyState.Off : IdentifyState.Timed;
                return [0];
            case 0x06:
                Policy = IsDeaf ? Policy : (PowerRestorePolicy)request.Data[0];
                return [0, 0x07];
            case 0x0A:
                Disabled = IsDeaf ? Disabled : (FrontPanelButtons)request.Data[0];
                return [0];
            case 0x00:
                return [0, 0x05, 0x20, 0x20, 0x20, 0x20];
            case 0x07:
                return [0, 0x04, 0x00];
            case 0x0F:
                return [0, 60, 0x10, 0x27, 0, 0];
            case 0x04 or 0x0B:
                return [0];
            default:
                return [0xC1];
        }
    }
}
