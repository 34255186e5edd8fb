using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>SOL configuration parameters. IPMI 2.0 section 26.2, table 26-5.</summary>
internal sealed class SolParameters(SimulatorOptions options, BmcIdentity identity)
{
    private const byte SetInProgress = 0, Enable = 1, Authentication = 2, Channel = 7, Port = 8;

    private readonly Dictionary<byte, byte[]> _written = options.SolParameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value);

    public bool IsEnabled => (Get(Enable)![0] & 0x01) != 0;

    public bool ForcesEncryption => (Get(Authentication)![0] & 0x80) != 0;

    public byte Privilege => (byte)(Get(Authentication)![0] & 0x0F);

    /// <summary>The parameter's value, or null where there is none.</summary>
    public byte[]? Get(byte parameter) => _written.TryGetValue(parameter, out byte[]? own) ? own : parameter switch
    {
        SetInProgress => [0x00],
        Enable => [0x01],
        Authentication => [(byte)PrivilegeLevel.User],

        // Characters are gathered for 60 ms or until there are 96; 7 repetitions 500 ms apart; 115.2 kbit/s.
        3 => [0x0C, 0x60],
        4 => [0x07, 0x32],
        5 or 6 => [0x0A],
        Channel => [Channels.Lan],
        Port => [(byte)identity.Port, (byte)(identity.Port >> 8)],
        _ => null,
    };

    public CompletionCode Set(byte parameter, byte[] data)
    {
        if (Get(parameter) is not { } value)
            return (CompletionCode)0x80;
        if (parameter is Channel or Port)
            return (CompletionCode)0x82;
        if (data.Length != value.Length)
            return CompletionCode.InvalidLength;
        if (parameter == SetInProgress && data[0] == 1 && value[0] == 1)
            return (CompletionCode)0x81;
        _written[parameter] = data;
        return CompletionCode.Ok;
    }
}
