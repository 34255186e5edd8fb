using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Tests.Architecture;
using IpmiPS.Tests.Fuzz;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

/// <summary>What holds for the requests of all commands.</summary>
public sealed class RequestCodecTests
{
    public static TheoryData<string> Commands => [.. AllCommands.Types.Select(static type => type.Name)];

    /// <summary>A virtual BMC refuses requests with bytes that are left over, so a reader has to read its reserved bytes too.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void A_BMC_reads_a_request_to_its_end_and_writes_it_again(string name)
    {
        var type = AllCommands.Types.Single(type => type.Name == name);
        var command = (IpmiCommand)Codec.Create(type);
        byte[] bytes = Vectors.Written(command.WriteRequest);
        var reader = new ByteReader(bytes);
        var definition = AllCommands.DefinitionOf(type)!;
        var read = (IpmiCommand)definition.GetType().GetMethod("ReadRequest")!.Invoke(definition, [reader])!;
        Assert.True(reader.IsAtEnd, $"{reader.Remaining} bytes of {BitConverter.ToString(bytes)} are left over.");
        Assert.Equal(bytes, Vectors.Written(read.WriteRequest));
    }
}
