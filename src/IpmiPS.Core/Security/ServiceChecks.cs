using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Commands;
using IpmiPS.Device;
using IpmiPS.Oem;
using IpmiPS.Parameters;

namespace IpmiPS.Security;

/// <summary>The serial console, SNMP, the firmware, and where the BMC can be reached.</summary>
internal static class ServiceChecks
{
    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("SolUnencrypted", SecuritySeverity.Medium, "Console (SOL) not forced to be encrypted",
            "Make the BMC insist on encryption and authentication of SOL: else a client decides, and what is typed, passwords among it, may go over the network as it is.",
            "IPMI 2.0 table 26-5, SOL parameter 2", JudgeSolEncryption),
        new("SolPrivilege", SecuritySeverity.Low, "Console (SOL) needs little privilege",
            "Raise the privilege that SOL needs to Operator: the console can do more than read.",
            "IPMI 2.0 table 26-5, SOL parameter 2", JudgeSolPrivilege),
        new("SnmpCommunity", SecuritySeverity.Low, "Default SNMP community",
            "Give the SNMP community another name, or turn alerts off: whoever knows it can forge alerts, and BMCs often answer SNMP queries with it.",
            "IPMI 2.0 table 23-4, LAN parameter 16", JudgeCommunity),
        new("ChannelPrivilegeLimit", SecuritySeverity.Information, "LAN channel open to administrators",
            "Where nobody changes set-ups over this network, limit the channel to Operator; whoever needs more uses the host's own interface.",
            "IPMI 2.0 section 22.22", JudgeChannelLimit),
        new("OtherLanChannel", SecuritySeverity.Information, "Other LAN channels, not audited here",
            "Audit the BMC through its other LAN channels, too, or disable them: each has settings of its own.",
            "IPMI 2.0 section 6.3 and 22.24", JudgeOtherChannels),
        new("PublicAddress", SecuritySeverity.High, "Public address",
            "Move the BMC to a network of its own that the Internet cannot reach. Whether a firewall stands before a public address, an audit cannot see.",
            "RFC 1918, 6598, 4193; US-CERT alert TA13-207A", JudgeAddress),
        new("FirmwareOutdated", SecuritySeverity.Medium, "Firmware older than the baseline",
            "Update the BMC's firmware: it is older than the oldest that the baseline calls good.",
            "IPMI 2.0 section 20.1", JudgeFirmware),
        new("FirmwareAgeUnknown", SecuritySeverity.Information, "Age of the firmware unknown",
            "Look the version up in the vendor's list, and write the oldest good one into the baseline (-FirmwareBaseline). IPMI tells a version and no date.",
            "IPMI 2.0 section 20.1", JudgeFirmwareAge),
    ];

    /// <summary>The public ones of the addresses that are known: under which it was reached, its own, and its gateway's.</summary>
    public static IEnumerable<string> PublicAddresses(SecurityFacts facts)
    {
        if (facts.Options.Address is { } reached && NetworkAddress.IsPublic(reached))
            yield return $"it was reached at {reached}";
        if (AddressOf(facts, LanParameters.IPAddress) is { } own && NetworkAddress.IsPublic(own))
            yield return $"its own address is {own}";
        foreach (var address in facts.Ipv6Addresses.Where(NetworkAddress.IsPublic))
            yield return $"its own address is {address}";
        if (AddressOf(facts, LanParameters.DefaultGateway) is { } gateway && NetworkAddress.IsPublic(gateway))
            yield return $"its gateway is {gateway}";
    }

    /// <summary>Why there is no serial console to judge; null where there may be one.</summary>
    public static string? SolIsOff(SecurityFacts facts)
    {
        if (facts is { Capabilities.Succeeded: true, HasIpmi20: false })
            return "The BMC opens no sessions of IPMI 2.0, and so has no SOL.";
        if (SecurityFacts.IsUnsupported(facts.SolEnable) && SecurityFacts.IsUnsupported(facts.SolAuthentication))
            return "The BMC has no SOL.";
        return SolParameters.Enable.TryDecode(facts.SolEnable, out bool isEnabled) && !isEnabled ? "SOL is off." : null;
    }

    /// <summary>SOL parameter 2; null where it did not come.</summary>
    public static SolAuthentication? SolSettings(SecurityFacts facts) =>
        SolParameters.Authentication.TryDecode(facts.SolAuthentication, out var settings) ? settings : null;

    private static Verdict JudgeSolEncryption(SecurityFacts facts) => JudgeSol(facts, settings =>
    {
        if (settings is { ForceEncryption: true, ForceAuthentication: true })
            return Verdict.Well("SOL is always encrypted and authenticated.");
        string missing = (settings.ForceEncryption, settings.ForceAuthentication) switch
        {
            (false, false) => "Neither encryption nor authentication of SOL is",
            (false, _) => "Encryption of SOL is not",
            _ => "Authentication of SOL is not",
        };
        return Verdict.Found($"{missing} forced.", MendSol(facts, settings));
    });

    private static Verdict JudgeSolPrivilege(SecurityFacts facts) => JudgeSol(facts, settings => settings.Privilege < PrivilegeLevel.Operator
        ? Verdict.Found(settings.Privilege == 0 ? "The privilege that SOL needs is not given." : $"SOL needs the privilege {settings.Privilege}.", MendSol(facts, settings))
        : Verdict.Well($"SOL needs the privilege {settings.Privilege}."));

    private static Verdict JudgeSol(SecurityFacts facts, Func<SolAuthentication, Verdict> judge)
    {
        if (SolIsOff(facts) is { } off)
            return Verdict.NotApplicable(off);
        return SolSettings(facts) is { } settings ? judge(settings) : Verdict.NotChecked($"The settings of SOL could not be read: {facts.WhyNot(facts.SolAuthentication)}");
    }

    /// <summary>One line for all findings about SOL.</summary>
    private static string MendSol(SecurityFacts facts, SolAuthentication settings) =>
        Remedies.Sol(facts, SolParameters.Authentication, new(true, true, settings.Privilege < PrivilegeLevel.Operator ? PrivilegeLevel.Operator : settings.Privilege));

    private static Verdict JudgeCommunity(SecurityFacts facts)
    {
        if (!facts.TryGetLan(LanParameters.CommunityString, out string? community))
            return facts.Lan.TryGetValue(LanParameters.CommunityString, out var response) && SecurityFacts.IsUnsupported(response)
                ? Verdict.NotApplicable("The BMC does not have this parameter.")
                : Verdict.NotChecked($"The community could not be read: {facts.WhyNot(LanParameters.CommunityString)}");

        // It works like a password, so one that was chosen is nobody's to read here.
        return community.ToLowerInvariant() is "public" or "private"
            ? Verdict.Found($"The community is {DisplayName.Quote(community)}.", Remedies.Community(facts))
            : Verdict.Well(community.Length == 0 ? "No community is set." : "The community is none of those that are delivered.");
    }

    private static Verdict JudgeChannelLimit(SecurityFacts facts)
    {
        if (!facts.Access.Succeeded)
            return Verdict.NotChecked($"The settings of the channel could not be read: {facts.WhyNot(facts.Access)}");
        var limit = facts.Access.Value.PrivilegeLimit;
        return limit >= PrivilegeLevel.Administrator
            ? Verdict.Found($"Channel {facts.Channel} allows sessions up to {limit}.", Remedies.LimitChannel(facts, PrivilegeLevel.Operator) + " # run this last: after it no session over this channel has more than Operator")
            : Verdict.Well($"Channel {facts.Channel} allows sessions up to {limit}.");
    }

    private static Verdict JudgeOtherChannels(SecurityFacts facts)
    {
        if (!facts.OtherChannels.Succeeded)
            return Verdict.NotChecked($"The other channels could not be read: {facts.WhyNot(facts.OtherChannels)}");
        return facts.OtherChannels.Value.Length == 0
            ? Verdict.Well($"No other LAN channel than {facts.Channel} was found.")
            : Verdict.Found($"This audit is of channel {facts.Channel}; the BMC also has {string.Join(", ", facts.OtherChannels.Value)}.", "Run the audit against the BMC's other addresses.");
    }

    private static Verdict JudgeAddress(SecurityFacts facts)
    {
        string[] found = [.. PublicAddresses(facts)];
        if (found.Length > 0)
            return Verdict.Found($"Public: {string.Join("; ", found)}.", "Change the network; in the BMC, set an address of RFC 1918 or RFC 4193 behind a firewall.");
        string reached = facts.Options.Address is { } address ? $"Reached at {address}, which is not public" : "The address under which it was reached is not known";
        if (!facts.Lan.TryGetValue(LanParameters.IPAddress, out var asked) || !asked.Succeeded && !SecurityFacts.IsUnsupported(asked))
            return Verdict.NotChecked($"{reached}; its own address could not be read: {facts.WhyNot(LanParameters.IPAddress)}");
        string own = AddressOf(facts, LanParameters.IPAddress) is { } ipv4 ? $"its own address is {ipv4}" : "it has no IPv4 address of its own";
        return Verdict.Well($"{reached}; {own}; {(facts.Ipv6Addresses.Count == 0 ? "it tells no IPv6 address" : string.Join(", ", facts.Ipv6Addresses))}.");
    }

    private static Verdict JudgeFirmware(SecurityFacts facts)
    {
        if (!facts.Device.Succeeded)
            return Verdict.NotChecked($"The firmware's version could not be read: {facts.WhyNot(facts.Device)}");
        if (BaselineOf(facts) is not { } baseline)
            return Verdict.NotApplicable("No baseline speaks of this product.");
        var device = facts.Device.Value;
        return baseline.IsBelow(device.FirmwareMajor, device.FirmwareMinor)
            ? Verdict.Found($"{DescribeFirmware(facts)}; the baseline asks for {baseline.Version}.", "Update the firmware with the vendor's tools.")
            : Verdict.Well($"{DescribeFirmware(facts)}; the baseline asks for {baseline.Version}.");
    }

    private static Verdict JudgeFirmwareAge(SecurityFacts facts)
    {
        if (!facts.Device.Succeeded)
            return Verdict.NotChecked($"The firmware's version could not be read: {facts.WhyNot(facts.Device)}");
        return BaselineOf(facts) is null
            ? Verdict.Found($"{DescribeFirmware(facts)}; nothing tells how old that is.", "Give the oldest good versions with -FirmwareBaseline.")
            : Verdict.Well($"{DescribeFirmware(facts)}; a baseline speaks of it.");
    }

    private static FirmwareBaseline? BaselineOf(SecurityFacts facts) =>
        facts.Options.Firmware.FirstOrDefault(baseline => baseline.Fits(facts.Device.Value.ManufacturerId, facts.Device.Value.ProductId));

    private static string DescribeFirmware(SecurityFacts facts)
    {
        var device = facts.Device.Value;
        return $"{Manufacturers.Describe(device.ManufacturerId)}, manufacturer {device.ManufacturerId}, product {device.ProductId}, firmware {device.FirmwareMajor}.{device.FirmwareMinor:X2}";
    }

    private static IPAddress? AddressOf(SecurityFacts facts, Parameter<IPAddress> parameter) =>
        facts.TryGetLan(parameter, out IPAddress? address) && !address.Equals(IPAddress.Any) ? address : null;
}
