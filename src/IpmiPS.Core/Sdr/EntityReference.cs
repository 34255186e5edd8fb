namespace IpmiPS.Sdr;

/// <summary>An entity named in an association record.</summary>
/// <param name="Id">Entity ID; 00h for none.</param>
/// <param name="Instance">Instance number; from 60h on relative to the controller.</param>
/// <param name="DeviceAddress">Slave address of the controller that the instance is relative to; 0 in records of type 08h.</param>
/// <param name="Channel">Channel of that controller.</param>
public readonly record struct EntityReference(byte Id, byte Instance, byte DeviceAddress = 0, byte Channel = 0)
{
    private const byte FirstDeviceRelative = 0x60;

    /// <summary>Whether there is an entity.</summary>
    public bool IsSpecified => Id != 0;

    /// <inheritdoc/>
    public override string ToString() => Describe(Id, Instance);

    /// <summary>Describes an entity, such as "System Board 1". Instances relative to a controller count from 60h.</summary>
    public static string Describe(byte id, byte instance)
    {
        int number = instance & 0x7F;
        return $"{EntityIds.Describe(id)} {(number >= FirstDeviceRelative ? number - FirstDeviceRelative : number)}";
    }
}
