using System;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>SOL configuration parameters. IPMI 2.0 section 26.2, table 26-5.</summary>
internal sealed class SolParameterStore : ParameterStore
{
    public SolParameterStore(SimulatorOptions options, BmcIdentity identity)
        : base(SolParameters.Family, options.SolParameters)
    {
        Add(SolParameters.SetInProgress, SetInProgress.Complete);
        Add(SolParameters.Enable, true);
        Add(SolParameters.Authentication, new SolAuthentication(ForceEncryption: false, ForceAuthentication: false, PrivilegeLevel.User));
        Add(SolParameters.Accumulation, new SolAccumulation(TimeSpan.FromMilliseconds(60), Threshold: 96));
        Add(SolParameters.Retry, new SolRetry(Count: 7, TimeSpan.FromMilliseconds(500)));
        Add(SolParameters.NonVolatileBitRate, SolBitRate.Bps115200);
        Add(SolParameters.VolatileBitRate, SolBitRate.Bps115200);
        Add(SolParameters.PayloadChannel, Channels.Lan);
        Add(SolParameters.PayloadPort, () => identity.Port);
    }

    public bool IsEnabled => Value(SolParameters.Enable);

    public bool ForcesEncryption => Value(SolParameters.Authentication).ForceEncryption;

    /// <summary>The bit rate in use.</summary>
    public SolBitRate BitRate => Value(SolParameters.VolatileBitRate);

    public byte Privilege => (byte)Value(SolParameters.Authentication).Privilege;

    protected override bool IsReadOnly(Parameter parameter) => parameter == SolParameters.PayloadPort || base.IsReadOnly(parameter);
}
