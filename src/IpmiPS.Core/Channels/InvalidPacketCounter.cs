namespace IpmiPS.Channels;

/// <summary>Counts received packets that are not valid IPMI. It distinguishes a host that speaks another protocol from one that does not respond.</summary>
internal sealed class InvalidPacketCounter
{
    /// <summary>After this many sends that brought only invalid packets, further retries are not worth the wait.</summary>
    private const int Limit = 3;

    /// <summary>Packets so far.</summary>
    public int Count { get; private set; }

    /// <summary>What was wrong with the last one; null after a valid packet.</summary>
    public string? Last { get; private set; }

    public void Add(string reason)
    {
        Count++;
        Last = reason;
    }

    public void ValidReceived() => Last = null;

    /// <summary>Whether each of the <paramref name="attempts"/> sends of a request, begun when the count was <paramref name="before"/>, brought an invalid packet.</summary>
    public bool IsAll(int before, int attempts) => attempts >= Limit && Count - before >= attempts;

    /// <summary>The error where no usable response came: a timeout, or something that speaks another protocol.</summary>
    public IpmiException NoResponse(string silence, string? advice = null) => Last is null
        ? new IpmiException(IpmiErrorKind.Timeout, silence, advice)
        : new IpmiException(IpmiErrorKind.ProtocolError, $"Something answers there, but not in valid IPMI: {Last}");
}
