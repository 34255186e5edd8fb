using System;
using System.Management.Automation;
using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>What the parameters say for one input object.</summary>
internal sealed record TargetInput
{
    /// <summary>Names, host ranges and stand-ins (<see cref="InputAsNameAttribute"/>).</summary>
    public string?[] ComputerNames { get; init; } = [];

    /// <summary>Open sessions; null if names are given instead.</summary>
    public IpmiSession[]? Sessions { get; init; }

    /// <summary>What is wrong with the cells of the row; null if nothing is.</summary>
    public string? CellFaults { get; init; }

    /// <summary>Number of the input object, from 1; null without pipeline input.</summary>
    public int? Row { get; init; }

    public ConnectionSettings Connection { get; init; } = new();

    public CredentialInput Credential { get; init; } = new();

    /// <summary>Time for each BMC as a whole; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }
}

/// <summary>How to connect to the BMCs of one input object.</summary>
internal sealed record ConnectionSettings
{
    /// <summary>UDP port for names without one; null for the default port.</summary>
    public int? Port { get; init; }

    public PrivilegeLevel? PrivilegeLevel { get; init; }

    public byte? CipherSuite { get; init; }

    public bool AllowInsecure { get; init; }

    public bool AllowClearTextPassword { get; init; }

    public IpmiProtocol Protocol { get; init; }

    public int? RetryCount { get; init; }
}

/// <summary>What one input object says about the credential and the BMC key.</summary>
/// <param name="Credential">A credential; it may be only the name of a secret (<see cref="CredentialCellAttribute"/>).</param>
/// <param name="UserName">A user name, for Password or for a secret that is only a password.</param>
/// <param name="Password">A password for UserName.</param>
/// <param name="BmcKey">The BMC key; it may be only the name of a secret (<see cref="KeyCellAttribute"/>).</param>
/// <param name="Vault">The vault of the secrets; null for any.</param>
internal sealed record CredentialInput(PSCredential? Credential = null, string? UserName = null, SecureString? Password = null, SecureString? BmcKey = null, string? Vault = null);
