using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Parameters;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Boot;

/// <summary>Boot options kept by parameter; sets may be refused by parameter, or changed on their way in.</summary>
internal sealed class ScriptedBoot
{
    public ScriptedBoot() => Bmc = new ScriptedBmc(Answer);

    public ScriptedBmc Bmc { get; }

    public FakeClock Clock { get; } = new();

    public byte[] Flags { get; set; } = [0, 0, 0, 0, 0];

    public int ManufacturerId { get; set; } = 674;

    public Dictionary<byte, byte> Refusals { get; } = [];

    public Func<byte[], byte[]> Keep { get; set; } = flags => flags;

    /// <summary>What is refused, or not answered, is carried out all the same.</summary>
    public bool TakesRefused { get; init; }

    /// <summary>How often the flags can be read before the BMC falls silent.</summary>
    public int ReadsUntilSilence { get; set; } = int.MaxValue;

    /// <summary>Somebody else's claim, so many times.</summary>
    public int OthersClaim { get; set; }

    /// <summary>Sets as parameter and data in hexadecimal, in their order.</summary>
    public List<string> Sets { get; } = [];

    public Task<BootDeviceInfo> SetAsync(BootDevice device, bool persistent = false, bool uefi = false, CancellationToken token = default) =>
        BootDeviceControl.SetAsync(Bmc, device, persistent, uefi, Clock, token);

    private byte[] Answer(SentRequest request)
    {
        switch (request.Command)
        {
            case GetDeviceId:
                return [0, .. Vectors.Written(new DeviceId { ManufacturerId = ManufacturerId }.Write)];
            case GetSystemBootOptions:
                return ReadsUntilSilence-- > 0 ? [0, 1, 5, .. Flags] : [];
            case SetSystemBootOptions:
                var set = SetSystemBootOptions.ReadRequest(new ByteReader(request.Data));
                Sets.Add(Hex.Format(request.Data, " "));
                if (TakesRefused && set.Parameter == BootOptionParameters.Flags.Number)
                    Flags = set.Data;
                if (Refusals.TryGetValue(set.Parameter, out byte code))
                    return code == 0 ? [] : [code];
                if (set.Parameter == BootOptionParameters.SetInProgress.Number && set.Data[0] == 1 && OthersClaim-- > 0)
                    return [0x81];
                if (set.Parameter == BootOptionParameters.Flags.Number)
                    Flags = Keep(set.Data);
                return [0];
            default:
                return [0xC1];
        }
    }
}
