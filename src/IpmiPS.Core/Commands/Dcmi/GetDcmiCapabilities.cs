using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get DCMI Capabilities Info, which a BMC answers before any log-in. DCMI 1.5 section 6.1.1.</summary>
/// <param name="parameter">1 what is supported, 2 mandatory attributes, 3 optional attributes, 4 access, 5 power statistics.</param>
public sealed class GetDcmiCapabilities(byte parameter) : IpmiCommand<DcmiCapabilities>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetDcmiCapabilities, DcmiCapabilities> Definition { get; } =
        new(NetFn.GroupExtension, 0x01, "Get DCMI Capabilities Info", null, ReadRequest, static (writer, response) => response.Write(writer)) { Group = DcmiGroup.Number };

    /// <summary>Parameter selector.</summary>
    public byte Parameter => parameter;

    /// <summary>Writes the request: group, parameter selector.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(parameter);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetDcmiCapabilities ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte());
    }

    /// <inheritdoc/>
    public override DcmiCapabilities ReadResponse(ByteReader reader) => DcmiCapabilities.Read(reader);
}

/// <summary>One parameter of the DCMI capabilities. DCMI 1.5 section 6.1.1, tables 6-2 and 6-3.</summary>
/// <param name="Major">Major version of DCMI.</param>
/// <param name="Minor">Minor version of DCMI.</param>
/// <param name="Revision">Parameter revision; 2 for DCMI 1.5.</param>
/// <param name="Data">The parameter's data.</param>
public sealed record DcmiCapabilities(byte Major, byte Minor, byte Revision, byte[] Data)
{
    /// <summary>Reads the response: group, version, parameter revision, data.</summary>
    public static DcmiCapabilities Read(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadRest());
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(Major);
        writer.WriteByte(Minor);
        writer.WriteByte(Revision);
        writer.WriteBytes(Data);
    }
}
