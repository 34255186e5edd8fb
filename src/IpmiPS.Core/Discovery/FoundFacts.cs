using System;
using System.Collections.Generic;
using IpmiPS.Commands.App;
using IpmiPS.Packets;

namespace IpmiPS.Discovery;

/// <summary>What a device answered.</summary>
/// <param name="Capabilities">Its log-in methods; null without an answer.</param>
/// <param name="Pong">Its pong; null without one.</param>
/// <param name="IsPinged">Whether a ping was sent.</param>
/// <param name="Guid">The bytes of the system GUID; null without them.</param>
/// <param name="Suites">The complete list of cipher suites; null without it.</param>
/// <param name="ResponseTime">Time of the first answer; null if it is not certain.</param>
internal sealed record FoundFacts(
    ChannelAuthenticationCapabilities? Capabilities, AsfMessage? Pong, bool IsPinged, byte[]? Guid, IReadOnlyCollection<byte>? Suites, TimeSpan? ResponseTime);
