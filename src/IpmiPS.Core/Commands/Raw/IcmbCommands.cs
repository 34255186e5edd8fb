using System.Collections.Generic;

namespace IpmiPS.Commands;

/// <summary>
/// Names of the commands of ICMB (network function Bridge). Their data are defined in a specification of their own, so they are sent as bytes. No known BMC of today has
/// them. IPMI 2.0 appendix G, table G-1.
/// </summary>
public static class IcmbCommands
{
    private static readonly Dictionary<byte, string> s_names = new()
    {
        [0x00] = "Get Bridge State",
        [0x01] = "Set Bridge State",
        [0x02] = "Get ICMB Address",
        [0x03] = "Set ICMB Address",
        [0x04] = "Set Bridge Proxy Address",
        [0x05] = "Get Bridge Statistics",
        [0x06] = "Get ICMB Capabilities",
        [0x08] = "Clear Bridge Statistics",
        [0x09] = "Get Bridge Proxy Address",
        [0x0A] = "Get ICMB Connector Info",
        [0x0B] = "Get ICMB Connection ID",
        [0x0C] = "Send ICMB Connection ID",
        [0x10] = "Prepare For Discovery",
        [0x11] = "Get Addresses",
        [0x12] = "Set Discovered",
        [0x13] = "Get Chassis Device Id",
        [0x14] = "Set Chassis Device Id",
        [0x20] = "Bridge Request",
        [0x21] = "Bridge Message",
        [0x30] = "Get Event Count",
        [0x31] = "Set Event Destination",
        [0x32] = "Set Event Reception State",
        [0x33] = "Send ICMB Event Message",
        [0x34] = "Get Event Destination",
        [0x35] = "Get Event Reception State",
        [0xFF] = "Error Report",
    };

    /// <summary>The name of a command; null if it is none of ICMB.</summary>
    public static string? NameOf(NetFn netFn, byte code) => netFn == NetFn.Bridge && s_names.TryGetValue(code, out string? name) ? name : null;
}
