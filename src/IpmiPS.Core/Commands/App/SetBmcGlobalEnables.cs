using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set BMC Global Enables: all flags at once. The specification allows it on the system interface; many BMCs also accept it over LAN. IPMI 2.0 section 22.1.</summary>
public sealed class SetBmcGlobalEnables(BmcGlobalEnables enables) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetBmcGlobalEnables> Definition { get; } =
        new(NetFn.App, 0x2E, "Set BMC Global Enables", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>The functions to enable; all others are disabled.</summary>
    public BmcGlobalEnables Enables { get; } = enables;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)Enables);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetBmcGlobalEnables ReadRequest(ByteReader reader) => new((BmcGlobalEnables)reader.ReadByte());
}
