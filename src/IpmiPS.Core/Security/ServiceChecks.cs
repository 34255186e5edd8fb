using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Commands;
using IpmiPS.Device;
using IpmiPS.Oem;
using IpmiPS.Parameters;

namespace IpmiPS.Security;

/// <summary>Checks of the serial console, SNMP, the firmware and the network.</summary>
internal static class ServiceChecks
{
    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("SolUnencrypted", SecuritySeverity.Medium, "Console (SOL) without required encryption",
            "Configure the BMC to require encryption and authentication for SOL: otherwise the client decides, and input including passwords may be sent in clear text.",
            "IPMI 2.0 table 26-5, SOL parameter 2", JudgeSolEncryption),
        new("SolPrivilege", SecuritySeverity.Low, "Console (SOL) requires a low privilege",
            "Raise the required privilege for SOL to Operator: the console allows more than reading.",
            "IPMI 2.0 table 26-5, SOL parameter 2", JudgeSolPrivilege),
        new("SnmpCommunity", SecuritySeverity.Low, "Default SNMP community",
            "Change the SNMP community, or turn alerts off: anyone who knows it can forge alerts, and BMCs often accept it for SNMP queries.",
            "IPMI 2.0 table 23-4, LAN parameter 16", JudgeCommunity),
        new("ChannelPrivilegeLimit", SecuritySeverity.Information, "LAN channel open to administrators",
            "If settings are not changed over this network, limit the channel to Operator, and use the server's own interface for more.",
            "IPMI 2.0 section 22.22", JudgeChannelLimit),
        new("OtherLanChannel", SecuritySeverity.Information, "Other LAN channels, not audited here",
            "Also audit the BMC through its other LAN channels, or disable them: each has its own settings.",
            "IPMI 2.0 section 6.3 and 22.24", JudgeOtherChannels),
        new("PublicAddress", SecuritySeverity.High, "Public address",
            "Move the BMC to an isolated network that cannot be reached from the Internet. An audit cannot see whether a firewall protects a public address.",
            "RFC 1918, 6598, 4193; US-CERT alert TA13-207A", JudgeAddress),
        new("FirmwareOutdated", SecuritySeverity.Medium, "Firmware older than the baseline",
            "Update the BMC's firmware: it is older than the baseline.",
            "IPMI 2.0 section 20.1", JudgeFirmware),
        new("FirmwareAgeUnknown", SecuritySeverity.Information, "Age of the firmware unknown",
            "Check the version with the vendor, and add the oldest acceptable one to the baseline (-FirmwareBaseline). IPMI reports a version, but no date.",
            "IPMI 2.0 section 20.1", JudgeFirmwareAge),
    ];

    /// <summary>The known addresses that are public: the one under which the BMC was reached, its own, and its gateway.</summary>
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

    /// <summary>Why there is no serial console; null if there may be one.</summary>
    public static string? SolIsOff(SecurityFacts facts)
    {
        if (facts is { Capabilities.Succeeded: true, HasIpmi20: false })
            return "The BMC does not support IPMI 2.0 sessions, and therefore no SOL.";
        if (SecurityFacts.IsUnsupported(facts.SolEnable) && SecurityFacts.IsUnsupported(facts.SolAuthentication))
            return "The BMC has no SOL.";
        return SolParameters.Enable.TryDecode(facts.SolEnable, out bool isEnabled) && !isEnabled ? "SOL is off." : null;
    }

    /// <summary>SOL parameter 2; null if it could not be read.</summary>
    public static SolAuthentication? SolSettings(SecurityFacts facts) =>
        SolParameters.Authentication.TryDecode(facts.SolAuthentication, out var settings) ? settings : null;

    private static Verdict JudgeSolEncryption(SecurityFacts facts) => JudgeSol(facts, settings =>
    {
        if (settings is { ForceEncryption: true, ForceAuthentication: true })
            return Verdict.Passed("SOL is always encrypted and authenticated.");
        string missing = (settings.ForceEncryption, settings.ForceAuthentication) switch
        {
            (false, false) => "Neither encryption nor authentication of SOL is",
            (false, _) => "Encryption of SOL is not",
            _ => "Authentication of SOL is not",
        };
        return Verdict.Failed($"{missing} required.", SolRemedy(facts, settings));
    });

    private static Verdict JudgeSolPrivilege(SecurityFacts facts) => JudgeSol(facts, settings => settings.Privilege < PrivilegeLevel.Operator
        ? Verdict.Failed(settings.Privilege == 0 ? "The required privilege for SOL is not set." : $"SOL requires the privilege {settings.Privilege}.", SolRemedy(facts, settings))
        : Verdict.Passed($"SOL requires the privilege {settings.Privilege}."));

    private static Verdict JudgeSol(SecurityFacts facts, Func<SolAuthentication, Verdict> judge)
    {
        if (SolIsOff(facts) is { } off)
            return Verdict.NotApplicable(off);
        return SolSettings(facts) is { } settings ? judge(settings) : Verdict.NotChecked($"The settings of SOL could not be read: {facts.DescribeFailure(facts.SolAuthentication)}");
    }

    /// <summary>The same line for all findings about SOL.</summary>
    private static string SolRemedy(SecurityFacts facts, SolAuthentication settings) =>
        Remedies.Sol(facts, settings.Privilege < PrivilegeLevel.Operator ? PrivilegeLevel.Operator : null);

    private static Verdict JudgeCommunity(SecurityFacts facts)
    {
        if (!facts.TryGetLan(LanParameters.CommunityString, out string? community))
            return facts.Lan.TryGetValue(LanParameters.CommunityString, out var response) && SecurityFacts.IsUnsupported(response)
                ? Verdict.NotApplicable("The BMC does not support this parameter.")
                : Verdict.NotChecked($"The community could not be read: {facts.DescribeFailure(LanParameters.CommunityString)}");

        // It works like a password, so a custom one is not shown.
        return community.ToLowerInvariant() is "public" or "private"
            ? Verdict.Failed($"The community is {DisplayName.Quote(community)}.", Remedies.Community(facts))
            : Verdict.Passed(community.Length == 0 ? "No community is set." : "The community is not a default one.");
    }

    private static Verdict JudgeChannelLimit(SecurityFacts facts)
    {
        if (!facts.Access.Succeeded)
            return Verdict.NotChecked($"The settings of the channel could not be read: {facts.DescribeFailure(facts.Access)}");
        var limit = facts.Access.Value.PrivilegeLimit;
        return limit >= PrivilegeLevel.Administrator
            ? Verdict.Failed($"Channel {facts.Channel} allows sessions up to {limit}.", Remedies.LimitChannel(facts, PrivilegeLevel.Operator))
            : Verdict.Passed($"Channel {facts.Channel} allows sessions up to {limit}.");
    }

    private static Verdict JudgeOtherChannels(SecurityFacts facts)
    {
        if (!facts.OtherChannels.Succeeded)
            return Verdict.NotChecked($"The other channels could not be read: {facts.DescribeFailure(facts.OtherChannels)}");
        return facts.OtherChannels.Value.Length == 0
            ? Verdict.Passed($"No other LAN channel than {facts.Channel} was found.")
            : Verdict.Failed($"This audit covers channel {facts.Channel}; the BMC also has {string.Join(", ", facts.OtherChannels.Value)}.", "Run the audit against the BMC's other addresses.");
    }

    private static Verdict JudgeAddress(SecurityFacts facts)
    {
        string[] found = [.. PublicAddresses(facts)];
        if (found.Length > 0)
            return Verdict.Failed($"Public: {string.Join("; ", found)}.", "Change the network; in the BMC, set an address of RFC 1918 or RFC 4193 behind a firewall.");
        string reached = facts.Options.Address is { } address ? $"Reached at {address}, which is not public" : "The address under which it was reached is not known";
        if (!facts.Lan.TryGetValue(LanParameters.IPAddress, out var response) || !response.Succeeded && !SecurityFacts.IsUnsupported(response))
            return Verdict.NotChecked($"{reached}; its own address could not be read: {facts.DescribeFailure(LanParameters.IPAddress)}");
        string own = AddressOf(facts, LanParameters.IPAddress) is { } ipv4 ? $"its own address is {ipv4}" : "it has no IPv4 address of its own";
        return Verdict.Passed($"{reached}; {own}; {(facts.Ipv6Addresses.Count == 0 ? "it reports no IPv6 address" : string.Join(", ", facts.Ipv6Addresses))}.");
    }

    private static Verdict JudgeFirmware(SecurityFacts facts)
    {
        if (!facts.Device.Succeeded)
            return Verdict.NotChecked($"The firmware's version could not be read: {facts.DescribeFailure(facts.Device)}");
        if (BaselineOf(facts) is not { } baseline)
            return Verdict.NotApplicable("There is no baseline for this product.");
        var device = facts.Device.Value;
        return baseline.IsBelow(device.FirmwareMajor, device.FirmwareMinor)
            ? Verdict.Failed($"{DescribeFirmware(facts)}; the baseline is {baseline.Version}.", "Update the firmware with the vendor's tools.")
            : Verdict.Passed($"{DescribeFirmware(facts)}; the baseline is {baseline.Version}.");
    }

    private static Verdict JudgeFirmwareAge(SecurityFacts facts)
    {
        if (!facts.Device.Succeeded)
            return Verdict.NotChecked($"The firmware's version could not be read: {facts.DescribeFailure(facts.Device)}");
        return BaselineOf(facts) is null
            ? Verdict.Failed($"{DescribeFirmware(facts)}; its age is not known.", "Specify the oldest acceptable versions with -FirmwareBaseline.")
            : Verdict.Passed($"{DescribeFirmware(facts)}; there is a baseline for it.");
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
