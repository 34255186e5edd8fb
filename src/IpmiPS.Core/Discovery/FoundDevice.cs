using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Oem;
using IpmiPS.Packets;
using IpmiPS.Parameters;

namespace IpmiPS;

/// <summary>A device that answered on the port of IPMI, and what it reveals without a log-in. Every value is a single one, so that a CSV file keeps it.</summary>
public sealed class FoundDevice
{
    private const byte AnonymousBit = 0x01, NullUserBit = 0x02, NamedUserBit = 0x04, KnownTypes = 0x37;

    /// <summary>The device, as other cmdlets take it: the name that was given, or else the address.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>UDP port.</summary>
    public int Port { get; init; }

    /// <summary>The IP address that answered.</summary>
    public string IPAddress { get; init; } = "";

    /// <summary>Whether it answered Get Channel Authentication Capabilities. False: only the presence ping was answered, as by Intel AMT, or by a BMC whose IPMI over LAN is off.</summary>
    public bool Ipmi { get; init; }

    /// <summary>Whether it supports IPMI 2.0 (RMCP+); null if it did not say.</summary>
    public bool? Ipmi20 { get; init; }

    /// <summary>Whether it supports sessions of IPMI 1.5, which are insecure; null if it did not say.</summary>
    public bool? Ipmi15 { get; init; }

    /// <summary>Whether it answered the ASF presence ping; null if none was sent: BMCs of IPMI 1.5 get none, because some do not respond for a while after one.</summary>
    public bool? Pong { get; init; }

    /// <summary>IANA enterprise number of the manufacturer; null if it does not reveal it. Most reveal it only after the log-in (Get-IpmiDevice).</summary>
    public int? ManufacturerId { get; init; }

    /// <summary>The manufacturer's name; null if it does not reveal it.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>The system's GUID; null if it does not reveal it.</summary>
    public Guid? SystemGuid { get; init; }

    /// <summary>Cipher suites that it lists, such as "3, 17"; null if it does not list them without a log-in. It may list some that cannot log in.</summary>
    public string? CipherSuites { get; init; }

    /// <summary>Authentication types of IPMI 1.5 that it permits; null if it did not say.</summary>
    public AuthenticationTypes? AuthenticationTypes { get; init; }

    /// <summary>Whether it permits anonymous log-in: without user name and password; null if it did not say.</summary>
    public bool? AnonymousLogIn { get; init; }

    /// <summary>Whether it has users with a password but without a name; null if it did not say.</summary>
    public bool? NullUsers { get; init; }

    /// <summary>Whether it has users with a name; null if it did not say.</summary>
    public bool? NamedUsers { get; init; }

    /// <summary>Whether a BMC key (Kg) is set, so that a log-in needs it; null if it did not say.</summary>
    public bool? BmcKeySet { get; init; }

    /// <summary>Time from a request to its answer; null if each request was sent more than once.</summary>
    public TimeSpan? ResponseTime { get; init; }

    /// <summary>What a log-in needs besides a credential: parameters such as -AllowInsecure or -BmcKey, or "IPMI over LAN" if the device does not answer IPMI. Null if nothing.</summary>
    public string? Needs { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new LanEndpoint(ComputerName, Port).ToString();

    internal static FoundDevice From(Discovery.SweepTarget target, Discovery.FoundFacts facts)
    {
        string address = target.EndPoint.Address.ToString();
        var capabilities = facts.Capabilities;
        int vendor = capabilities is { OemId: not 0 } ? capabilities.OemId : (int)(facts.Pong?.VendorId ?? 0);
        return new FoundDevice
        {
            ComputerName = target.Name ?? address,
            Port = target.EndPoint.Port,
            IPAddress = address,
            Ipmi = capabilities is not null,
            Ipmi20 = capabilities?.SupportsIpmi20,
            Ipmi15 = capabilities?.SupportsIpmi15,
            Pong = facts.Pong is not null ? true : facts.IsPinged ? false : null,
            ManufacturerId = vendor > 0 ? vendor : null,
            Manufacturer = vendor > 0 ? Manufacturers.Describe(vendor) : null,
            SystemGuid = facts.Guid is null ? null : GuidOrder.Interpret(facts.Guid, out _),
            CipherSuites = facts.Suites is { Count: > 0 } suites ? string.Join(", ", suites.Select(static suite => suite.ToString(CultureInfo.InvariantCulture))) : null,
            AuthenticationTypes = (AuthenticationTypes?)(capabilities?.AuthenticationTypes & KnownTypes),
            AnonymousLogIn = Has(AnonymousBit),
            NullUsers = Has(NullUserBit),
            NamedUsers = Has(NamedUserBit),
            BmcKeySet = capabilities?.BmcKeySet,
            ResponseTime = facts.ResponseTime,
            Needs = NeedsOf(capabilities, facts.Suites),
        };

        bool? Has(byte bit) => capabilities is null ? null : (capabilities.Status & bit) != 0;
    }

    private static string? NeedsOf(ChannelAuthenticationCapabilities? capabilities, IReadOnlyCollection<byte>? suites)
    {
        if (capabilities is null)
            return "IPMI over LAN";
        bool isInsecure = !capabilities.SupportsIpmi20 || (suites is { Count: > 0 } && !suites.Contains((byte)17) && !suites.Contains((byte)3));
        string needs = (isInsecure ? "-AllowInsecure " : "") + (capabilities.BmcKeySet ? "-BmcKey" : "");
        return needs.Length == 0 ? null : needs.TrimEnd();
    }
}
