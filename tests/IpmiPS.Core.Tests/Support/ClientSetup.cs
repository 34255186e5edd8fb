using System;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Tests.Support;

/// <summary>A client and a BMC with a cable between them.</summary>
internal sealed class ClientSetup
{
    public ClientSetup(TestBmc? bmc = null)
    {
        Bmc = bmc ?? new TestBmc();
        Link = new MemoryLink(Bmc);
        Options = new IpmiConnectOptions
        {
            Endpoint = new LanEndpoint("127.0.0.1"),
            UserName = Bmc.UserName,
            Password = Secret(Bmc.Password),
            BmcKey = null,
            Trace = Trace,
            Clock = Clock,
            OpenTransport = Open,
        };
    }

    public TestBmc Bmc { get; }

    public MemoryLink Link { get; }

    public RecordingTrace Trace { get; } = new();

    public ManualClock Clock { get; init; } = new() { SkipsWaits = true };

    public IpmiConnectOptions Options { get; set; }

    public IPEndPoint? Contacted { get; private set; }

    public static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        secret.MakeReadOnly();
        return secret;
    }

    public Task<IpmiClient> ConnectAsync(CancellationToken cancellationToken = default)
    {
        Clock.IsHeld = () => Link.IsDelivering;
        return IpmiClient.ConnectAsync(Options with { Clock = Clock }, cancellationToken);
    }

    /// <summary>Connects, and has a question answered, so that a change is sent at once. What the test wants of the BMC begins after that.</summary>
    public async Task<IpmiClient> ConnectHeardAsync()
    {
        var command = Bmc.Command;
        Bmc.Command = _ => TestBmc.DeviceIdAnswer;
        var client = await ConnectAsync();
        await client.SendAsync(new GetDeviceId());
        await Clock.WhenSkippedAsync();
        Bmc.Command = command;
        Bmc.Requests.Clear();
        return client;
    }

    /// <summary>Connects, which must fail.</summary>
    public async Task<IpmiException> FailAsync() => await Xunit.Assert.ThrowsAnyAsync<IpmiException>(() => ConnectAsync());

    private MemoryLink Open(IPEndPoint remote)
    {
        Contacted = remote;
        return Link;
    }
}
