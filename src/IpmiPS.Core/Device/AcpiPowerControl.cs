using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Device;

/// <summary>Reads and sets the ACPI power states that a BMC keeps. Setting them only informs the BMC; it does not change the power. IPMI 2.0 sections 20.6 and 20.7.</summary>
public sealed class AcpiPowerControl : IPreparedChange<AcpiPowerUpdate>
{
    private readonly IIpmiConnection _connection;
    private readonly SettingsChange<AcpiPowerState> _change;

    private AcpiPowerControl(IIpmiConnection connection, AcpiPowerState before, AcpiSystemState? system, AcpiDeviceState? device)
    {
        _connection = connection;
        _change = new(connection, "the ACPI power state", before, cancellationToken => connection.SendAsync(new GetAcpiPowerState(), cancellationToken))
        {
            UnknownAdvice = "Check with Get-IpmiAcpiPowerState what is set.",
        };
        var wanted = new AcpiPowerState(system ?? before.System, device ?? before.Device);
        _change.Add("ACPI power state", Describe, Describe(wanted), new SetAcpiPowerState(system ?? AcpiSystemState.NoChange, device ?? AcpiDeviceState.NoChange));
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description;

    /// <summary>Reads the states.</summary>
    public static async Task<AcpiPower> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var state = await connection.SendAsync(new GetAcpiPowerState(), cancellationToken).ConfigureAwait(false);
        return new AcpiPower { ComputerName = connection.ComputerName, System = state.System, Device = state.Device };
    }

    /// <summary>Reads the states and prepares others; null keeps one. Changes nothing.</summary>
    public static async Task<AcpiPowerControl> PrepareAsync(IIpmiConnection connection, AcpiSystemState? system, AcpiDeviceState? device, CancellationToken cancellationToken = default) =>
        new(connection, await connection.SendAsync(new GetAcpiPowerState(), cancellationToken).ConfigureAwait(false), system, device);

    /// <summary>Sends the states and reads them back.</summary>
    public async Task<AcpiPowerUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return new AcpiPowerUpdate
        {
            ComputerName = _connection.ComputerName,
            System = result.Now.System,
            Device = result.Now.Device,
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    private static string Describe(AcpiPowerState state) => $"{state.System}/{state.Device}";
}
