using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Security;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Security;

/// <summary>A virtual BMC under audit, and what a well-kept one is like.</summary>
internal sealed class AuditedBmc(SimulatorOptions? options = null, PrivilegeLevel privilege = PrivilegeLevel.Operator)
{
    public const string Auditor = "audit-3f", Administrator = "adm-51c";

    public Bench Bench { get; } = new(options ?? Good, privilege);

    /// <summary>No findings except those of IPMI 2.0 itself, and the unknown age of its firmware.</summary>
    public static SimulatorOptions Good { get; } = new()
    {
        UserName = Administrator,
        Password = "longandrandom!77",
        Users = [new() { Name = Auditor, Password = "alsorandom", Privilege = PrivilegeLevel.Operator }],
        CipherSuites = [3, 17],
        AuthenticationTypes = [],
        BmcKey = "a key",
        ChannelPrivilegeLimit = PrivilegeLevel.Operator,
        LanParameters = Parameters((16, "6D 6F 6F 6E"), (24, "00 44 00 00 00 00 00 00 00"), (26, "01 05 1E 00 1E 00"), (3, "0A 00 00 0B"), (12, "0A 00 00 01")),
        SolParameters = Parameters((2, "C3")),
    };

    public static SecurityAuditOptions AsAuditor { get; } = new() { UserName = Auditor };

    public static Dictionary<byte, byte[]> Parameters(params (byte Number, string Value)[] parameters) =>
        parameters.ToDictionary(parameter => parameter.Number, parameter => Hex.Parse(parameter.Value));

    /// <summary>The options with some LAN parameters changed.</summary>
    public static SimulatorOptions WithLan(SimulatorOptions options, params (byte Number, string Value)[] parameters)
    {
        var changed = options.LanParameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value);
        foreach (var (number, value) in parameters)
            changed[number] = Hex.Parse(value);
        return options with { LanParameters = changed };
    }

    /// <summary>The options with one more user.</summary>
    public static SimulatorOptions WithUser(SimulatorOptions options, string name, PrivilegeLevel privilege = PrivilegeLevel.Operator, string password = "x", bool mayUseSol = false, bool enabled = true) =>
        options with { Users = [.. options.Users, new() { Name = name, Privilege = privilege, Password = password, MayUseSol = mayUseSol, Enabled = enabled }] };

    public Task<IReadOnlyList<SecurityFinding>> AuditAsync(SecurityAuditOptions? options = null) => SecurityAudit.RunAsync(Bench, options ?? AsAuditor);

    /// <summary>Audits a BMC with some responses replaced: completion code and data, or null for the response of the virtual BMC.</summary>
    public Task<IReadOnlyList<SecurityFinding>> AuditAsync(Func<SentRequest, string?> differently, SecurityAuditOptions? options = null) =>
        SecurityAudit.RunAsync(new ScriptedBmc(request => differently(request) is { } answer ? Hex.Parse(answer) : Bench.Send((byte)request.NetFn, request.Code, request.Data)), options ?? AsAuditor);

    /// <summary>How often each command came, by network function and number.</summary>
    public IReadOnlyDictionary<string, long> Commands => Bench.Bmc.CommandCounts.ToDictionary(count => count.Key.ToString(), count => count.Value);
}

/// <summary>Short forms.</summary>
internal static class SecurityFindings
{
    public static SecurityFinding Of(this IEnumerable<SecurityFinding> findings, string id) => Assert.Single(findings, finding => finding.Id == id);

    public static string[] Failed(this IEnumerable<SecurityFinding> findings) =>
        [.. findings.Where(finding => finding.Status == SecurityStatus.Failed).Select(finding => finding.Id).OrderBy(id => id, StringComparer.Ordinal)];
}
