using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the boot options of servers; or, with -Parameter, one as bytes.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiBootOption", DefaultParameterSetName = ByName)]
[OutputType(typeof(BootOption), typeof(BootParameter))]
public sealed class GetIpmiBootOptionCommand : BmcCmdlet
{
    /// <summary>Numbers of options, 0 to 127, that are returned as bytes instead; 96 to 127 are the vendor's.</summary>
    [Parameter]
    [ValidateRange(0, 127)]
    [ArgumentCompleter(typeof(BootParameterCompleter))]
    [ValidateNotNullOrEmpty]
    public byte[]? Parameter { get; set; }

    /// <summary>Set selector of -Parameter, 0 to 255: which block of the mailbox.</summary>
    [Parameter]
    public byte SetSelector { get; set; }

    /// <summary>Block selector of -Parameter, 0 to 255.</summary>
    [Parameter]
    public byte BlockSelector { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        if (Parameter is null)
        {
            output.Write(await BootOptionReader.GetAsync(bmc, cancellationToken).ConfigureAwait(false));
            return;
        }

        foreach (byte number in Parameter)
            output.Write(await BootOptionReader.GetParameterAsync(bmc, number, SetSelector, BlockSelector, cancellationToken).ConfigureAwait(false));
    }
}
