using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Support;

/// <summary>A raw command that may be sent again, and before anything else in a session.</summary>
internal sealed class RawQuestion(params byte[] data) : IpmiCommand<byte[]>
{
    public override NetFn NetFn => (NetFn)0x30;

    public override byte Code => 0x01;

    public override void WriteRequest(ByteWriter writer) => writer.WriteBytes(data);

    public override byte[] ReadResponse(ByteReader reader) => reader.ReadRest();
}
