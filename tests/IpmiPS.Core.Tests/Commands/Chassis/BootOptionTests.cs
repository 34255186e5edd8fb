using System;
using IpmiPS.Commands.Chassis;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.Chassis;

public class BootOptionTests
{
    [Theory]
    [InlineData(5, 0, "05 00 00")]
    [InlineData(7, 3, "07 03 00")]
    public void Get_names_parameter_set_and_block(byte parameter, byte set, string hex)
    {
        Vectors.Request(hex, new GetSystemBootOptions(parameter, set), GetSystemBootOptions.ReadRequest);
        Vectors.RequestPrefixes(hex, GetSystemBootOptions.ReadRequest);
    }

    [Theory]
    [InlineData("01 05 A0 04 00 00 00", false, 5)]
    [InlineData("01 85 A0 04 00 00 00", true, 5)]
    [InlineData("01 05", false, 0)]
    public void Get_reads_version_mark_and_data(string hex, bool locked, int length)
    {
        var options = Vectors.Response(hex, new GetSystemBootOptions(5), 2, (o, w) => o.Write(w));
        Assert.Equal(((byte)5, locked, length), (options.Parameter, options.IsLocked, options.Data.Length));
    }

    [Fact]
    public void Set_writes_mark_selector_and_data()
    {
        Vectors.Request("05 A0 04 00 00 00", new SetSystemBootOptions(5, [0xA0, 0x04, 0, 0, 0]), SetSystemBootOptions.ReadRequest);
        Vectors.Request("83", new SetSystemBootOptions(3, []) { Lock = true }, SetSystemBootOptions.ReadRequest);
        Assert.Throws<MalformedDataException>(() => SetSystemBootOptions.ReadRequest(new ByteReader([])));
    }

    [Theory]
    [InlineData(0x80, "parameter not supported")]
    [InlineData(0x81, "another party is changing the parameters")]
    [InlineData(0x82, "parameter is read-only")]
    public void Set_explains_its_own_codes(byte code, string text) =>
        Assert.Contains(text, new IpmiCommandException(new SetSystemBootOptions(5, []), (CompletionCode)code).Message);
}
