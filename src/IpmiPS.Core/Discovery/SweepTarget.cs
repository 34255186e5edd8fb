using System.Net;

namespace IpmiPS.Discovery;

/// <summary>An address to probe.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Name">The name that resolved to it; null if it was given as an address.</param>
internal sealed record SweepTarget(IPEndPoint EndPoint, string? Name = null);
