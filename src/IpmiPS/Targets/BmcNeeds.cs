using System;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>What a cmdlet needs in order to work on a BMC. It may depend on parameters, so it is read for each input object.</summary>
/// <param name="Privilege">The privilege to request; null to request the highest that the user has, where the need is not known beforehand.</param>
internal sealed record BmcNeeds(PrivilegeLevel? Privilege)
{
    /// <summary>How long the end of a pipeline usually waits for workers to log out.</summary>
    public static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromMilliseconds(700);

    private readonly bool? _oncePerGuid;
    private readonly PrivilegeLevel? _minimumPrivilege;

    /// <summary>Below this level a session is of no use: the requested one, unless the cmdlet can do something with less.</summary>
    public PrivilegeLevel MinimumPrivilege
    {
        get => _minimumPrivilege ?? Privilege ?? PrivilegeLevel.User;
        init => _minimumPrivilege = value;
    }

    /// <summary>True if the cmdlet can do nothing without a credential.</summary>
    public bool RequiresCredential { get; init; } = true;

    /// <summary>True if payloads such as SOL go through the session, so that it has to be open before anything is sent.</summary>
    public bool RequiresPayloads { get; init; }

    /// <summary>
    /// True if a BMC that the input names again, by this name or another, is skipped, as when several unhealthy sensors of one machine are piped
    /// into a power cycle. Set by every cmdlet that changes something.
    /// </summary>
    public bool OncePerBmc { get; init; }

    /// <summary>True if that includes two addresses that report the same system GUID.</summary>
    public bool OncePerGuid
    {
        get => _oncePerGuid ?? OncePerBmc;
        init => _oncePerGuid = value;
    }

    /// <summary>True if the work on a BMC is cancelled when its time limit passes.</summary>
    public bool TimeLimitEndsWork { get; init; } = true;

    /// <summary>A copy of the parameters that the work depends on and that the next row may change; null if there are none.</summary>
    public object? Settings { get; init; }

    /// <summary>Whom the work is for: the BMC itself, or a controller behind it.</summary>
    public IpmbTarget Controller { get; init; } = IpmbTarget.Bmc;

    /// <summary>The action that ShouldProcess shows and asks about, before anything is sent; null if the cmdlet does not ask then.</summary>
    public string? Action { get; init; }

    /// <summary>True if -Force answers that question.</summary>
    public bool Force { get; init; }

    /// <summary>How long the end of a pipeline waits for workers.</summary>
    public TimeSpan StopTimeout { get; init; } = DefaultStopTimeout;
}
