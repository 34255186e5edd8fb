namespace IpmiPS.Alerts;

/// <summary>Why something that arrived is not returned as an alert, or not acknowledged.</summary>
public enum AlertNoticeKind
{
    /// <summary>The packet is not an SNMP trap or inform, or too long for one.</summary>
    Malformed,

    /// <summary>The packet is SNMP version 3, which is not supported.</summary>
    Version3,

    /// <summary>The trap has another community.</summary>
    WrongCommunity,

    /// <summary>The alert was dropped, because those before it were not taken in time.</summary>
    Dropped,

    /// <summary>The alert was returned, but not acknowledged, because the inventory has no computer with the address of its sender, or several.</summary>
    UnknownSender,

    /// <summary>The alert was returned, but its acknowledgement could not be sent.</summary>
    NotAcknowledged,

    /// <summary>An error of this library while the packet was processed.</summary>
    InternalError,
}

/// <summary>Something that the receiver noticed and that the user should know. Repetitions are counted and reported once a minute.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Sender">Address from which the packet came; null if many senders are concerned.</param>
/// <param name="Message">What happened, and what to do about it.</param>
/// <param name="Count">How often since the previous notice of this kind and sender, 1 or more.</param>
/// <param name="Alert">The alert, if it could be decoded.</param>
public sealed record AlertNotice(AlertNoticeKind Kind, string? Sender, string Message, int Count, Alert? Alert = null);

/// <summary>What a receiver has received so far.</summary>
/// <param name="Packets">Packets, of any kind.</param>
/// <param name="Alerts">Alerts that were returned, or wait to be taken.</param>
/// <param name="Duplicates">Repetitions of these, which were not returned.</param>
/// <param name="Refused">Packets that were not returned: malformed, of SNMP version 3, or with another community.</param>
/// <param name="Dropped">Alerts that were lost, because those before them were not taken in time.</param>
/// <param name="Responses">Informs that were answered, repetitions included.</param>
/// <param name="Acknowledged">Platform event traps that were acknowledged, repetitions included.</param>
public sealed record AlertCounts(long Packets, long Alerts, long Duplicates, long Refused, long Dropped, long Responses, long Acknowledged);
