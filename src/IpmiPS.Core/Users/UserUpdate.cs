namespace IpmiPS;

/// <summary>A user after a change, as read back.</summary>
public sealed class UserUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>User ID, 1 to 63.</summary>
    public byte Id { get; init; }

    /// <summary>Name as read back; that of a removed user is the one that it had.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the user is enabled; null if the BMC does not report it.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The channel of the rights.</summary>
    public byte Channel { get; init; }

    /// <summary>The highest privilege on the channel.</summary>
    public UserPrivilege? Privilege { get; init; }

    /// <summary>Whether the user may send IPMI messages over the channel.</summary>
    public bool? Messaging { get; init; }

    /// <summary>Whether name and password are used for link authentication.</summary>
    public bool? LinkAuthentication { get; init; }

    /// <summary>Whether the user gets a session only when the BMC calls back.</summary>
    public bool? CallbackOnly { get; init; }

    /// <summary>Payloads that the user may activate; null if the BMC does not report them.</summary>
    public UserPayloads? Payloads { get; init; }

    /// <summary>Bytes in which the password was stored, 16 or 20; null if none was set.</summary>
    public int? PasswordSize { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether everything was read back, or confirmed by the BMC, as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What could not be verified, and why.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }
}
