using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Net;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Device;
using IpmiPS.Parameters;

namespace IpmiPS.Security;

/// <summary>What was read from a BMC: the input of all checks.</summary>
internal sealed record SecurityFacts(string ComputerName, SecurityAuditOptions Options)
{
    public DateTimeOffset Timestamp { get; } = DateTimeOffset.Now;

    /// <summary>Why the BMC could not be read, or not completely; null if it could.</summary>
    public string? UnavailableReason { get; init; }

    /// <summary>The LAN channel; 0Eh (present channel) if its number is not known.</summary>
    public byte Channel { get; init; } = GetChannelInfo.PresentChannel;

    /// <summary>Log-in methods for the privilege User.</summary>
    public OptionalResponse<ChannelAuthenticationCapabilities> Capabilities { get; init; }

    /// <summary>The same for Operator and Administrator; empty if they were not requested, because LAN parameter 2 has them.</summary>
    public OptionalResponse<ChannelAuthenticationCapabilities>[] HigherCapabilities { get; init; } = [];

    public OptionalResponse<DeviceId> Device { get; init; }

    public OptionalResponse<ChannelAccess> Access { get; init; }

    /// <summary>Numbers of other LAN channels that are not disabled.</summary>
    public OptionalResponse<byte[]> OtherChannels { get; init; }

    public IReadOnlyDictionary<Parameter, OptionalResponse<ParameterData>> Lan { get; init; } = new Dictionary<Parameter, OptionalResponse<ParameterData>>();

    /// <summary>The BMC's first IPv6 addresses; without those that could not be read, because many BMCs have no such parameters.</summary>
    public IReadOnlyList<IPAddress> Ipv6Addresses { get; init; } = [];

    public OptionalResponse<ParameterData> SolEnable { get; init; }

    public OptionalResponse<ParameterData> SolAuthentication { get; init; }

    /// <summary>The cipher suites with their privilege limits.</summary>
    public OptionalResponse<IReadOnlyList<ListedSuite>> Suites { get; init; }

    /// <summary>All user entries of the BMC.</summary>
    public OptionalResponse<IReadOnlyList<UserAccount>> Users { get; init; }

    /// <summary>Result of the default password test; null if it was not requested.</summary>
    public DefaultPasswordResult? DefaultPasswords { get; init; }

    /// <summary>The accounts that can log in.</summary>
    public IEnumerable<UserAccount> Enabled => Users.Value.Where(static user => user.CanLogIn);

    /// <summary>Whether the BMC supports IPMI 1.5 sessions, from its report or the audit's session.</summary>
    public bool HasIpmi15 => Options.Protocol == IpmiProtocol.Ipmi15 || Capabilities is { Succeeded: true, Value.SupportsIpmi15: true };

    /// <summary>Whether the BMC supports IPMI 2.0 sessions, from its report or the audit's session.</summary>
    public bool HasIpmi20 => Options.Protocol == IpmiProtocol.Ipmi20 || Capabilities is { Succeeded: true, Value.SupportsIpmi20: true };

    /// <summary>Whether log-ins need a BMC key, from the audit's session or the BMC's report; null if not known.</summary>
    public bool? NeedsBmcKey => Options.UsedBmcKey ?? (Capabilities.Succeeded ? Capabilities.Value.BmcKeySet : null);

    /// <summary>Gets the value of a LAN parameter. False if it could not be read completely.</summary>
    public bool TryGetLan<T>(Parameter<T> parameter, [NotNullWhen(true)] out T? value)
    {
        value = default;
        return Lan.TryGetValue(parameter, out var response) && parameter.TryDecode(response, out value);
    }

    /// <summary>Describes why something could not be read.</summary>
    public string DescribeFailure<T>(OptionalResponse<T> response) => response.Error?.Message ?? UnavailableReason ?? "the BMC did not respond in a usable way";

    /// <summary>Describes why a LAN parameter could not be read.</summary>
    public string DescribeFailure(Parameter parameter) => DescribeFailure(Lan.TryGetValue(parameter, out var response) ? response : default);

    /// <summary>Whether the BMC does not support a parameter, as opposed to refusing to return it.</summary>
    public static bool IsUnsupported<T>(OptionalResponse<T> response)
    {
        return response.Error is IpmiCommandException { CompletionCode: ParameterCompletionCode.NotSupported or CompletionCode.InvalidCommand };
    }
}

/// <summary>A cipher suite that the BMC lists.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Limit">LAN parameter 24: 1 callback to 5 OEM; others not used; <see cref="NoEntry"/> if it has no entry; null if it could not be read.</param>
/// <param name="Index">Index of its limit in parameter 24; null if it has none.</param>
internal readonly record struct ListedSuite(CipherSuite Suite, byte? Limit, int? Index)
{
    public const byte NoEntry = 0xFF;

    /// <summary>Whether it is permitted; null if not known.</summary>
    public bool? IsPermitted => Limit is { } limit ? limit == NoEntry || IsLimit(limit) : null;

    /// <summary>Whether a number in LAN parameter 24 is a privilege level.</summary>
    public static bool IsLimit(byte limit) => limit is >= (byte)PrivilegeLevel.Callback and <= (byte)PrivilegeLevel.Oem;

    /// <summary>Describes suites, grouped by limit.</summary>
    public static string Describe(IEnumerable<ListedSuite> suites) => string.Join("; ", suites.GroupBy(static suite => suite.Limit)
        .Select(static group => string.Join(", ", group.Select(static suite => suite.Suite.Id)) + group.Key switch
        {
            null => "",
            NoEntry => " (not in the privilege map)",
            _ => $" (up to {(PrivilegeLevel)group.Key})",
        }));
}

/// <summary>A user of the BMC, as far as it could be read.</summary>
internal sealed record UserAccount(byte Id, OptionalResponse<UserAccess> Access, OptionalResponse<UserName> Name)
{
    public OptionalResponse<PayloadAccess> Payloads { get; init; }

    /// <summary>Whether its rights were read and, if it can log in, its name. For an entry without a name, some BMCs return CCh.</summary>
    public bool IsKnown => Access.Succeeded && (Name.Succeeded || !CanLogIn || Name.Error is IpmiCommandException { CompletionCode: CompletionCode.InvalidDataField });

    public bool CanLogIn => Access.Succeeded && Access.Value.CanLogIn;

    public string Text => Name.Succeeded ? Name.Value.Text : "";

    /// <summary>The privilege limit, if the user can log in.</summary>
    public PrivilegeLevel Privilege => Access.Value.Privilege ?? 0;

    public override string ToString() => $"{(Text.Length == 0 ? "no name" : DisplayName.Quote(Text))} (id {Id}, {Privilege})";
}
