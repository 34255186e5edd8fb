using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Support;

/// <summary>A raw command that may be sent again, and before anything else in a session.</summary>
internal sealed class RawQuestion(params byte[] data) : IpmiCommand<byte[]>(Definition)
{
    public static CommandDefinition<RawQuestion, byte[]> Definition { get; } =
        new((NetFn)0x30, 0x01, "Raw Question", PrivilegeLevel.User, static reader => new(reader.ReadRest()), static (writer, response) => writer.WriteBytes(response));

    public override void WriteRequest(ByteWriter writer) => writer.WriteBytes(data);

    public override byte[] ReadResponse(ByteReader reader) => reader.ReadRest();
}
