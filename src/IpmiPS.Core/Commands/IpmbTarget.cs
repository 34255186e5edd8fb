namespace IpmiPS.Commands;

/// <summary>Whom a command is for: the BMC itself, or a controller behind it that is reached by Send Message. IPMI 2.0 section 6.13.</summary>
/// <param name="Address">Slave address (8-bit form, bit 0 clear); 20h is the BMC.</param>
/// <param name="Channel">Channel of the bus on which the controller is, 0 to 15; 0 is the primary IPMB.</param>
public readonly record struct IpmbTarget(byte Address, byte Channel)
{
    /// <summary>The slave address that every BMC has.</summary>
    public const byte BmcAddress = 0x20;

    /// <summary>The BMC itself.</summary>
    public static IpmbTarget Bmc => new(BmcAddress, 0);

    /// <summary>
    /// Slave address of a controller behind the BMC that passes the command on, on its own <see cref="Channel"/>; 0 if the BMC reaches the target itself.
    /// </summary>
    public byte TransitAddress { get; init; }

    /// <summary>Channel of the BMC on which the transit controller is, 0 to 15.</summary>
    public byte TransitChannel { get; init; }

    /// <summary>Whether this is the BMC itself, so that nothing has to be bridged.</summary>
    public bool IsBmc => Address == BmcAddress && Channel == 0 && !HasTransit;

    /// <summary>Whether another controller passes the command on.</summary>
    public bool HasTransit => TransitAddress != 0;

    /// <inheritdoc/>
    public override string ToString() =>
        IsBmc ? "BMC" : $"{Address:X2}h on channel {Channel}" + (HasTransit ? $", behind {TransitAddress:X2}h on channel {TransitChannel}" : "");
}
