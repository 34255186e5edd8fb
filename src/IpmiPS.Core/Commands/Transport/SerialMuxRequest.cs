namespace IpmiPS;

/// <summary>What Set Serial/Modem Mux does. IPMI 2.0 section 25.3, table 25-5.</summary>
public enum SerialMuxRequest : byte
{
    /// <summary>Only read who has the port.</summary>
    Get = 0,

    /// <summary>Ask that the system gets the port; refused while the BMC uses it.</summary>
    RequestSystem = 1,

    /// <summary>Ask that the BMC gets the port; refused while requests are blocked.</summary>
    RequestBmc = 2,

    /// <summary>Give the system the port, also if the BMC uses it.</summary>
    ForceSystem = 3,

    /// <summary>Give the BMC the port.</summary>
    ForceBmc = 4,

    /// <summary>Block requests that the system gets the port.</summary>
    BlockSystem = 5,

    /// <summary>Allow requests that the system gets the port.</summary>
    AllowSystem = 6,

    /// <summary>Block requests that the BMC gets the port.</summary>
    BlockBmc = 7,

    /// <summary>Allow requests that the BMC gets the port.</summary>
    AllowBmc = 8,
}
