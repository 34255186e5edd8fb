using System;
using System.Collections.Generic;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>Serial/modem configuration parameters, and the port's mux. IPMI 2.0 sections 25.2 and 25.3.</summary>
internal sealed class SerialParameterStore : ParameterStore
{
    private const byte SystemBlocked = 0x80, BmcBlocked = 0x40, Accepted = 0x02, BmcHasPort = 0x01;

    private byte _mux;

    public SerialParameterStore()
        : base(SerialParameters.Family, new Dictionary<byte, byte[]>())
    {
        Add(SerialParameters.SetInProgress, SetInProgress.Complete);
        Add(SerialParameters.ConnectionMode, new SerialConnectionMode(0x85)); // direct, terminal and basic mode
        Add(SerialParameters.InactivityTimeout, TimeSpan.FromSeconds(60));
        Add(SerialParameters.SessionTermination, SerialSessionTermination.DcdLoss);
        Add(SerialParameters.Communication, new SerialCommunication(0x40, 0x0A)); // RTS/CTS, 115200 bit/s
        Add(SerialParameters.MuxSwitchControl, SerialMuxControls.EscapeToBmc | SerialMuxControls.EscapeToSystem | SerialMuxControls.PortSharing);
        Add(SerialParameters.RingTime, new SerialRing(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
        Add(SerialParameters.ModemInitString, "AT&F");
        Add(SerialParameters.ModemEscapeSequence, "+++");
        Add(SerialParameters.ModemHangUpSequence, "ATH");
        Add(SerialParameters.ModemDialCommand, "ATD");
        Add(SerialParameters.PageBlackoutInterval, (byte)5);
        Add(SerialParameters.DestinationCount, (byte)4);
        Add(SerialParameters.CallRetryInterval, (byte)60);
        Add(SerialParameters.TerminalMode, new SerialTerminalMode(0x26, 0x11)); // line editing, backspace, echo; CR LF, CR
        foreach (var parameter in SerialParameters.Family.All)
            if (Get(parameter.Number) is null)
                AddZeros(parameter);
    }

    /// <summary>Carries out a request to switch the port, and returns the mux's state.</summary>
    public byte Switch(SerialMuxRequest request)
    {
        bool isAccepted = request switch
        {
            SerialMuxRequest.RequestSystem => (_mux & SystemBlocked) == 0,
            SerialMuxRequest.RequestBmc => (_mux & BmcBlocked) == 0,
            _ => true,
        };
        if (isAccepted)
            _mux = request switch
            {
                SerialMuxRequest.RequestSystem or SerialMuxRequest.ForceSystem => (byte)(_mux & ~BmcHasPort),
                SerialMuxRequest.RequestBmc or SerialMuxRequest.ForceBmc => (byte)(_mux | BmcHasPort),
                SerialMuxRequest.BlockSystem => (byte)(_mux | SystemBlocked),
                SerialMuxRequest.AllowSystem => (byte)(_mux & ~SystemBlocked),
                SerialMuxRequest.BlockBmc => (byte)(_mux | BmcBlocked),
                SerialMuxRequest.AllowBmc => (byte)(_mux & ~BmcBlocked),
                _ => _mux,
            };
        return (byte)(_mux | (isAccepted ? Accepted : 0));
    }

    /// <summary>Whether terminal mode is to be stored, or restored, is an order and not a setting.</summary>
    protected override byte[] Merge(Parameter parameter, byte[] present, byte[] data)
    {
        if (parameter != SerialParameters.TerminalMode)
            return data;
        data = (byte[])data.Clone();
        data[0] &= 0x3F;
        return data;
    }
}
