using IpmiPS.Packets;

namespace IpmiPS.Simulator;

/// <summary>A request that Send Message carries to a controller behind the BMC.</summary>
/// <param name="Target">The controller.</param>
/// <param name="Message">The request as the IPMB carries it.</param>
/// <param name="IsTracked">Whether the BMC returns the controller's response to the client.</param>
internal sealed record BridgedRequest(Controller Target, LanMessage Message, bool IsTracked);
