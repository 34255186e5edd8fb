using IpmiPS.Commands.Dcmi;

namespace IpmiPS.Parameters;

/// <summary>The DCMI configuration parameters: how the controller finds its DHCP server. DCMI 1.5 section 6.1.2, table 6-4.</summary>
public static class DcmiParameters
{
    /// <summary>Writing 1 starts DHCP with the present parameters.</summary>
    public static Parameter<byte> ActivateDhcp { get; } = new(Owner, 1, "Activate DHCP", 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte);

    /// <summary>What the controller sends to a DHCP server.</summary>
    public static Parameter<DhcpDiscovery> Discovery { get; } =
        new(Owner, 2, "Discovery Configuration", 1, static reader => (DhcpDiscovery)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>Seconds until the first retry of a request; 4 by default.</summary>
    public static Parameter<byte> InitialTimeout { get; } = new(Owner, 3, "DHCP Timing 1", 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte);

    /// <summary>Seconds for which the controller tries to reach a server; 120 by default.</summary>
    public static Parameter<int> ContactTimeout { get; } = new(Owner, 4, "DHCP Timing 2", 2, ParameterCodecs.ReadUInt16, ParameterCodecs.WriteUInt16);

    /// <summary>Seconds until the controller tries again after that; 64 by default.</summary>
    public static Parameter<int> RetryInterval { get; } = new(Owner, 5, "DHCP Timing 3", 2, ParameterCodecs.ReadUInt16, ParameterCodecs.WriteUInt16);

    /// <summary>The family.</summary>
    public static ParameterFamily Family { get; } = new("DCMI", [ActivateDhcp, Discovery, InitialTimeout, ContactTimeout, RetryInterval])
    {
        Revision = 0x01,
        GetAsync = static async (connection, address, cancellationToken) =>
        {
            var response = await connection.SendAsync(new GetDcmiConfigurationParameters(address.Number, address.Set), cancellationToken).ConfigureAwait(false);
            return new ParameterData(response.Revision, response.Data);
        },
        Set = static (address, data) => new SetDcmiConfigurationParameters(address.Number, address.Set, data),
    };

    private static ParameterFamily Owner() => Family;
}
