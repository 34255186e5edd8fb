using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Serial;

namespace IpmiPS.Cmdlets;

/// <summary>Reads how the serial port of a BMC is set up for IPMI; or, with -Parameter, one parameter as bytes.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSerialConfiguration", DefaultParameterSetName = ByName)]
[OutputType(typeof(SerialConfiguration), typeof(SerialParameter))]
public sealed class GetIpmiSerialConfigurationCommand : BmcCmdlet
{
    private const int NotGiven = -1;

    /// <summary>Channel of the port, 0 to 15; default the first one that is serial.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(0, 15)]
    public int Channel { get; set; } = NotGiven;

    /// <summary>Numbers of parameters, 0 to 255, that are returned as bytes instead.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SerialParameterCompleter))]
    [ValidateNotNullOrEmpty]
    public byte[]? Parameter { get; set; }

    /// <summary>Set selector of -Parameter, 0 to 255: which destination, account or block.</summary>
    [Parameter]
    public byte SetSelector { get; set; }

    /// <summary>Block selector of -Parameter, 0 to 255.</summary>
    [Parameter]
    public byte BlockSelector { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        byte? channel = Channel == NotGiven ? null : (byte)Channel;
        if (Parameter is null)
        {
            output.Write(await SerialConfigurationReader.ReadAsync(bmc, channel, cancellationToken).ConfigureAwait(false));
            return;
        }

        foreach (byte number in Parameter)
            output.Write(await SerialConfigurationReader.ReadParameterAsync(bmc, channel, number, SetSelector, BlockSelector, cancellationToken).ConfigureAwait(false));
    }
}
