using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Oem;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Sends any command as bytes, to the BMC or to a controller behind it. It may change something, so it supports -Confirm and
/// -WhatIf, and is never sent twice.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IpmiCommand", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(IpmiCommandResult))]
public sealed class InvokeIpmiCommandCommand : ControllerCmdlet
{
    /// <summary>Network function of the request, as a number or by its name in the specification; even, 0x00 to 0x3E.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [NetFnName]
    [ArgumentCompleter(typeof(NetFnCompleter))]
    [ValidateRange(0x00, 0x3E)]
    public byte NetFn { get; set; }

    /// <summary>Command number.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ArgumentCompleter(typeof(CommandNumberCompleter))]
    public byte Command { get; set; }

    /// <summary>Data bytes after the command number: numbers, or hexadecimal text such as '01 a0 ff'.</summary>
    [Parameter(Position = 3)]
    [HexBytes]
    [AllowEmptyCollection]
    [AllowNull]
    public byte[] Data
    {
        get;
        set => field = value ?? [];
    } = [];

    /// <summary>Logical unit, 0 to 3.</summary>
    [Parameter]
    [ValidateRange(0, 3)]
    public byte Lun { get; set; }

    /// <summary>IANA enterprise number of the vendor, for the network function OemGroup (0x2E). It is put before the data, and taken from the response.</summary>
    [Parameter]
    [ValidateRange(0, 0xFFFFFF)]
    public int? Iana { get; set; }

    /// <summary>Code of the body that defined the command, for the network function GroupExtension (0x2C): 0xDC DCMI, 0x00 PICMG, 0x03 VITA. It is put before the data, and taken from the response.</summary>
    [Parameter]
    public byte? BodyCode { get; set; }

    /// <summary>The command may change something.</summary>
    private protected override BmcNeeds Needs => new(Privilege: null) { OncePerBmc = true, Action = Describe() };

    /// <inheritdoc/>
    protected override void Begin()
    {
        if ((NetFn & 1) != 0)
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"NetFn {NetFn:X2}h is that of an answer; a request's is even.", null));
        if (Iana is not null && (NetFn)NetFn != Commands.NetFn.OemGroup)
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"-Iana is for the NetFn OemGroup (2Eh), not {NetFn:X2}h.", null));
        if (BodyCode is not null && (NetFn)NetFn != Commands.NetFn.GroupExtension)
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"-BodyCode is for the NetFn GroupExtension (2Ch), not {NetFn:X2}h.", null));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        byte[] response;
        try
        {
            response = await bmc.SendAsync(Make(), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException refused) when (refused.CompletionCode == CompletionCode.InsufficientPrivilege)
        {
            // The command was not carried out. A session starts at User; a command that needs more raises it to the user's limit.
            response = await bmc.SendAsync(Make(PrivilegeLevel.Operator), cancellationToken).ConfigureAwait(false);
        }

        output.Write(new IpmiCommandResult(bmc.ComputerName, NetFn, Command, response));
    }

    /// <summary>The caller knows the bytes; a secret in them that is not protected is a warning.</summary>
    private IpmiCommand<byte[]> Make(PrivilegeLevel privilege = PrivilegeLevel.User) =>
        Iana is { } iana ? GroupCommand.OfVendor(iana, Command, Data, Lun, privilege)
        : BodyCode is { } body ? GroupCommand.OfBody(body, Command, Data, Lun, privilege)
        : new RawCommand(NetFn, Command, Data, Lun, privilege) { MayGoUnprotected = true };

    private string Describe()
    {
        string data = Data.Length == 0 ? "" : Make().HoldsSecret ? " with data that hold a secret" : " with " + Hex.Format(Data, " ");
        string function = IcmbCommands.NameOf((NetFn)NetFn, Command) is { } name ? $" ({name})" : Enum.IsDefined(typeof(NetFn), NetFn) ? $" ({(NetFn)NetFn})" : "";
        if (Iana is { } iana)
            function += $" of {Manufacturers.Describe(iana)}";
        if (BodyCode is { } body)
            function += $" of body {body:X2}h";
        return $"Send command {NetFn:X2}h/{Command:X2}h{function}{data}" + (Lun == 0 ? "" : $", logical unit {Lun}");
    }
}
