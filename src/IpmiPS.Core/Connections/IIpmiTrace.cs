namespace IpmiPS;

/// <summary>
/// Listens to what a connection does. Called from any thread; must not block and must not throw.
/// Nothing that it is given holds a password, a key or a message authentication code.
/// </summary>
public interface IIpmiTrace
{
    /// <summary>Whether <see cref="Packet"/> is wanted; decoding packets for nobody costs time.</summary>
    bool WantsPackets { get; }

    /// <summary>One line for each step of the work, such as a session opened or a request sent again.</summary>
    void Note(string text);

    /// <summary>One decoded packet, sent or received.</summary>
    void Packet(string text);

    /// <summary>Something the administrator should know, such as the use of an insecure method.</summary>
    void Warning(string text);
}
