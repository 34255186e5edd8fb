using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;

namespace IpmiPS.Cmdlets.Tests.Support;

/// <summary>Virtual BMCs on loopback.</summary>
internal sealed class TestRack : IDisposable
{
    private readonly SimulatorRack _rack;

    public TestRack(int count = 1) => _rack = SimulatorRack.Start(new SimulatorOptions { Count = count }.WithOwnMachines());

    public VirtualBmc Bmc => _rack.Bmcs[0];

    public IpmiConnectOptions Options => OptionsOf(0);

    public IpmiConnectOptions OptionsOf(int number) => new()
    {
        Endpoint = new LanEndpoint(_rack.Bmcs[number].Address, _rack.Bmcs[number].Port),
        ComputerName = $"bmc{number}",
        UserName = "admin",
        Password = Secrets.Protect("simulated"),
        Timeout = TimeSpan.FromMinutes(2),
        Clock = new SlowClock(),
    };

    public BmcTarget Target(BmcNeeds? needs = null, TimeSpan? timeLimit = null) => BmcTarget.For(Options, hasCredential: true, needs ?? new BmcNeeds(PrivilegeLevel.User), timeLimit);

    /// <summary>Waits until the BMC has so many sessions, which is when it has received what closes the others.</summary>
    public async Task HasSessionsAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (Bmc.OpenSessions != count)
            await Task.Delay(5, limit.Token);
    }

    public void Dispose() => _rack.Stop();
}
