namespace IpmiPS.Events;

/// <summary>
/// One row of the event/reading tables: the words of the specification, and what the state means for an administrator as a
/// sensor's present state, as an event when it begins, and as an event when it ends. The three differ for presence: an
/// empty bay is no fault, but something that goes away is worth a warning.
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

    /// <summary>As it should be, or of no weight.</summary>
    public static EventState Ok(string text) => new(text, SensorHealth.Ok, SelSeverity.Information, SelSeverity.Information);

    /// <summary>Its begin is a warning; its end is good news.</summary>
    public static EventState Warn(string text) => new(text, SensorHealth.Warning, SelSeverity.Warning, SelSeverity.Information);

    /// <summary>Its begin is a failure; its end is good news.</summary>
    public static EventState Fail(string text) => new(text, SensorHealth.Critical, SelSeverity.Critical, SelSeverity.Information);

    /// <summary>Its begin is beyond what the hardware stands.</summary>
    public static EventState Fatal(string text) => new(text, SensorHealth.NonRecoverable, SelSeverity.NonRecoverable, SelSeverity.Information);

    /// <summary>Good to have: its end is a warning.</summary>
    public static EventState Good(string text) => new(text, SensorHealth.Ok, SelSeverity.Information, SelSeverity.Warning);

    /// <summary>No fault as a state, but a warning as something that happened.</summary>
    public static EventState Gone(string text) => new(text, SensorHealth.Ok, SelSeverity.Warning, SelSeverity.Information);

    /// <summary>Nobody knows.</summary>
    public static EventState Unknown(string text) => new(text, SensorHealth.Unknown, SelSeverity.Unknown, SelSeverity.Information);
}
