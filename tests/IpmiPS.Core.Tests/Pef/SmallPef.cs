using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS.Tests.Pef;

/// <summary>A BMC with short tables, so that a change takes few requests.</summary>
internal sealed class SmallPef(IIpmiConnection inner) : IIpmiConnection
{
    private const byte Entries = 2, LastChannel = 2;

    public string ComputerName => inner.ComputerName;

    public BmcProfile Profile => inner.Profile;

    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        if (command is GetChannelInfo { Channel: > LastChannel and < 0x0E })
            throw new IpmiCommandException(command, CompletionCode.InvalidDataField);
        TResponse response = await inner.SendAsync(command, target, cancellationToken);
        return command switch
        {
            GetPefConfigurationParameters { Parameter: var number } when number == PefParameters.FilterCount.Number || number == PefParameters.PolicyCount.Number || number == PefParameters.StringCount.Number => (TResponse)(object)Count(Entries),
            GetLanConfigurationParameters { Parameter: var number } when number == LanParameters.DestinationCount.Number => (TResponse)(object)Count(Entries),
            _ => response,
        };
    }

    private static ConfigurationParameter Count(byte entries) => new(0x11, [entries]);
}
