using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Simulator;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Simulator;

/// <summary>A virtual BMC without a network, with a clock that tests advance. Commands go directly to their handlers.</summary>
internal sealed class Bench : IIpmiConnection
{
    private static readonly IPEndPoint Client = new(IPAddress.Loopback, 50000);

    public Bench(SimulatorOptions? options = null, PrivilegeLevel privilege = PrivilegeLevel.Administrator)
    {
        Options = options ?? new SimulatorOptions();
        Bmc = new VirtualBmc(0, MachineProfiles.Load(Options), Options, Time);
        Session = NewSession(privilege);
    }

    public Bench(VirtualBmc bmc)
    {
        Options = bmc.State.Options;
        Bmc = bmc;
        Session = NewSession(PrivilegeLevel.Administrator);
    }

    public SimulatorOptions Options { get; }

    public ManualTime Time { get; } = new();

    public VirtualBmc Bmc { get; }

    public ServerSession Session { get; }

    public string ComputerName => "bench";

    public BmcProfile Profile { get; } = new();

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        var writer = new ByteWriter();
        command.WriteRequest(writer);
        byte[] reply;
        lock (Bmc)
        {
            // A virtual BMC handles one command at a time.
            reply = Send(Session, (byte)command.NetFn, command.Code, writer.ToArray(), command.Lun, target.Address, target.Channel);
        }

        if (reply.Length == 0)
            throw new IpmiException(IpmiErrorKind.Timeout, $"{command.Name} got no response.");
        return Task.FromResult(command.ReadAnswer(reply));
    }

    /// <summary>Sends a command in a session. Returns completion code and data; nothing if there is no response.</summary>
    public byte[] Send(byte netFn, byte command, byte[] data, byte lun = 0, byte address = IpmbTarget.BmcAddress) => Send(Session, netFn, command, data, lun, address);

    public byte[] Send(byte netFn, byte command, params byte[] data) => Send(netFn, command, data, 0);

    public byte[] SendWithoutSession(byte netFn, byte command, params byte[] data) => Send(null, netFn, command, data, 0, IpmbTarget.BmcAddress);

    /// <summary>Sends a command that has to return 00h. Returns the data.</summary>
    public byte[] Get(byte netFn, byte command, params byte[] data)
    {
        byte[] response = Send(netFn, command, data, 0);
        Xunit.Assert.Equal(0, response[0]);
        return response.Skip(1).ToArray();
    }

    public ServerSession NewSession(PrivilegeLevel privilege)
    {
        var suite = CipherSuite.Find(0)!;
        using var keys = new SessionKeys(suite.Authentication, []);
        var user = Bmc.State.Users.Find(2)!;
        var session = new ServerSession(Bmc.State.Sessions.NewId(), Bmc.State.Sessions.NextHandle(), new RmcpPlusSession(suite, 1, 2, keys, [], isConsole: false), user, 4, Client)
        {
            Privilege = (byte)privilege,
        };
        Bmc.State.Sessions.Open(session);
        return session;
    }

    private byte[] Send(ServerSession? session, byte netFn, byte command, byte[] data, byte lun, byte address, byte channel = 0)
    {
        var message = new LanMessage { NetFn = netFn, Command = command, Data = new ArraySegment<byte>(data), ResponderAddress = 0x20, RequesterAddress = 0x81, ResponderLun = lun };
        Bmc.State.Chassis.ApplyDueChanges();
        var controller = address == IpmbTarget.BmcAddress ? Bmc.State.Controllers.Main : Bmc.State.Controllers.Find(address, channel)!;
        var context = new CommandContext(Bmc.State, controller, session, lun, Client) { Message = message };
        var response = Bmc.Commands.Execute(context, message);
        context.AfterResponse?.Invoke();
        return response?.ToArray() ?? [];
    }
}
