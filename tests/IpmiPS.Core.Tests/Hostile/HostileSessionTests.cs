using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Storage;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using IpmiPS.Sessions;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Hostile;

/// <summary>What only a BMC that holds the keys can send, and what anybody can.</summary>
public sealed class HostileSessionTests
{
    /// <summary>A BMC with more sensors than there are numbers for, each record of fifteen.</summary>
    [Fact]
    public async Task Sensors_without_end_are_not_all_asked()
    {
        var setup = new ClientSetup(new TestBmc
        {
            Command = request =>
            {
                if (request.Is(NetFn.App, GetDeviceId.Definition.Code))
                    return TestBmc.DeviceIdAnswer;
                if (request.Is(NetFn.SensorEvent, 0x2D))
                    return [0, 1, 0xC0, 0, 0];
                if (!request.Is(NetFn.Storage, GetSdr.Definition.Code))
                    return [0xC1];
                int id = request.Data[2] | request.Data[3] << 8;
                var record = new CompactSensorRecord { RecordId = (ushort)id, SensorNumber = (byte)id, IdString = $"Sensor {id}", Sharing = new RecordSharing { Count = 15 } };
                return [0, (byte)(id + 1), (byte)(id + 1 >> 8), .. record.ToBytes()];
            },
        });
        setup.Options = setup.Options with { Trace = null };
        using var client = await setup.ConnectAsync();
        int given = 0;
        var repository = await SensorReader.ReadAllAsync(client, refresh: true, new SensorQuery(), _ => given++, CancellationToken.None);
        Assert.Equal(SdrRepository.MaximumSensors, given);
        Assert.Equal(SdrRepository.MaximumSensors, repository.Sensors.Count);
        Assert.NotNull(repository.Problem);
    }

    [Fact]
    public void More_sensors_than_any_machine_has_are_a_problem_of_their_own()
    {
        var record = new CompactSensorRecord { IdString = "S", Sharing = new RecordSharing { Count = 15 } };
        Assert.Null(new SdrRepository(Enumerable.Repeat(record, 270)).Problem);
        Assert.Contains("4096 sensors", new SdrRepository(Enumerable.Repeat(record, 280)).Problem);
    }

    /// <summary>When a session ends, all that wait for their turn get it, one after another, and leave at once.</summary>
    [Fact]
    public async Task Thousands_that_wait_can_be_let_go()
    {
        var window = new RequestWindow(1);
        await window.EnterAsync(CancellationToken.None);
        var waiting = Enumerable.Range(0, 20_000).Select(_ => LeaveAtOnceAsync()).ToList();
        window.Leave();
        await Task.WhenAll(waiting);

        async Task LeaveAtOnceAsync()
        {
            await window.EnterAsync(CancellationToken.None).ConfigureAwait(false);
            window.Leave();
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    public void A_key_stream_is_not_run_through_without_end(byte id)
    {
        var suite = CipherSuite.Find(id)!;
        using var keys = new SessionKeys(suite.Authentication, [.. Enumerable.Range(1, 20).Select(value => (byte)value)]);
        using var bmc = Confidentiality.Create(suite.Confidentiality, keys.K2);
        using var console = Confidentiality.Create(suite.Confidentiality, keys.K2);
        byte[] first = [.. bmc.Encrypt(new ArraySegment<byte>([1, 2, 3]))];
        Assert.Equal<byte[]>([1, 2, 3], [.. console.Decrypt(new ArraySegment<byte>(first))]);
        foreach (byte[] offset in (byte[][])[[0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 0x10, 0, 1]])
            Assert.Throws<MalformedDataException>(() => console.Decrypt(new ArraySegment<byte>([.. offset, 9, 9, 9])));
    }

    /// <summary>A session of IPMI messages: what comes as another payload is nobody's, however much of it comes.</summary>
    [Fact]
    public async Task Payloads_that_nobody_asked_for_are_passed_over()
    {
        var setup = new ClientSetup(new TestBmc
        {
            Seal = answer => [.. Enumerable.Range(0, 500).Select(i => answer.Request.Session!.Seal((PayloadType)(1 + i % 0x3E), new ArraySegment<byte>(new byte[i % 300]))), answer.Sealed()],
        });
        using var client = await setup.ConnectAsync();
        for (int i = 0; i < 5; i++)
            Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
    }

    /// <summary>An answer that says of itself that it is another, or of another length, is none; the genuine one behind it is taken.</summary>
    [Fact]
    public async Task Answers_that_contradict_themselves_are_passed_over()
    {
        var setup = new ClientSetup(new TestBmc
        {
            Seal = answer =>
            {
                var message = answer.Message;
                return
                [
                    answer.Sealed(message with { NetFn = (byte)(message.NetFn & ~1) }),
                    answer.Sealed(message with { Command = (byte)(message.Command + 1) }),
                    answer.Sealed(message with { Sequence = (byte)(message.Sequence + 1 & 0x3F) }),
                    answer.Sealed(message with { Data = default }),
                    answer.Request.Session!.Seal(PayloadType.Ipmi, new ArraySegment<byte>([])),
                    answer.Request.Session!.Seal(PayloadType.Ipmi, new ArraySegment<byte>([0x81, 0x1C, 0x63])),
                    answer.Sealed(),
                ];
            },
        });
        using var client = await setup.ConnectAsync();
        for (int i = 0; i < 5; i++)
            Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        Assert.Equal(5, setup.Bmc.Count(NetFn.App, GetDeviceId.Definition.Code));
    }

    /// <summary>Whatever fails on a thread of the socket or the timer is the error of what waits, at once, and the session goes on.</summary>
    [Fact]
    public async Task A_fault_on_a_receiving_thread_is_the_error_of_the_requests_in_flight()
    {
        var setup = new ClientSetup { Clock = new ManualClock() }; // time stands still, so that the request does not end by itself
        using var client = await setup.ConnectAsync();
        setup.Link.Up = (_, _) => [];
        var waiting = client.SendAsync(new GetDeviceId());
        setup.Link.Receiver!.Faulted(new InvalidOperationException("something within"));
        var error = await Assert.ThrowsAsync<IpmiException>(() => waiting);
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
        Assert.Contains("InvalidOperationException: something within", error.Message, StringComparison.Ordinal);
        Assert.Contains(setup.Trace.Notes, note => note.Contains("something within"));
        setup.Link.Up = (datagram, _) => [datagram];
        await client.SendAsync(new GetDeviceId());
    }

    [Fact]
    public async Task A_fault_during_the_log_in_is_its_error()
    {
        var setup = new ClientSetup();
        setup.Link.Up = (_, _) => [];
        setup.Link.OnSent = _ => setup.Link.Receiver!.Faulted(new InvalidOperationException("something within"));
        var error = await Assert.ThrowsAsync<IpmiException>(() => setup.ConnectAsync());
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
        Assert.Contains("something within", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_sends_nothing_but_datagrams_that_are_too_long_is_an_error_that_says_so()
    {
        var setup = new ClientSetup();
        setup.Link.Up = (_, _) => [];
        setup.Link.OnSent = _ => setup.Link.Receiver!.ReceiveRefused("the datagram is longer than 2048 bytes");
        var error = await Assert.ThrowsAsync<IpmiException>(() => setup.ConnectAsync());
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
        Assert.Contains("longer than 2048 bytes", error.Message, StringComparison.Ordinal);
    }
}
