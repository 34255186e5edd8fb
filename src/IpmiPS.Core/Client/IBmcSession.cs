using System;
using System.Threading.Tasks;
using IpmiPS.Crypto;

namespace IpmiPS;

/// <summary>
/// An open session with a BMC, by whatever transport. Send commands from any thread. <see cref="CloseAsync"/> or
/// <see cref="IDisposable.Dispose"/> closes it and frees the BMC's session slot.
/// </summary>
public interface IBmcSession : IPayloadConnection, IDisposable
{
    /// <summary>The highest privilege level that the session may use: what the log-in granted, or less if the BMC later refused to raise the session to it.</summary>
    PrivilegeLevel Privilege { get; }

    /// <summary>The protocol in use: Ipmi15 or Ipmi20.</summary>
    IpmiProtocol Protocol { get; }

    /// <summary>The cipher suite; null with IPMI 1.5.</summary>
    CipherSuite? CipherSuite { get; }

    /// <summary>Whether the log-in used a BMC key, which shows that the BMC has one; null with IPMI 1.5, which has none.</summary>
    bool? UsedBmcKey { get; }

    /// <summary>
    /// The 16 bytes of the managed system's GUID in the order of RAKP message 2 (IPMI 2.0 section 13.21); null with IPMI 1.5, whose log-in
    /// does not contain it.
    /// </summary>
    byte[]? SystemGuid { get; }

    /// <summary>Smoothed round-trip time; null before the first measurement.</summary>
    TimeSpan? RoundTrip { get; }

    /// <summary>Whether the session is open as far as this end knows.</summary>
    bool IsOpen { get; }

    /// <summary>Returns options to log in again in place of this session: the same options, but nothing weaker than this session is accepted.</summary>
    IpmiConnectOptions OptionsForReconnect(IpmiConnectOptions options);

    /// <summary>Closes the session and waits, for five seconds at most, until the BMC confirms it. Resends the request if it is lost.</summary>
    Task CloseAsync();
}
