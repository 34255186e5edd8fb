using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS.Serial;

/// <summary>Reads the configuration of a serial port. IPMI 2.0 sections 25.2 and 25.3.</summary>
public static class SerialConfigurationReader
{
    private static readonly (Parameter Parameter, byte Set)[] Wanted =
    [
        (SerialParameters.ConnectionMode, 0), (SerialParameters.InactivityTimeout, 0), (SerialParameters.SessionTermination, 0), (SerialParameters.Communication, 0),
        (SerialParameters.MuxSwitchControl, 0), (SerialParameters.RingTime, 0), (SerialParameters.ModemInitString, 1), (SerialParameters.ModemEscapeSequence, 0),
        (SerialParameters.ModemHangUpSequence, 0), (SerialParameters.ModemDialCommand, 0), (SerialParameters.PageBlackoutInterval, 0), (SerialParameters.CallRetryInterval, 0),
        (SerialParameters.DestinationCount, 0), (SerialParameters.TerminalMode, 0),
    ];

    /// <summary>Reads the configuration.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="channel">The channel, 1 to 11; null to find it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no serial channel, or none of its parameters.</exception>
    public static async Task<SerialConfiguration> ReadAsync(IIpmiConnection connection, byte? channel, CancellationToken cancellationToken = default)
    {
        byte number = channel ?? await SerialChannel.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        var (values, mux) = await ReadValuesAsync(connection, number, cancellationToken).ConfigureAwait(false);
        return Fill(new SerialConfiguration(), connection.ComputerName, number, values, mux);
    }

    /// <summary>Reads one parameter as bytes.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="channel">The channel, 1 to 11; null to find it.</param>
    /// <param name="parameter">Its number.</param>
    /// <param name="set">Set selector.</param>
    /// <param name="block">Block selector.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC does not have it.</exception>
    public static async Task<SerialParameter> ReadParameterAsync(IIpmiConnection connection, byte? channel, byte parameter, byte set = 0, byte block = 0, CancellationToken cancellationToken = default)
    {
        byte number = channel ?? await SerialChannel.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        string? name = SerialParameters.Family.Find(parameter)?.Name;
        try
        {
            var response = await connection.SendAsync(new GetSerialModemConfiguration(number, parameter, set, block), cancellationToken).ConfigureAwait(false);
            return new SerialParameter { ComputerName = connection.ComputerName, Channel = number, Parameter = parameter, Name = name, Data = new ByteString(response.Data) };
        }
        catch (IpmiCommandException error) when (error.CompletionCode == ParameterCompletionCode.NotSupported)
        {
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"The BMC of {connection.ComputerName} does not have serial/modem parameter {parameter}{(name is null ? "" : ", " + name)}.", innerException: error);
        }
    }

    internal static async Task<(ParameterValues Values, OptionalResponse<SerialMuxState> Mux)> ReadValuesAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        var mux = connection.TrySendAsync(new SetSerialModemMux(channel, SerialMuxRequest.Get), cancellationToken);
        var values = await ParameterValues.ReadAsync(connection, channel, Wanted, cancellationToken).ConfigureAwait(false);
        return (values, await mux.ConfigureAwait(false));
    }

    internal static T Fill<T>(T port, string computerName, byte channel, ParameterValues values, OptionalResponse<SerialMuxState> mux)
        where T : SerialConfiguration
    {
        (port.ComputerName, port.Channel) = (computerName, channel);
        var mode = values.Value(SerialParameters.ConnectionMode, "Connection, ConnectionModes");
        (port.Connection, port.ConnectionModes) = (mode?.Connection, mode?.Modes);
        port.InactivityTimeout = (int?)values.Value(SerialParameters.InactivityTimeout, nameof(port.InactivityTimeout))?.TotalSeconds;
        port.SessionTermination = values.Value(SerialParameters.SessionTermination, nameof(port.SessionTermination));
        var communication = values.Value(SerialParameters.Communication, "FlowControl, DtrHangUp, BitRate");
        (port.FlowControl, port.DtrHangUp, port.BitRate) = (communication?.FlowControl, communication?.DtrHangUp, communication?.BitRate);
        port.MuxControls = values.Value(SerialParameters.MuxSwitchControl, "MuxControls, PortSharing");
        port.PortSharing = port.MuxControls is { } controls ? (controls & SerialMuxControls.PortSharing) != 0 : null;
        port.MuxOwner = !mux.Succeeded ? SerialMuxOwner.Unknown : mux.Value.IsBmc ? SerialMuxOwner.Bmc : SerialMuxOwner.System;
        var ring = values.Value(SerialParameters.RingTime, "RingDuration, RingDeadTime");
        (port.RingDuration, port.RingDeadTime) = ((int?)ring?.Duration.TotalMilliseconds, (int?)ring?.DeadTime.TotalMilliseconds);
        (port.ModemInit, port.ModemEscape) = (values.Text(SerialParameters.ModemInitString), values.Text(SerialParameters.ModemEscapeSequence));
        (port.ModemHangUp, port.ModemDial) = (values.Text(SerialParameters.ModemHangUpSequence), values.Text(SerialParameters.ModemDialCommand));
        port.PageBlackoutInterval = values.Value(SerialParameters.PageBlackoutInterval, nameof(port.PageBlackoutInterval));
        port.CallRetryInterval = values.Value(SerialParameters.CallRetryInterval, nameof(port.CallRetryInterval));
        port.DestinationCount = values.Value(SerialParameters.DestinationCount, nameof(port.DestinationCount));
        FillTerminal(port, values);
        string[] muxNote = mux.Succeeded ? [] : [$"MuxOwner: {mux.Error?.Message}"];
        port.Notes = [.. values.Notes, .. muxNote];
        return port;
    }

    private static void FillTerminal(SerialConfiguration port, ParameterValues values)
    {
        if (values.Value(SerialParameters.TerminalMode, "Terminal properties") is not { } terminal)
            return;
        (port.TerminalLineEditing, port.TerminalDelete, port.TerminalEcho) = (terminal.LineEditing, terminal.Delete, terminal.Echo);
        (port.TerminalHandshake, port.TerminalOutputNewline, port.TerminalInputNewline) = (terminal.Handshake, terminal.OutputNewline, terminal.InputNewline);
    }
}
