namespace IpmiPS;

/// <summary>The ACPI power states that a BMC was last told. IPMI 2.0 sections 20.6 and 20.7.</summary>
public sealed class AcpiPower
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>State of the system.</summary>
    public AcpiSystemState System { get; init; }

    /// <summary>State of the BMC as a device.</summary>
    public AcpiDeviceState Device { get; init; }
}

/// <summary>The ACPI power states after a change, as read back.</summary>
public sealed class AcpiPowerUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>State of the system.</summary>
    public AcpiSystemState System { get; init; }

    /// <summary>State of the BMC as a device.</summary>
    public AcpiDeviceState Device { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether everything was read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
