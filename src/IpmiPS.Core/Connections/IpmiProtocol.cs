namespace IpmiPS;

/// <summary>Which version of the session protocol to speak.</summary>
public enum IpmiProtocol
{
    /// <summary>RMCP+ (IPMI 2.0); IPMI 1.5 where the BMC has nothing else and the caller allows insecure methods.</summary>
    Auto,

    /// <summary>IPMI 1.5 sessions only. Needs the caller to allow insecure methods.</summary>
    Ipmi15,

    /// <summary>RMCP+ (IPMI 2.0) only.</summary>
    Ipmi20,
}
