using System;
using System.Threading.Tasks;
using IpmiPS.Packets;

namespace IpmiPS;

/// <summary>A session that also carries payloads other than IPMI messages, such as SOL. IPMI 2.0 section 24.</summary>
public interface IPayloadConnection : IIpmiConnection
{
    /// <summary>The endpoint in use: for LAN, the address that the host name resolved to. Two names may have the same endpoint.</summary>
    BmcEndpoint Endpoint { get; }

    /// <summary>Whether the log-in proved the password; false with cipher suite 0 and with authentication type None of IPMI 1.5, which check no password.</summary>
    bool ProvesPassword { get; }

    /// <summary>Whether the session is authenticated and encrypted with cipher suite 17 or 3, so that secrets may go through it.</summary>
    bool IsSecure { get; }

    /// <summary>Number of the session's cipher suite; null with IPMI 1.5.</summary>
    byte? SuiteId { get; }

    /// <summary>Completes when the session has ended, with the reason. It never fails.</summary>
    Task<IpmiException?> Closed { get; }

    /// <summary>How the session protects payloads; null if it carries IPMI messages only, as with IPMI 1.5.</summary>
    PayloadProtection? PayloadProtection { get; }

    /// <summary>
    /// Sets the handler for the packets of a payload type; null to remove it. It is called on a receiving thread, for one packet at a time, and must
    /// not block. The segment is valid only during the call.
    /// </summary>
    void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler);

    /// <summary>Sends a payload once, protected as the session's cipher suite requires.</summary>
    Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload);
}

/// <summary>How the payloads of a session are protected.</summary>
/// <param name="IsEncrypted">They are encrypted.</param>
/// <param name="IsAuthenticated">They are protected against changes.</param>
public readonly record struct PayloadProtection(bool IsEncrypted, bool IsAuthenticated);
