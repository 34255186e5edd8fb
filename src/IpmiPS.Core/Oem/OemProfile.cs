using System.Collections.Generic;
using System.Linq;
using IpmiPS.Events;

namespace IpmiPS.Oem;

/// <summary>
/// What is special about the BMCs of one vendor. Every member returns the behavior of the specification unless a vendor's class overrides it,
/// so a caller never has to know which vendor it talks to. To add a vendor, derive a class and add it to <see cref="OemProfiles.All"/>.
/// </summary>
/// <param name="manufacturerIds">IANA enterprise numbers that the vendor's BMCs report, as <see cref="Manufacturers.Canonical"/> returns them.</param>
internal abstract class OemProfile(params int[] manufacturerIds)
{
    /// <summary>User names and passwords that the vendor ships.</summary>
    public virtual IReadOnlyList<DefaultAccount> DefaultAccounts => [];

    /// <summary>How the fans can be controlled; null if no reliable way is known.</summary>
    public virtual FanControl? Fans => null;

    /// <summary>Whether the profile is for this product. A vendor whose product lines differ has a profile for each of them.</summary>
    /// <param name="manufacturerId">Manufacturer ID as <see cref="Manufacturers.Canonical"/> returns it.</param>
    /// <param name="productId">Product ID, assigned by the manufacturer.</param>
    public virtual bool Covers(int manufacturerId, int productId) => manufacturerIds.Contains(manufacturerId);

    /// <summary>The boot device selector that the BMC expects for one of IPMI 2.0 table 28-14.</summary>
    public virtual byte EncodeBootSelector(byte selector, bool uefi) => selector;

    /// <summary>The boot device selector of IPMI 2.0 table 28-14 that corresponds to one from the BMC.</summary>
    public virtual byte DecodeBootSelector(byte selector, bool uefi) => selector;

    /// <summary>The part that an event is about, such as the memory module ("CPU 1, DIMM A2"); null if the event data do not say it.</summary>
    public virtual string? DescribePart(OemEvent oemEvent) => null;

    /// <summary>Name of a sensor type that the vendor defines; null if it is not known.</summary>
    public virtual string? NameSensorType(int productId, byte sensorType) => null;

    /// <summary>A state that the vendor defines; null if it is not known.</summary>
    public virtual EventState? FindState(OemState state) => null;

    /// <summary>What an event says; null if it is not known. The event type or the sensor type is the vendor's.</summary>
    public virtual EventState? FindEvent(OemEvent oemEvent) => FindState(oemEvent.State);

    /// <summary>What event data 2 and 3 of such an event say; null if it is not known.</summary>
    public virtual string? DescribeData(OemEvent oemEvent) => null;

    /// <summary>
    /// What the states of a sensor say together, where they are a number instead of a bit for each state; null for sensors with a bit for each.
    /// </summary>
    /// <param name="productId">Product ID of the BMC.</param>
    /// <param name="eventType">Event/reading type code.</param>
    /// <param name="sensorType">Sensor type code.</param>
    /// <param name="states">The two bytes of states.</param>
    public virtual EventState? FindReading(int productId, byte eventType, byte sensorType, ushort states) => null;
}
