using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the cipher suites of BMCs: their algorithms, and the highest privilege of log-ins with each.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiCipherSuite", DefaultParameterSetName = ByName)]
[OutputType(typeof(CipherSuiteInfo))]
public sealed class GetIpmiCipherSuiteCommand : BmcCmdlet
{
    /// <summary>The LAN channel, 1 to 11; default all LAN channels.</summary>
    [Parameter]
    [OptionalNumberCell("Channel", 1, 11)]
    public int? Channel
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (CipherSuiteInfo suite in await CipherSuiteReader.GetAsync(bmc, Channel, cancellationToken).ConfigureAwait(false))
            output.Write(suite);
    }
}
