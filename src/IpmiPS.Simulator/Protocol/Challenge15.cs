using System;
using IpmiPS.Packets;

namespace IpmiPS.Simulator;

/// <summary>An IPMI 1.5 log-in between Get Session Challenge and Activate Session.</summary>
internal sealed record Challenge15(uint TemporaryId, byte[] Challenge, AuthType AuthType, User User, TimeSpan Begun);
