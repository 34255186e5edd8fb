namespace IpmiPS;

/// <summary>
/// Receives the events of a connection. Called from any thread; must not block or throw. No text contains a password, a key or a message
/// authentication code.
/// </summary>
public interface IIpmiTrace
{
    /// <summary>Whether <see cref="Packet"/> is called; decoding packets takes time.</summary>
    bool WantsPackets { get; }

    /// <summary>One line for each step, such as a session opened or a request resent.</summary>
    void Note(string text);

    /// <summary>One decoded packet, sent or received.</summary>
    void Packet(string text);

    /// <summary>Something the administrator should know, such as the use of an insecure method.</summary>
    void Warning(string text);
}
