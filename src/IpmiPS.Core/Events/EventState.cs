namespace IpmiPS.Events;

/// <summary>
/// One row of the event/reading tables: the text of the specification, and how serious the state is as a sensor's present state, as an
/// event when it begins, and as an event when it ends. The three differ for presence: an empty bay is not a fault, but a part that
/// disappears is worth a warning.
/// </summary>
internal sealed class EventState
{
    private EventState(string text, SensorHealth health, SelSeverity asserted, SelSeverity deasserted)
    {
        Text = text;
        Health = health;
        Asserted = asserted;
        Deasserted = deasserted;
    }

    public string Text { get; }

    public SensorHealth Health { get; }

    public SelSeverity Asserted { get; }

    public SelSeverity Deasserted { get; }

    /// <summary>Normal, or of no importance.</summary>
    public static EventState Ok(string text) => new(text, SensorHealth.Ok, SelSeverity.Information, SelSeverity.Information);

    /// <summary>Its beginning is a warning; its end is information.</summary>
    public static EventState Warn(string text) => new(text, SensorHealth.Warning, SelSeverity.Warning, SelSeverity.Information);

    /// <summary>Its beginning is a failure; its end is information.</summary>
    public static EventState Fail(string text) => new(text, SensorHealth.Critical, SelSeverity.Critical, SelSeverity.Information);

    /// <summary>Its beginning exceeds what the hardware can withstand.</summary>
    public static EventState Fatal(string text) => new(text, SensorHealth.NonRecoverable, SelSeverity.NonRecoverable, SelSeverity.Information);

    /// <summary>Desirable: its end is a warning.</summary>
    public static EventState Good(string text) => new(text, SensorHealth.Ok, SelSeverity.Information, SelSeverity.Warning);

    /// <summary>Not a fault as a state, but a warning as an event.</summary>
    public static EventState Gone(string text) => new(text, SensorHealth.Ok, SelSeverity.Warning, SelSeverity.Information);

    /// <summary>The specification does not say how serious it is.</summary>
    public static EventState Unknown(string text) => new(text, SensorHealth.Unknown, SelSeverity.Unknown, SelSeverity.Information);
}
