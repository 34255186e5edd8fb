// .NET alone tells how much was allocated.
#if NET
using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Transport;
using Xunit;
using Xunit.Abstractions;

namespace IpmiPS.Tests.Client;

/// <summary>Nothing else runs beside these tests, since they count what the whole process allocates.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationCollection;

[Collection(nameof(AllocationTests))]
public class AllocationTests(ITestOutputHelper output)
{
    private const int Commands = 1000;

    [Theory]
    [InlineData(3, 1)]
    [InlineData(17, 1)]
    [InlineData(17, 20)]
    public async Task A_command_allocates_less_than_two_kilobytes(byte suite, int atOnce)
    {
        var bmc = new TestBmc();
        using var link = new ThreadLink(bmc);
        var options = new IpmiConnectOptions
        {
            Endpoint = new LanEndpoint("127.0.0.1"),
            UserName = bmc.UserName,
            Password = ClientSetup.Secret(bmc.Password),
            CipherSuite = suite,
            OpenTransport = _ => link,
        };
        var client = await IpmiClient.ConnectAsync(options);
        await Run(client, atOnce, 200);
        long before = GC.GetTotalAllocatedBytes(precise: true), ofBmc = link.AllocatedByBmc;
        await Run(client, atOnce, Commands);
        long each = (GC.GetTotalAllocatedBytes(precise: true) - before - (link.AllocatedByBmc - ofBmc)) / Commands;
        output.WriteLine($"suite {suite}, {atOnce} at once: {each} bytes a command");
        await client.CloseAsync();
        Assert.InRange(each, 1, 2048);
    }

    private static async Task Run(IpmiClient client, int atOnce, int count)
    {
        var command = new GetDeviceId();
        var tasks = new Task<DeviceId>[atOnce];
        for (int i = 0; i < count; i += atOnce)
        {
            for (int k = 0; k < atOnce; k++)
                tasks[k] = client.SendAsync(command);
            for (int k = 0; k < atOnce; k++)
                await tasks[k];
        }
    }

    /// <summary>The BMC on a thread of its own, whose allocations are known apart.</summary>
    private sealed class ThreadLink : IDatagramTransport
    {
        private readonly BlockingCollection<byte[]> _toBmc = [];
        private readonly Thread _thread;

        public ThreadLink(TestBmc bmc)
        {
            _thread = new Thread(() =>
            {
                foreach (byte[] datagram in _toBmc.GetConsumingEnumerable())
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    byte[][] answers = [.. bmc.Receive(datagram)];
                    Interlocked.Add(ref _allocatedByBmc, GC.GetAllocatedBytesForCurrentThread() - before);
                    foreach (byte[] answer in answers)
                        Receiver?.Receive(new ArraySegment<byte>(answer));
                }
            }) { IsBackground = true };
            _thread.Start();
        }

        private long _allocatedByBmc;

        public long AllocatedByBmc => Interlocked.Read(ref _allocatedByBmc);

        public IDatagramReceiver? Receiver { get; set; }

        public void Start()
        {
        }

        public void Send(byte[] datagram) => _toBmc.Add(datagram);

        public void Dispose() => _toBmc.CompleteAdding();
    }
}
#endif
