namespace IpmiPS.Simulator;

/// <summary>A user of a virtual BMC.</summary>
public sealed record SimulatorUser
{
    /// <summary>Name, at most 16 bytes; empty for a null user.</summary>
    public string Name { get; init; } = "";

    /// <summary>Password, at most 20 bytes; with more than 16, the user can't log in by IPMI 1.5.</summary>
    public string Password { get; init; } = "";

    /// <summary>The highest privilege on the LAN channel.</summary>
    public PrivilegeLevel Privilege { get; init; } = PrivilegeLevel.User;

    /// <summary>Whether the user may log in.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether the user may use the serial console.</summary>
    public bool MayUseSol { get; init; } = true;

    /// <summary>Name and privilege, without the password that a record would print.</summary>
    public override string ToString() => $"{Name} ({Privilege})";
}
