using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace IpmiPS.Simulator;

/// <summary>A rack of virtual BMCs in this process. Disposing it stops them.</summary>
public sealed class SimulatorRack : IDisposable
{
    private const int MaximumBmcs = 65000;

    private readonly List<VirtualBmc> _bmcs = [];
    private readonly List<UdpListener> _listeners = [];
    private readonly SystemTime _time = new();

    private SimulatorRack()
    {
    }

    /// <summary>The profiles that <see cref="SimulatorOptions.Profile"/> can name.</summary>
    public static IReadOnlyList<string> ProfileNames => ProfileTexts.Names;

    /// <summary>The profiles of BMCs that break rules, each named after a real one; <see cref="SimulatorOptions.Profile"/> can name them too.</summary>
    public static IReadOnlyList<string> PersonaNames => ProfileTexts.PersonaNames;

    /// <summary>The BMCs, in the order of their addresses.</summary>
    public IReadOnlyList<VirtualBmc> Bmcs => _bmcs;

    /// <summary>The lines of an .emu file that could not be used, with file name and line number.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Starts a rack. When this returns, all its BMCs respond.</summary>
    /// <exception cref="ArgumentException">An option is out of range or names something that does not exist. Messages use the parameter names of Start-IpmiSimulator.</exception>
    /// <exception cref="System.IO.IOException">The .emu file can't be read.</exception>
    /// <exception cref="SocketException">An address is not one of this machine, or a port is in use or not permitted; the message says which.</exception>
    public static SimulatorRack Start(SimulatorOptions options)
    {
        var first = CheckOptions(options);
        var profile = MachineProfiles.Load(options);
        var rack = new SimulatorRack { Warnings = profile.Machine.Warnings };
        try
        {
            for (int i = 0; i < options.Count; i++)
                rack.Add(i, profile, options, EndPointOf(first, i, options.OnePort));
            foreach (var listener in rack._listeners)
                listener.Start();
            return rack;
        }
        catch
        {
            rack.Dispose();
            throw;
        }
    }

    /// <summary>Stops all BMCs. Their counters stay readable.</summary>
    public void Stop()
    {
        foreach (var bmc in _bmcs)
            bmc.Stop();
        lock (_listeners)
            foreach (var listener in _listeners)
                listener.Dispose();
        _time.Dispose();
    }

    /// <summary>Stops one BMC of the rack.</summary>
    /// <exception cref="ArgumentException">The BMC is not in this rack.</exception>
    public void Stop(VirtualBmc bmc)
    {
        if (bmc.Index >= _bmcs.Count || !ReferenceEquals(_bmcs[bmc.Index], bmc))
            throw new ArgumentException($"{bmc} is not in this rack.", nameof(bmc));
        bmc.Stop();
        lock (_listeners)
            _listeners[bmc.Index].Dispose();
    }

    /// <inheritdoc cref="Stop()"/>
    public void Dispose() => Stop();

    private void Add(int index, MachineProfile profile, SimulatorOptions options, IPEndPoint endPoint)
    {
        var bmc = new VirtualBmc(index, profile, options, _time);
        int key = unchecked(options.Seed * 8191 + 2 * index);
        Connect(bmc, key, endPoint);
        bmc.State.Move = address => Move(bmc, key, address);
        if (options.UnhealthyEvery > 0 && (index + 1) % options.UnhealthyEvery == 0 || profile.Machine.IsUnhealthy)
            bmc.MakeUnhealthy();
        _bmcs.Add(bmc);
    }

    /// <summary>Lets a BMC listen at an address.</summary>
    private UdpListener Connect(VirtualBmc bmc, int key, IPEndPoint endPoint)
    {
        var inbound = new FaultyLink(() => bmc.Faults, key, _time, (packet, from) => bmc.Receive(packet, packet.Length, from));
        var listener = Listen(endPoint, (buffer, length, from) => OnPacket(bmc, inbound, buffer, length, from), bmc.State.Lock.Record);
        if (bmc.Index < _listeners.Count)
            _listeners[bmc.Index] = listener;
        else
            _listeners.Add(listener);
        bmc.Address = listener.EndPoint.Address.ToString();
        bmc.Port = listener.EndPoint.Port;
        bmc.Sender = new LinkSender(bmc, listener, new FaultyLink(() => bmc.Faults, key + 1, _time, listener.Send));
        return listener;
    }

    /// <summary>Moves a BMC to another address and the same port. If that cannot be listened on, it stays.</summary>
    private void Move(VirtualBmc bmc, int key, IPAddress address)
    {
        lock (_listeners)
        {
            var old = _listeners[bmc.Index];
            if (bmc.Sender is null)
                return;
            try
            {
                Connect(bmc, key, new IPEndPoint(address, bmc.Port)).Start();
            }
            catch (SocketException)
            {
                return;
            }

            old.Dispose();
        }
    }

    private static UdpListener Listen(IPEndPoint endPoint, Action<byte[], int, IPEndPoint> onPacket, Action<Exception> onFault)
    {
        try
        {
            return new UdpListener(endPoint, onPacket, onFault);
        }
        catch (SocketException error)
        {
            throw new ListenException(error, endPoint);
        }
    }

    private static void OnPacket(VirtualBmc bmc, FaultyLink inbound, byte[] buffer, int length, IPEndPoint from)
    {
        bmc.CountPacket();
        if (FaultyLink.IsPerfect(bmc.Faults))
        {
            bmc.Receive(buffer, length, from);
            return;
        }

        var copy = new byte[length];
        Buffer.BlockCopy(buffer, 0, copy, 0, length);
        inbound.Send(copy, from);
    }

    private static IPEndPoint CheckOptions(SimulatorOptions options)
    {
        const string Reachable = "can be reached from other machines, and virtual BMCs have well-known passwords. Add -AllowNetwork if that is what you want.";
        if (options.Count is < 1 or > MaximumBmcs)
            throw new ArgumentException($"-Count takes 1 to {MaximumBmcs}, not {options.Count}.");
        if (!IPAddress.TryParse(options.Address, out var address))
            throw new ArgumentException($"-Address takes an IP address, not '{options.Address}'.");
        if (!IPAddress.IsLoopback(address) && !options.AllowNetwork)
            throw new ArgumentException($"-Address {address} {Reachable}");
        if (options.Port is < 0 or > 65535 || !options.OnePort && options.Port != 0 && options.Port + options.Count - 1 > 65535)
            throw new ArgumentException($"-Port: {options.Count} ports from {options.Port} on are not in the range 1 to 65535.");
        if (options.OnePort && options.Port == 0)
            throw new ArgumentException("-OnePort needs -Port, the port of all BMCs.");
        if (options.OnePort && options.Count > 1 && address.AddressFamily != AddressFamily.InterNetwork)
            throw new ArgumentException("-OnePort needs an IPv4 -Address if -Count is more than 1: only IPv4 has several loopback addresses.");
        if (options.AlertPort is < 1 or > 65535)
            throw new ArgumentException($"-AlertPort takes 1 to 65535, not {options.AlertPort}.");
        if (options.FirstMachine is < 0 or > SimulatorOptions.MaximumMachine)
            throw new ArgumentException($"{nameof(options.FirstMachine)} is 0 to {SimulatorOptions.MaximumMachine}, not {options.FirstMachine}.");
        if (options.SessionSlots is < 1 or > 63)
            throw new ArgumentException($"-SessionSlots takes 1 to 63, not {options.SessionSlots}.");
        if (options.LockOutThreshold is < 0 or > 255)
            throw new ArgumentException($"-LockOutThreshold takes 1 to 255, or 0 for never, not {options.LockOutThreshold}.");
        if (options.LockOutTime < TimeSpan.Zero || options.LockOutTime > TimeSpan.FromSeconds(655350))
            throw new ArgumentException($"-LockOutSeconds takes 0 to 655350, not {options.LockOutTime.TotalSeconds}.");
        var last = EndPointOf(new IPEndPoint(address, options.Port), options.Count - 1, options.OnePort).Address;
        if (!IPAddress.IsLoopback(last) && !options.AllowNetwork)
            throw new ArgumentException($"-Count {options.Count} needs the addresses from -Address {address} to {last}, which {Reachable}");
        return new IPEndPoint(address, options.Port);
    }

    /// <summary>The n-th endpoint: consecutive addresses, without those in .0 and .255, or consecutive ports.</summary>
    private static IPEndPoint EndPointOf(IPEndPoint first, int index, bool onePort)
    {
        if (!onePort)
            return new IPEndPoint(first.Address, first.Port == 0 ? 0 : first.Port + index);
        byte[] bytes = first.Address.GetAddressBytes();
        long start = (long)bytes[0] << 24 | (long)bytes[1] << 16 | (long)bytes[2] << 8 | bytes[3];
        for (int left = index; left > 0;)
        {
            start++;
            if ((start & 0xFF) is not 0 and not 0xFF)
                left--;
        }

        return new IPEndPoint(new IPAddress([(byte)(start >> 24), (byte)(start >> 16), (byte)(start >> 8), (byte)start]), first.Port);
    }

    /// <summary>A socket error with the address and port that it is about.</summary>
    private sealed class ListenException(SocketException error, IPEndPoint endPoint) : SocketException((int)error.SocketErrorCode)
    {
        public override string Message => SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"-Port: UDP port {endPoint.Port} of {endPoint.Address} is in use.",
            SocketError.AccessDenied => $"-Port: this user is not permitted to listen on UDP port {endPoint.Port} of {endPoint.Address}.",
            SocketError.AddressNotAvailable => $"-Address: {endPoint.Address} is not an address of this machine.",
            _ => $"-Address, -Port: {endPoint} cannot be listened on: {error.Message}",
        };
    }

    private sealed class LinkSender(VirtualBmc bmc, UdpListener listener, FaultyLink link) : IPacketSender
    {
        public void Send(byte[] packet, IPEndPoint to)
        {
            if (FaultyLink.IsPerfect(bmc.Faults))
                listener.Send(packet, to);
            else
                link.Send(packet, to);
        }
    }
}
