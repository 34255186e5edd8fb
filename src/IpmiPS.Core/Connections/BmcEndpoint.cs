namespace IpmiPS;

/// <summary>
/// Where a BMC is reached, and by which transport: one derived class for each transport. Two endpoints are equal if they are the same place.
/// </summary>
public abstract record BmcEndpoint
{
    /// <summary>The endpoint in full, for messages and results: for LAN, host and port.</summary>
    public abstract string Address { get; }

    /// <summary>The endpoint as a user writes it. It is the BMC's name unless the caller gives it another one.</summary>
    public abstract override string ToString();
}
