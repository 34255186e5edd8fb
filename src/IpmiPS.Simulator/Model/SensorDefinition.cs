namespace IpmiPS.Simulator;

/// <summary>How a sensor behaves while the machine is off.</summary>
internal enum WhenOff
{
    /// <summary>As when the machine is on.</summary>
    Same,

    /// <summary>It has the reading <see cref="SensorDefinition.OffRaw"/>.</summary>
    OtherValue,

    /// <summary>It has no reading.</summary>
    Unavailable,
}

/// <summary>A sensor of a kind of server. Raw values are bytes as in Get Sensor Reading.</summary>
internal sealed class SensorDefinition
{
    /// <summary>Position among the controller's sensors.</summary>
    public int Index { get; set; }

    public byte Lun { get; set; }

    public byte Number { get; set; }

    public string Name { get; set; } = "";

    public byte SensorType { get; set; }

    /// <summary>01h for threshold sensors.</summary>
    public byte EventReadingType { get; set; } = 0x01;

    public bool EventOnly { get; set; }

    /// <summary>False if no value was ever set; reading it is then refused.</summary>
    public bool HasValue { get; set; } = true;

    public bool IsThreshold => EventReadingType == 0x01;

    public SensorConversion Conversion { get; set; } = SensorConversion.Plain;

    public byte NominalRaw { get; set; }

    /// <summary>How far the reading varies around the nominal one, in raw units.</summary>
    public double Swing { get; set; }

    public WhenOff WhenOff { get; set; }

    public byte OffRaw { get; set; }

    /// <summary>States asserted initially: offsets of a discrete sensor, threshold comparison bits of a threshold sensor.</summary>
    public ushort States { get; set; }

    public bool EventsEnabled { get; set; } = true;

    public bool ScanningEnabled { get; set; } = true;

    /// <summary>Whether the reading is marked as unavailable initially (an empty slot).</summary>
    public bool Unavailable { get; set; }

    /// <summary>Thresholds in the order of their bits: lower non-critical, critical, non-recoverable, upper non-critical, critical, non-recoverable.</summary>
    public byte[] Thresholds { get; set; } = new byte[6];

    /// <summary>Which thresholds exist.</summary>
    public byte ThresholdMask { get; set; }

    /// <summary>Threshold access: 0 none, 1 readable, 2 settable, 3 fixed. IPMI 2.0 table 43-1, byte 12.</summary>
    public byte ThresholdAccess { get; set; }

    public byte PositiveHysteresis { get; set; }

    public byte NegativeHysteresis { get; set; }

    /// <summary>Hysteresis support: 0 none, 1 readable, 2 settable, 3 fixed.</summary>
    public byte HysteresisAccess { get; set; }

    /// <summary>Event message control: 0 per state, 1 whole sensor, 2 global only, 3 no events.</summary>
    public byte EventControl { get; set; }

    public ushort AssertionSupport { get; set; }

    public ushort DeassertionSupport { get; set; }

    public ushort AssertionEnabled { get; set; }

    public ushort DeassertionEnabled { get; set; }

    /// <summary>Whether it comes from an .emu file, whose readings are reproduced bit by bit.</summary>
    public bool IsPlayed { get; set; }

    /// <summary>Whether a reading has the second byte of states.</summary>
    public bool LongReading { get; set; } = true;
}
