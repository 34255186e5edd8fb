using System;
using System.Threading.Tasks;
using IpmiPS.Packets;

namespace IpmiPS;

/// <summary>A session that also carries payloads other than IPMI messages, such as SOL. IPMI 2.0 section 24.</summary>
public interface IPayloadConnection : IIpmiConnection
{
    /// <summary>The endpoint in use: for LAN, the address that the host name resolved to. Two names may have the same endpoint.</summary>
    BmcEndpoint Endpoint { get; }

    /// <summary>Whether the log-in proved the password; false with cipher suite 0 and with authentication type None of IPMI 1.5, which let in whoever names the user.</summary>
    bool ProvesPassword { get; }

    /// <summary>Whether the session is authenticated and encrypted with cipher suite 17 or 3, so that secrets may go through it.</summary>
    bool IsSecure { get; }

    /// <summary>Completes when the session is gone, with the reason; never completes with an error.</summary>
    Task<IpmiException?> Closed { get; }

    /// <summary>What the session does to payloads; null with IPMI 1.5, which carries nothing but IPMI messages.</summary>
    PayloadProtection? PayloadProtection { get; }

    /// <summary>
    /// Names who gets the packets of a payload type; null for nobody. Called on a receiving thread, one packet at a time; the
    /// segment is valid only during the call. The handler must not block.
    /// </summary>
    void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler);

    /// <summary>Seals a payload as the session's suite demands and sends it once.</summary>
    Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload);
}

/// <summary>How the payloads of a session are protected on their way.</summary>
/// <param name="IsEncrypted">They are encrypted.</param>
/// <param name="IsAuthenticated">They are protected against change.</param>
public readonly record struct PayloadProtection(bool IsEncrypted, bool IsAuthenticated);
