using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>Sets thresholds and hysteresis of sensors, in the sensor's unit.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiSensorThreshold", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SensorThresholdUpdate))]
public sealed class SetIpmiSensorThresholdCommand : SensorChangeCmdlet
{
    /// <summary>Lower non-recoverable threshold, in the sensor's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Lnr")]
    [QuantityCell("LowerNonRecoverable")]
    public double? LowerNonRecoverable
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Lower critical threshold, in the sensor's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Lcr")]
    [QuantityCell("LowerCritical")]
    public double? LowerCritical
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Lower non-critical threshold, in the sensor's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Lnc")]
    [QuantityCell("LowerNonCritical")]
    public double? LowerNonCritical
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Upper non-critical threshold, in the sensor's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Unc")]
    [QuantityCell("UpperNonCritical")]
    public double? UpperNonCritical
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Upper critical threshold, in the sensor's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Ucr")]
    [QuantityCell("UpperCritical")]
    public double? UpperCritical
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Upper non-recoverable threshold, in the sensor's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Unr")]
    [QuantityCell("UpperNonRecoverable")]
    public double? UpperNonRecoverable
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How far a reading must fall below an upper threshold before it counts as no longer exceeded, in the sensor's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [QuantityCell("PositiveHysteresis")]
    public double? PositiveHysteresis
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How far a reading must rise above a lower threshold before it counts as no longer exceeded, in the sensor's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [QuantityCell("NegativeHysteresis")]
    public double? NegativeHysteresis
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override string Verb => "Set thresholds of";

    private protected override string Advice => "Give a threshold such as -UpperCritical, or a hysteresis.";

    private protected override object? CopySettings()
    {
        var settings = new SensorThresholdSettings
        {
            LowerNonRecoverable = LowerNonRecoverable,
            LowerCritical = LowerCritical,
            LowerNonCritical = LowerNonCritical,
            UpperNonCritical = UpperNonCritical,
            UpperCritical = UpperCritical,
            UpperNonRecoverable = UpperNonRecoverable,
            PositiveHysteresis = PositiveHysteresis,
            NegativeHysteresis = NegativeHysteresis,
        };
        return settings.IsEmpty ? null : settings;
    }

    private protected override bool Applies(SensorRecord sensor) =>
        sensor is FullSensorRecord { IsThresholdBased: true, IsOwnedBySoftware: false, Units.Format: not AnalogFormat.None };

    private protected override async Task<SensorJob> PrepareAsync(
        IPayloadConnection bmc, SensorRoutes routes, SdrRepository repository, SensorRecord sensor, object settings, CancellationToken cancellationToken)
    {
        var change = await SensorThresholdChange.PrepareAsync(bmc, routes, repository, sensor, (SensorThresholdSettings)settings, cancellationToken).ConfigureAwait(false);
        return new SensorJob(change.Description, async limit => await change.RunAsync(limit).ConfigureAwait(false));
    }
}
