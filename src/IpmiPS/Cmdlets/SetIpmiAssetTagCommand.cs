using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Energy;

namespace IpmiPS.Cmdlets;

/// <summary>Sets the asset tags of servers, and the identifiers of their controllers, by DCMI.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiAssetTag", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(AssetTagUpdate))]
public sealed class SetIpmiAssetTagCommand : BmcCmdlet
{
    /// <summary>The asset tag, at most 63 bytes. An empty one changes nothing; see -Clear.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? AssetTag { get; set; }

    /// <summary>Remove the asset tag.</summary>
    [Parameter]
    public SwitchParameter Clear { get; set; }

    /// <summary>The identifier of the controller, at most 63 bytes. A BMC may send it to a DHCP server as its host name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? ControllerIdentifier { get; set; }

    private protected override BmcNeeds Needs
    {
        get
        {
            var texts = new Texts(Clear ? "" : NullIfEmpty(AssetTag), NullIfEmpty(ControllerIdentifier));
            return new(texts.Identifier is null ? IpmiPS.PrivilegeLevel.Operator : IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Settings = texts };
        }
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Clear && !string.IsNullOrEmpty(AssetTag))
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-AssetTag and -Clear exclude each other.", null));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var texts = (Texts)target.Needs.Settings!;
        if (texts is { Tag: null, Identifier: null })
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -AssetTag, -Clear or -ControllerIdentifier, on the command line or as columns of the input.");
        var change = await AssetTagChange.PrepareAsync(bmc, texts.Tag, texts.Identifier, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the asset tag", change, output, cancellationToken).ConfigureAwait(false);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed record Texts(string? Tag, string? Identifier);
}
