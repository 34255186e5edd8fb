using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Health;

namespace IpmiPS;

/// <summary>
/// The health of one server as far as its BMC reports it: the most serious of its reasons, Ok if there are none. A part that could not be read is a reason of
/// the severity Unknown, so Ok means that every part was read.
/// </summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Health), nameof(ReasonText), nameof(ExitCode), nameof(PowerState), nameof(Manufacturer), nameof(FirmwareVersion),
    nameof(SensorCount), nameof(UnhealthySensorCount), nameof(PowerSupplyCount), nameof(WorkingPowerSupplyCount), nameof(EventCount), nameof(Parts), nameof(Timestamp))]
public sealed class HealthVerdict
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The verdict.</summary>
    public SensorHealth Health => Reasons.Length == 0 ? SensorHealth.Ok : Reasons.OrderByDescending(static reason => HealthReason.Weigh(reason.Severity)).First().Severity;

    /// <summary>Why it is not Ok, the most serious reason first.</summary>
    public HealthReason[] Reasons { get; init; } = [];

    /// <summary>The reasons as one text, for tables and CSV files.</summary>
    public string ReasonText => string.Join(" ", Reasons.Select(static reason => reason.Text));

    /// <summary>The exit code of a monitoring plugin: 0 for Ok, 1 for Warning, 2 for Critical and NonRecoverable, 3 for Unknown. The verdict converts to this number.</summary>
    public int ExitCode => HealthExitCode.Of(Health);

    /// <summary>Whether the server is on; null if it was not read.</summary>
    public PowerState? PowerState { get; init; }

    /// <summary>The BMC's manufacturer; null if it was not read.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>IANA number of the BMC's manufacturer; null if it was not read.</summary>
    public int? ManufacturerId { get; init; }

    /// <summary>The BMC's product ID; null if it was not read.</summary>
    public int? ProductId { get; init; }

    /// <summary>The BMC's firmware version; null if it was not read.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>The number of sensors that were read; null if none were to be.</summary>
    public int? SensorCount { get; init; }

    /// <summary>The number of sensors whose health is Warning or worse; null if none were to be read.</summary>
    public int? UnhealthySensorCount { get; init; }

    /// <summary>The number of power supplies that are present; null if the BMC has no sensors for them.</summary>
    public int? PowerSupplyCount { get; init; }

    /// <summary>The number of these without a fault; null if the BMC has no sensors for them.</summary>
    public int? WorkingPowerSupplyCount { get; init; }

    /// <summary>The number of new entries of the event log; null if it was not read.</summary>
    public int? EventCount { get; init; }

    /// <summary>The names of the parts that were examined.</summary>
    public string[] Parts { get; init; } = [];

    /// <summary>The error ID that other cmdlets would have if there was no log-in, such as IpmiTimeout; null if there was.</summary>
    public string? ErrorId { get; init; }

    /// <summary>When the server was tested, by the clock of this computer.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The sensors that were read.</summary>
    internal IReadOnlyList<Sensor> Sensors { get; init; } = [];

    /// <summary>The new entries of the event log, oldest first; null if they were not read.</summary>
    internal IReadOnlyList<SelEntry>? Events { get; init; }

    /// <summary>The state of the event log; null if it was not read.</summary>
    internal SelInfo? Log { get; init; }

    /// <summary>Power and chassis; null if they were not read.</summary>
    internal PowerStatus? Power { get; init; }

    /// <summary>Where the next test of the event log begins; null if the log was not read.</summary>
    internal Sel.SelMark? Mark { get; init; }

    /// <summary>The exit code, so that a script can end with <c>exit (Test-IpmiHealth …)</c>.</summary>
    /// <param name="verdict">The verdict.</param>
    public static implicit operator int(HealthVerdict verdict) => verdict is null ? HealthExitCode.Of(SensorHealth.Unknown) : verdict.ExitCode;

    /// <summary>The exit code.</summary>
    public int ToInt32() => this;

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}: {Health}";

    /// <summary>The verdict about a BMC that could not be examined: Critical if it does not respond, otherwise Unknown.</summary>
    /// <param name="computerName">The BMC.</param>
    /// <param name="error">Why it could not.</param>
    internal static HealthVerdict NotExamined(string computerName, IpmiException error) => new()
    {
        ComputerName = computerName,
        ErrorId = "Ipmi" + error.Kind,
        Parts = [nameof(HealthPart.LogIn)],
        Timestamp = DateTimeOffset.Now,
        Reasons =
        [
            new HealthReason
            {
                Part = HealthPart.LogIn,
                Severity = error.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable ? SensorHealth.Critical : SensorHealth.Unknown,
                Text = error.Description,
            },
        ],
    };
}
