using System;

namespace IpmiPS;

/// <summary>
/// One sensor of a BMC as it was read. What could not be read is null, never 0: <see cref="Value"/> without a reading,
/// a threshold that the sensor has not.
/// </summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Name), nameof(Type), nameof(Value), nameof(Unit), nameof(Health), nameof(State),
    nameof(UnavailableReason), nameof(Entity), nameof(LowerNonRecoverable), nameof(LowerCritical), nameof(LowerNonCritical),
    nameof(UpperNonCritical), nameof(UpperCritical), nameof(UpperNonRecoverable), nameof(Timestamp))]
public sealed class Sensor
{
    /// <summary>The BMC as the caller named it.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The sensor's name in its record. Several sensors of a BMC may have the same; see <see cref="DisplayName"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The name, with what tells the sensor from others of its BMC that have the same: "Power Supply 1 · Status". The first time that a slow
    /// BMC is read, sensors come before it is known which names repeat; those have the entity in any case.
    /// </summary>
    public string DisplayName { get => field ?? Name; internal set; }

    /// <summary>Sensor type by name, such as Temperature.</summary>
    public string Type { get; init; } = "";

    /// <summary>The reading in <see cref="Unit"/>; null where there is none, or where the sensor has states only.</summary>
    public double? Value { get; init; }

    /// <summary>Unit of the reading, the thresholds and the hysteresis: °C, V, RPM, % …; null for sensors that measure nothing.</summary>
    public string? Unit { get; init; }

    /// <summary>What the sensor's state, or its reading against its thresholds, means for the machine; Unknown without a reading.</summary>
    public SensorHealth Health { get; init; } = SensorHealth.Unknown;

    /// <summary>
    /// The states that hold now, in the words of the specification: of threshold-based sensors, the gravest threshold that is passed. Empty
    /// where none does. "Lower Critical (from reading)": the BMC does not report it, and it follows from <see cref="Value"/> and
    /// threshold.
    /// </summary>
    public string[] State { get; init; } = [];

    /// <summary>The states as one text, for tables and CSV files, which have no place for a list.</summary>
    public string StateText => string.Join("; ", State);

    /// <summary>What the sensor watches, in words: System Board 1.</summary>
    public string Entity { get; init; } = "";

    /// <summary>Number of the sensor, unique together with owner and logical unit.</summary>
    public byte Number { get; init; }

    /// <summary>Who has the sensor: a controller's slave address (20h is the BMC), or with bit 0 set the id of system software.</summary>
    public byte OwnerId { get; init; }

    /// <summary>Logical unit of the owner, 0 to 3.</summary>
    public byte OwnerLun { get; init; }

    /// <summary>Below this the hardware may suffer damage.</summary>
    public double? LowerNonRecoverable { get; init; }

    /// <summary>At or below this the machine is at risk.</summary>
    public double? LowerCritical { get; init; }

    /// <summary>At or below this something is not as it should be.</summary>
    public double? LowerNonCritical { get; init; }

    /// <summary>At or above this something is not as it should be.</summary>
    public double? UpperNonCritical { get; init; }

    /// <summary>At or above this the machine is at risk.</summary>
    public double? UpperCritical { get; init; }

    /// <summary>Above this the hardware may suffer damage.</summary>
    public double? UpperNonRecoverable { get; init; }

    /// <summary>When the sensor gave its thresholds; they are asked for again after ten minutes, or as soon as the BMC's word on the reading shows that they have changed. Null where they are those of the sensor's record.</summary>
    public DateTimeOffset? ThresholdTimestamp { get; init; }

    /// <summary>Whether the thresholds are in order, lowest to highest; null without thresholds. Some BMCs give illogical ones.</summary>
    public bool? ThresholdsInOrder { get; init; }

    /// <summary>How far a reading must fall below an upper threshold for it to be passed no longer.</summary>
    public double? PositiveHysteresis { get; init; }

    /// <summary>How far a reading must rise above a lower threshold for it to be passed no longer.</summary>
    public double? NegativeHysteresis { get; init; }

    /// <summary>The reading where the machine is as it should be, by the sensor's record.</summary>
    public double? NominalReading { get; init; }

    /// <summary>The least normal reading, by the sensor's record.</summary>
    public double? NormalMinimum { get; init; }

    /// <summary>The greatest normal reading, by the sensor's record.</summary>
    public double? NormalMaximum { get; init; }

    /// <summary>The reading byte as the BMC sent it, valid or not; null where it sent none.</summary>
    public byte? RawValue { get; init; }

    /// <summary>The states as the BMC sent them: bit n is state n, or of threshold-based sensors threshold n; null where it sent none.</summary>
    public int? RawState { get; init; }

    /// <summary>Why there is no reading and no state, or why what there is may not be of now; null where there is one of now.</summary>
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

    /// <summary>What came of asking the sensor; null where it answered, or was not asked.</summary>
    internal IpmiException? Failure { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
