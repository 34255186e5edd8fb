using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IpmiPS.Hosts;

/// <summary>What the addresses of a range have in common: the family and, with IPv6, the upper 64 bits and the scope.</summary>
internal readonly record struct AddressSpace(bool IsIpv6, ulong High, long Scope);

/// <summary>
/// Consecutive IP addresses: a prefix (<c>10.0.0.0/24</c>, <c>fd00::/112</c>), from-to (<c>10.0.0.1-10.0.0.50</c>, <c>10.0.0.1-50</c>), or a single address.
/// </summary>
/// <param name="Space">What they have in common.</param>
/// <param name="First">The first address; with IPv6, its lower 64 bits.</param>
/// <param name="Last">The last address.</param>
internal readonly record struct AddressRange(AddressSpace Space, ulong First, ulong Last)
{
    /// <summary>The maximum number of addresses: an IPv4 /8, an IPv6 /104. At 1,000 packets a second, that many silent ones take nine hours.</summary>
    public const ulong MaximumCount = 1 << 24;

    private const int Ipv4Bits = 32, Ipv6Bits = 128, LowBits = 64;

    /// <summary>Number of addresses.</summary>
    public ulong Count => Last - First + 1;

    /// <summary>The n-th address, from 0.</summary>
    public IPAddress this[ulong index]
    {
        get
        {
            ulong low = First + index;
            if (!Space.IsIpv6)
                return new IPAddress([(byte)(low >> 24), (byte)(low >> 16), (byte)(low >> 8), (byte)low]);
            var bytes = new byte[16];
            for (int i = 0; i < 8; i++)
            {
                bytes[i] = (byte)(Space.High >> (56 - 8 * i));
                bytes[i + 8] = (byte)(low >> (56 - 8 * i));
            }

            return new IPAddress(bytes, Space.Scope);
        }
    }

    /// <summary>A single address.</summary>
    public static AddressRange Of(IPAddress address)
    {
        var (space, low) = Split(address);
        return new(space, low, low);
    }

    /// <summary>Reads a prefix or from-to. Null for any other text, such as a name or a single address.</summary>
    /// <remarks>Without the first and the last address of an IPv4 prefix up to /30, which are those of the network and for broadcasts. An IPv6 prefix is taken whole.</remarks>
    /// <exception cref="IpmiException">It is malformed, has more than <see cref="MaximumCount"/> addresses, or addresses that are not those of one host (kind InvalidParameter).</exception>
    public static AddressRange? Parse(string text)
    {
        string trimmed = text.Trim();
        int slash = trimmed.IndexOf('/'), dash = trimmed.IndexOf('-');
        if (slash >= 0)
            return ParsePrefix(trimmed, slash);

        // A host name may have a dash as well, and so may the scope of an IPv6 address.
        if (dash <= 0 || !TryAddress(trimmed.Substring(0, dash), out var first))
            return null;
        string end = trimmed.Substring(dash + 1);
        return trimmed.IndexOf('%', 0, dash) >= 0 && !TryAddress(end, out _) ? null : ParseFromTo(trimmed, first, end);
    }

    private static AddressRange ParsePrefix(string text, int slash)
    {
        if (!TryAddress(text.Substring(0, slash), out var address))
            throw Invalid(text, "what is before the slash is not an address");
        int bits = address.AddressFamily == AddressFamily.InterNetwork ? Ipv4Bits : Ipv6Bits;
        if (!int.TryParse(text.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > bits)
            throw Invalid(text, $"the length of the prefix is a number from 0 to {bits}");
        int hostBits = bits - length;
        if (hostBits >= LowBits || 1UL << hostBits > MaximumCount)
            throw TooMany(text, $"2^{hostBits}");
        var (space, low) = Split(address);
        ulong mask = (1UL << hostBits) - 1;
        ulong first = low & ~mask, last = low | mask;
        bool hasNetworkAndBroadcast = bits == Ipv4Bits && hostBits >= 2;
        return CheckHosts(text, hasNetworkAndBroadcast ? new(space, first + 1, last - 1) : new(space, first, last));
    }

    private static AddressRange ParseFromTo(string text, IPAddress first, string end)
    {
        var (space, from) = Split(first);
        ulong to;
        if (TryAddress(end, out var last))
        {
            var (lastSpace, low) = Split(last);
            if (lastSpace.Scope == 0)
                lastSpace = lastSpace with { Scope = space.Scope };
            if (space.IsIpv6 != lastSpace.IsIpv6 || space.Scope != lastSpace.Scope)
                throw Invalid(text, "both ends must be addresses of the same kind");
            if (space.High != lastSpace.High)
                throw space.High > lastSpace.High ? Backwards(text) : TooMany(text, "2^64 or more");
            to = low;
        }
        else if (!space.IsIpv6 && byte.TryParse(end.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out byte lastByte))
        {
            to = (from & ~0xFFUL) | lastByte;
        }
        else
        {
            throw Invalid(text, "what is behind the dash is not an address" + (space.IsIpv6 ? "" : ", nor a last number from 0 to 255"));
        }

        if (to < from)
            throw Backwards(text);
        return to - from >= MaximumCount
            ? throw TooMany(text, (to - from + 1).ToString("N0", CultureInfo.InvariantCulture))
            : CheckHosts(text, new(space, from, to));
    }

    /// <summary>An address in its full form: .NET also reads "10.1" and "50" as addresses.</summary>
    private static bool TryAddress(string text, out IPAddress address)
    {
        string trimmed = text.Trim();
        bool isFull = trimmed.IndexOf(':') >= 0 || trimmed.Split('.').Length == 4;
        return IPAddress.TryParse(trimmed, out address!) && isFull;
    }

    private static (AddressSpace Space, ulong Low) Split(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        ulong high = 0, low = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i < bytes.Length - 8)
                high = high << 8 | bytes[i];
            else
                low = low << 8 | bytes[i];
        }

        bool isIpv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        return (new(isIpv6, high, isIpv6 ? address.ScopeId : 0), low);
    }

    /// <summary>Packets to a multicast or broadcast address would reach many hosts at once.</summary>
    private static AddressRange CheckHosts(string text, AddressRange range)
    {
        const ulong FirstHost = 0x01000000, LastHost = 0xDFFFFFFF, Multicast = 0xFF;
        bool isValid = range.Space.IsIpv6
            ? range.Space.High >> 56 != Multicast
            : range.First >= FirstHost && range.Last <= LastHost;
        return isValid ? range : throw Invalid(text, "it has addresses that are not those of one host, such as multicast or reserved ones");
    }

    private static IpmiException Backwards(string text) => Invalid(text, "the range runs backwards");

    private static IpmiException TooMany(string text, string count) => new(
        IpmiErrorKind.InvalidParameter,
        $"'{text}' has {count} addresses; at most {MaximumCount.ToString("N0", CultureInfo.InvariantCulture)} are possible, as in an IPv4 /8 or an IPv6 /104.",
        "Name the parts of the network in which there are BMCs.");

    private static IpmiException Invalid(string text, string reason) => new(
        IpmiErrorKind.InvalidParameter, $"'{text}' is not a valid range of addresses: {reason}.", "Write 10.0.0.0/24, 10.0.0.1-50, 10.0.0.1-10.0.3.254, fd00::/112 or fd00::1-fd00::ff.");
}
