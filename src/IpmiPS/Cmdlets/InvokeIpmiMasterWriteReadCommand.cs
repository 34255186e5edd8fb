using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Writes to and reads from devices on the I2C and SMBus buses behind BMCs. It is never sent twice. More than one byte to write is asked about as a change of high impact.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IpmiMasterWriteRead", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(MasterWriteReadResult))]
public sealed class InvokeIpmiMasterWriteReadCommand : BmcCmdlet
{
    private const byte FirstMemory = 0xA0, LastMemory = 0xAE;

    /// <summary>Slave address of the device in its 8-bit form, even, such as 0xA0.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public byte SlaveAddress { get; set; }

    /// <summary>Number of bytes to read, 0 to 255.</summary>
    [Parameter(Position = 2)]
    public byte ReadCount { get; set; }

    /// <summary>Bytes to write before the read, such as a register's number: numbers, or hexadecimal text.</summary>
    [Parameter(Position = 3)]
    [HexBytes]
    [AllowEmptyCollection]
    [AllowNull]
    public byte[] Data
    {
        get;
        set => field = value ?? [];
    } = [];

    /// <summary>Number of the bus, 0 to 7.</summary>
    [Parameter]
    [ValidateRange(0, 7)]
    public byte Bus { get; set; }

    /// <summary>The bus is private to the BMC.</summary>
    [Parameter]
    public SwitchParameter Private { get; set; }

    /// <summary>Channel of a public bus, 0 to 15.</summary>
    [Parameter]
    [ValidateRange(0, 15)]
    public byte Channel { get; set; }

    /// <summary>Do not ask, and allow writes to memories at the addresses A0h to AEh.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator) { OncePerBmc = true, Force = Force };

    /// <inheritdoc/>
    protected override void Begin()
    {
        if ((SlaveAddress & 1) != 0)
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"The slave address {SlaveAddress:X2}h is odd.", null, "Give the 8-bit form, twice the 7-bit address."));
        if (ReadCount == 0 && Data.Length == 0)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("There is nothing to write and nothing to read.", null, "Give -ReadCount, -Data or both."));
        if (Data.Length > 1 && SlaveAddress is >= FirstMemory and <= LastMemory && !Force)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(
                $"At {SlaveAddress:X2}h there is usually a memory with inventory data of a module; what is written there can make the module unusable.",
                null,
                "Write one byte, its address, to read from it. If it is to be written, or has addresses of two bytes, give -Force."));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        string bus = $"{(Private ? "private" : "public")} bus {Bus} of channel {Channel}";
        string action = $"Send Master Write-Read to {SlaveAddress:X2}h on {bus}: " + (Data.Length == 0 ? "" : $"write {Hex.Format(Data, " ")}, ") + $"read {ReadCount} bytes";
        if (!await ConfirmAsync(target, bmc, action, output, cancellationToken, Data.Length > 1 ? "A device on a bus of the board is written to, which can make it unusable" : null).ConfigureAwait(false))
            return;
        var request = new MasterWriteRead((byte)(Channel << 4 | Bus << 1 | (Private ? 1 : 0)), SlaveAddress, ReadCount, Data);
        MasterWriteReadData read = await bmc.SendAsync(request, cancellationToken).ConfigureAwait(false);
        output.Write(new MasterWriteReadResult
        {
            ComputerName = bmc.ComputerName,
            Channel = Channel,
            Bus = Bus,
            Private = Private,
            SlaveAddress = SlaveAddress,
            Written = new ByteString(Data),
            Data = new ByteString(read.Bytes),
        });
    }
}
