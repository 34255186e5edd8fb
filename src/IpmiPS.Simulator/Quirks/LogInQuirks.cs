using System;
using System.Collections.Generic;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Simulator;

/// <summary>Quirks of RMCP+ log-ins.</summary>
internal static class LogInQuirks
{
    private const int OpenSessionLength = 32, StatusAt = 1;

    public static IEnumerable<KeyValuePair<string, Action<QuirkSet, QuirkLine>>> All { get; } = new Dictionary<string, Action<QuirkSet, QuirkLine>>
    {
        ["suite-refusal"] = SuiteRefusal,
        ["open-session-short"] = (quirks, line) => quirks.EditLogIn(line.Name, PayloadType.OpenSessionResponse, (_, payload) => payload[StatusAt] == 0 ? payload : [payload[StatusAt]]),
        ["open-session-strict"] = (quirks, line) => quirks.IgnoreLogIn(line.Name, (_, packet) => packet.PayloadType == PayloadType.OpenSessionRequest && packet.Payload.Count != OpenSessionLength),
        ["rakp2-surplus"] = (quirks, line) => Surplus(quirks, line, PayloadType.Rakp2),
        ["rakp4-surplus"] = (quirks, line) => Surplus(quirks, line, PayloadType.Rakp4),
        ["rakp2-wrong"] = (quirks, line) => quirks.EditLogIn(line.Name, PayloadType.Rakp2, (_, payload) =>
        {
            payload[payload.Length - 1] ^= 0x01;
            return payload;
        }),
        ["hash-open-privilege"] = (quirks, line) => quirks.EditHash(line.Name, (logIn, rakp) => rakp.Role = (byte)(rakp.Role & 0xF0 | logIn.RequestedPrivilege)),
        ["rakp3-no-lookup"] = (quirks, line) => quirks.EditHash(line.Name, (_, rakp) => rakp.Rakp3User = ((byte)(rakp.Role & 0x0F), User.Trimmed(rakp.UserName))),
        ["hash-padded-name"] = (quirks, line) => quirks.EditHash(line.Name, (_, rakp) =>
        {
            byte[] padded = rakp.UserName;
            Array.Resize(ref padded, User.NameLength);
            rakp.UserName = padded;
        }),
        ["exact-privilege"] = (quirks, line) => quirks.EditRakp1Status(line.Name, (logIn, message, status) =>
            status == RmcpStatus.NoErrors && (message.Role & 0x0F) != logIn.User!.Privilege ? RmcpStatus.UnauthorizedRole : status),
        ["callback-only"] = (quirks, line) => quirks.EditRakp1Status(line.Name, (_, message, status) =>
            status == RmcpStatus.NoErrors && (message.Role & 0x0F) > (byte)PrivilegeLevel.Callback ? RmcpStatus.UnauthorizedRole : status),
    };

    /// <summary>A suite that the BMC does not have is refused with another status.</summary>
    private static void SuiteRefusal(QuirkSet quirks, QuirkLine line)
    {
        byte status = (byte)line.Number("status");
        quirks.EditLogIn(line.Name, PayloadType.OpenSessionResponse, (_, payload) =>
        {
            if ((RmcpStatus)payload[StatusAt] is RmcpStatus.InvalidAuthenticationAlgorithm or RmcpStatus.InvalidIntegrityAlgorithm
                or RmcpStatus.InvalidConfidentialityAlgorithm or RmcpStatus.NoCipherSuiteMatch)
                payload[StatusAt] = status;
            return payload;
        });
    }

    private static void Surplus(QuirkSet quirks, QuirkLine line, PayloadType type)
    {
        var more = new byte[line.Number("count", 1)];
        quirks.EditLogIn(line.Name, type, (_, payload) => payload[StatusAt] == 0 ? [.. payload, .. more] : payload);
    }
}
