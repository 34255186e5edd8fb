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

/// <summary>What a BMC said, as far as it said it: all that the checks of an audit know of it. What was not asked did not come.</summary>
internal sealed record SecurityFacts(string ComputerName, SecurityAuditOptions Options)
{
    public DateTimeOffset Timestamp { get; } = DateTimeOffset.Now;

    /// <summary>Why the BMC could not be asked at all, or not to the end; null where it could.</summary>
    public string? Obstacle { get; init; }

    /// <summary>The LAN channel; 0Eh, "this one", where the BMC does not say its number.</summary>
    public byte Channel { get; init; } = GetChannelInfo.PresentChannel;

    /// <summary>Ways to log in, as asked for a user.</summary>
    public OptionalResponse<ChannelAuthenticationCapabilities> Capabilities { get; init; }

    /// <summary>The same, as asked for an operator and for an administrator; none where that was not asked, because LAN parameter 2 tells it.</summary>
    public OptionalResponse<ChannelAuthenticationCapabilities>[] HigherCapabilities { get; init; } = [];

    public OptionalResponse<DeviceId> Device { get; init; }

    public OptionalResponse<ChannelAccess> Access { get; init; }

    /// <summary>Numbers of other LAN channels that are not disabled.</summary>
    public OptionalResponse<byte[]> OtherChannels { get; init; }

    public IReadOnlyDictionary<Parameter, OptionalResponse<ParameterData>> Lan { get; init; } = new Dictionary<Parameter, OptionalResponse<ParameterData>>();

    /// <summary>The BMC's first IPv6 addresses; those that did not come are left out, for many BMCs have no such parameters.</summary>
    public IReadOnlyList<IPAddress> Ipv6Addresses { get; init; } = [];

    public OptionalResponse<ParameterData> SolEnable { get; init; }

    public OptionalResponse<ParameterData> SolAuthentication { get; init; }

    /// <summary>The cipher suites, with what their use is limited to.</summary>
    public OptionalResponse<IReadOnlyList<ListedSuite>> Suites { get; init; }

    /// <summary>The users, all of those that the BMC has room for.</summary>
    public OptionalResponse<IReadOnlyList<UserAccount>> Users { get; init; }

    /// <summary>What came of the test of default passwords; null where none was wanted.</summary>
    public DefaultPasswordResult? DefaultPasswords { get; init; }

    /// <summary>The accounts that can log in.</summary>
    public IEnumerable<UserAccount> Enabled => Users.Value.Where(static user => user.CanLogIn);

    /// <summary>Whether the BMC opens sessions of IPMI 1.5, as far as it says or as the audit's own session shows.</summary>
    public bool HasIpmi15 => Options.Protocol == IpmiProtocol.Ipmi15 || Capabilities is { Succeeded: true, Value.SupportsIpmi15: true };

    /// <summary>Whether the BMC opens sessions of IPMI 2.0, as far as it says or as the audit's own session shows.</summary>
    public bool HasIpmi20 => Options.Protocol == IpmiProtocol.Ipmi20 || Capabilities is { Succeeded: true, Value.SupportsIpmi20: true };

    /// <summary>Whether log-ins need a BMC key, as the audit's own session shows or as the BMC says; null where neither is known.</summary>
    public bool? NeedsBmcKey => Options.UsedBmcKey ?? (Capabilities.Succeeded ? Capabilities.Value.BmcKeySet : null);

    /// <summary>The value of a LAN parameter, if the BMC returned it whole.</summary>
    public bool TryGetLan<T>(Parameter<T> parameter, [NotNullWhen(true)] out T? value)
    {
        value = default;
        return Lan.TryGetValue(parameter, out var response) && parameter.TryDecode(response, out value);
    }

    /// <summary>Why something did not come, in words.</summary>
    public string WhyNot<T>(OptionalResponse<T> response) => response.Error?.Message ?? Obstacle ?? "the BMC did not answer in a way that can be used";

    /// <summary>Why a LAN parameter did not come, in words.</summary>
    public string WhyNot(Parameter parameter) => WhyNot(Lan.TryGetValue(parameter, out var response) ? response : default);

    /// <summary>Whether the BMC said that it does not have a parameter, rather than that it may not be read.</summary>
    public static bool IsUnsupported<T>(OptionalResponse<T> response)
    {
        return response.Error is IpmiCommandException { CompletionCode: ParameterCompletionCode.NotSupported or CompletionCode.InvalidCommand };
    }
}

/// <summary>A cipher suite that the BMC lists.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Limit">LAN parameter 24: 1 callback to 5 OEM; 0 unspecified; Fh not to be used; <see cref="NoEntry"/> where it has none; null where it could not be read.</param>
/// <param name="Index">The place of its limit in parameter 24; null where it has none.</param>
internal readonly record struct ListedSuite(CipherSuite Suite, byte? Limit, int? Index)
{
    public const byte Unused = 0x0F, NoEntry = 0xFF;

    /// <summary>Whether it may be used; null where that is not known.</summary>
    public bool? IsPermitted => Limit is null ? null : Limit != Unused;

    /// <summary>Suites in words, those together that have the same limit.</summary>
    public static string Describe(IEnumerable<ListedSuite> suites) => string.Join("; ", suites.GroupBy(static suite => suite.Limit)
        .Select(static group => string.Join(", ", group.Select(static suite => suite.Suite.Id)) + group.Key switch
        {
            null => "",
            0 => " (no limit given)",
            >= 1 and <= 5 => $" (up to {(PrivilegeLevel)group.Key})",
            NoEntry => " (not in the privilege map)",
            _ => $" (limit {group.Key})",
        }));
}

/// <summary>A user of the BMC, as far as it could be read.</summary>
internal sealed record UserAccount(byte Id, OptionalResponse<UserAccess> Access, OptionalResponse<UserName> Name)
{
    public OptionalResponse<PayloadAccess> Payloads { get; init; }

    /// <summary>Whether what counts of it came: its rights, and its name where it can log in. One without a name may have none to give: BMCs answer CCh then.</summary>
    public bool IsKnown => Access.Succeeded && (Name.Succeeded || !CanLogIn || Name.Error is IpmiCommandException { CompletionCode: CompletionCode.InvalidDataField });

    public bool CanLogIn => Access.Succeeded && Access.Value.CanLogIn;

    public string Text => Name.Succeeded ? Name.Value.Text : "";

    /// <summary>The privilege limit of one who can log in.</summary>
    public PrivilegeLevel Privilege => Access.Value.Privilege ?? 0;

    public override string ToString() => $"{(Text.Length == 0 ? "no name" : DisplayName.Quote(Text))} (id {Id}, {Privilege})";
}
