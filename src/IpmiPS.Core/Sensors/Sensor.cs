using System;

namespace IpmiPS;

/// <summary>
/// A sensor of a BMC. What could not be read is null, never 0: <see cref="Value"/> without a reading,
/// a threshold that the sensor does not have.
/// </summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Name), nameof(Type), nameof(Value), nameof(Unit), nameof(Health), nameof(State),
    nameof(UnavailableReason), nameof(Entity), nameof(LowerNonRecoverable), nameof(LowerCritical), nameof(LowerNonCritical),
    nameof(UpperNonCritical), nameof(UpperCritical), nameof(UpperNonRecoverable), nameof(Timestamp))]
public sealed class Sensor
{
    /// <summary>The BMC as the caller named it.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The sensor's name in its record. It need not be unique; see <see cref="DisplayName"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The name, with the entity if other sensors of the BMC have the same name: "Power Supply 1 · Status". The first time that a slow
    /// BMC is read, sensors may be returned before it is known which names are unique; these always have the entity.
    /// </summary>
    public string DisplayName { get => field ?? Name; internal set; }

    /// <summary>Sensor type by name, such as Temperature.</summary>
    public string Type { get; init; } = "";

    /// <summary>The reading in <see cref="Unit"/>; null if there is none, or if the sensor has only states.</summary>
    public double? Value { get; init; }

    /// <summary>Unit of the reading, the thresholds and the hysteresis: °C, V, RPM, % …; null for sensors that measure nothing.</summary>
    public string? Unit { get; init; }

    /// <summary>How serious the sensor's state is, or its reading compared with the thresholds; Unknown without a reading.</summary>
    public SensorHealth Health { get; init; } = SensorHealth.Unknown;

    /// <summary>
    /// The present states, in the words of the specification; for threshold-based sensors, the most serious exceeded threshold. Empty
    /// if there is none. "Lower Critical (from reading)" is not reported by the BMC, but follows from <see cref="Value"/> and
    /// threshold.
    /// </summary>
    public string[] State { get; init; } = [];

    /// <summary>The states as one text, for tables and CSV files.</summary>
    public string StateText => string.Join("; ", State);

    /// <summary>The monitored component, such as "System Board 1".</summary>
    public string Entity { get; init; } = "";

    /// <summary>Number of the sensor, unique together with owner and LUN.</summary>
    public byte Number { get; init; }

    /// <summary>Owner of the sensor: a controller's slave address (20h is the BMC), or with bit 0 set the id of system software.</summary>
    public byte OwnerId { get; init; }

    /// <summary>LUN of the owner, 0 to 3.</summary>
    public byte OwnerLun { get; init; }

    /// <summary>Below this, the hardware may suffer damage.</summary>
    public double? LowerNonRecoverable { get; init; }

    /// <summary>At or below this, the server is at risk.</summary>
    public double? LowerCritical { get; init; }

    /// <summary>At or below this, the reading is outside the normal range.</summary>
    public double? LowerNonCritical { get; init; }

    /// <summary>At or above this, the reading is outside the normal range.</summary>
    public double? UpperNonCritical { get; init; }

    /// <summary>At or above this, the server is at risk.</summary>
    public double? UpperCritical { get; init; }

    /// <summary>Above this, the hardware may suffer damage.</summary>
    public double? UpperNonRecoverable { get; init; }

    /// <summary>When the thresholds were read; they are read again after ten minutes, or as soon as the BMC's report about a reading contradicts them. Null if they are those in the sensor's record.</summary>
    public DateTimeOffset? ThresholdTimestamp { get; init; }

    /// <summary>Whether the thresholds are in order, lowest to highest; null without thresholds. Some BMCs return illogical ones.</summary>
    public bool? ThresholdsInOrder { get; init; }

    /// <summary>How far a reading must fall below an upper threshold before the threshold counts as no longer exceeded. Null if it was not read.</summary>
    public double? PositiveHysteresis { get; init; }

    /// <summary>How far a reading must rise above a lower threshold before the threshold counts as no longer exceeded. Null if it was not read.</summary>
    public double? NegativeHysteresis { get; init; }

    /// <summary>Whether the sensor sends event messages; null if it was not read.</summary>
    public bool? EventsEnabled { get; init; }

    /// <summary>Whether the BMC scans the sensor; null if it was not read.</summary>
    public bool? ScanningEnabled { get; init; }

    /// <summary>The events at assertion that are enabled, with "; " between them, or "None"; null if they were not read.</summary>
    public string? AssertionEvents { get; init; }

    /// <summary>The events at deassertion that are enabled, with "; " between them, or "None"; null if they were not read.</summary>
    public string? DeassertionEvents { get; init; }

    /// <summary>Nominal reading, from the sensor's record.</summary>
    public double? NominalReading { get; init; }

    /// <summary>Minimum normal reading, from the sensor's record.</summary>
    public double? NormalMinimum { get; init; }

    /// <summary>Maximum normal reading, from the sensor's record.</summary>
    public double? NormalMaximum { get; init; }

    /// <summary>The reading byte as the BMC sent it, valid or not; null if it sent none.</summary>
    public byte? RawValue { get; init; }

    /// <summary>The states as the BMC sent them: bit n is state n, or threshold n for threshold-based sensors; null if it sent none.</summary>
    public int? RawState { get; init; }

    /// <summary>Why there is no reading and no state, or why it may be out of date; null if it is up to date.</summary>
    public string? UnavailableReason { get; init; }

    /// <summary>When the sensor was read, by the clock of this computer.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Entity ID, table 43-13.</summary>
    public byte EntityId { get; init; }

    /// <summary>Entity instance, 0 to 127; from 60h on relative to the owner.</summary>
    public byte EntityInstance { get; init; }

    /// <summary>Sensor type code, table 42-3.</summary>
    public byte SensorType { get; init; }

    /// <summary>Event/reading type code, table 42-1: 01h threshold-based, 6Fh states of the sensor type.</summary>
    public byte EventReadingType { get; init; }

    /// <summary>Id of the sensor's record.</summary>
    public int RecordId { get; init; }

    /// <summary>Distinguishes the sensors of one BMC: several may share a record, and one may have several.</summary>
    internal (byte OwnerId, byte OwnerLun, byte Number, int RecordId) Key => (OwnerId, OwnerLun, Number, RecordId);

    /// <summary>The error from reading the sensor; null if it succeeded, or was not read.</summary>
    internal IpmiException? Failure { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
