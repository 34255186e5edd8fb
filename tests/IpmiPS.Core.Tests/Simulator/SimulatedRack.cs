using System;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>A rack of virtual BMCs on real sockets, for end-to-end tests. Disposing it checks that the simulator had no fault.</summary>
internal sealed class SimulatedRack : IDisposable
{
    private readonly SimulatorRack _rack;

    /// <param name="options">The options of the rack; its machines switch faster than by default.</param>
    public SimulatedRack(SimulatorOptions? options = null)
    {
        Options = (options ?? new SimulatorOptions()) with { PowerDelay = TimeSpan.FromMilliseconds(100), PowerCycleInterval = TimeSpan.FromMilliseconds(500) };
        _rack = SimulatorRack.Start(Options);
    }

    public SimulatorOptions Options { get; }

    /// <summary>The clock of the clients.</summary>
    public Clock Clock { get; init; } = Clock.System;

    public VirtualBmc Bmc => _rack.Bmcs[0];

    public SimulatorRack Rack => _rack;

    public IpmiConnectOptions ConnectOptions(VirtualBmc? bmc = null) => new()
    {
        Endpoint = new LanEndpoint((bmc ?? Bmc).Address, (bmc ?? Bmc).Port),
        UserName = Options.UserName,
        Password = Secret(Options.Password),
        Clock = Clock,
    };

    public Task<IpmiClient> ConnectAsync(Func<IpmiConnectOptions, IpmiConnectOptions>? adapt = null) =>
        IpmiClient.ConnectAsync((adapt ?? (options => options))(ConnectOptions()));

    public static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        return secret;
    }

    public void Dispose()
    {
        _rack.Dispose();
        Assert.Null(_rack.Bmcs.Select(bmc => bmc.Fault).FirstOrDefault(fault => fault is not null));
    }
}
