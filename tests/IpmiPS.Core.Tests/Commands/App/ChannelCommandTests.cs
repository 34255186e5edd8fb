using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.App;

public sealed class ChannelCommandTests
{
    [Theory]
    [InlineData(ChannelAccessTarget.NonVolatile, ChannelAccessTarget.None, "01 62 04")]
    [InlineData(ChannelAccessTarget.Volatile, ChannelAccessTarget.Volatile, "01 A2 84")]
    [InlineData(ChannelAccessTarget.None, ChannelAccessTarget.NonVolatile, "01 22 44")]
    public void Set_Channel_Access(ChannelAccessTarget settings, ChannelAccessTarget limit, string hex)
    {
        var command = new SetChannelAccess(1) { SettingsTarget = settings, Settings = 0x22, PrivilegeLimitTarget = limit, PrivilegeLimit = PrivilegeLevel.Administrator };
        Vectors.Request(hex, command, SetChannelAccess.ReadRequest);
        Vectors.RequestPrefixes(hex, SetChannelAccess.ReadRequest);
        Assert.Equal("not supported on this channel (it is session-less)", command.DescribeCompletionCode(0x82));
    }

    [Fact]
    public void Set_Channel_Security_Keys()
    {
        byte[] key = [.. Enumerable.Range(1, SetChannelSecurityKeys.KeyLength).Select(static i => (byte)i)];
        const string Hex = "0E 01 01 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14";
        var command = new SetChannelSecurityKeys(GetChannelInfo.PresentChannel, SecurityKeyOperation.Set, SecurityKey.Generation, key);
        Vectors.Request(Hex, command, SetChannelSecurityKeys.ReadRequest);
        Vectors.RequestPrefixes("0E 01 01", SetChannelSecurityKeys.ReadRequest);
        Assert.True(command.HoldsSecret);
        var state = Vectors.Response("02", command, 1, (s, w) => s.Write(w));
        Assert.Equal(2, state.LockStatus);
        Assert.Empty(state.Value);
        Assert.Equal("the key is locked", command.DescribeCompletionCode(SetChannelSecurityKeys.KeyLocked));
    }

    [Fact]
    public void Send_Message()
    {
        // Get Device ID for the controller at 2Ch on channel 6.
        const string Hex = "46 2C 18 BC 20 04 01 DB";
        var command = SendMessage.ReadRequest(new ByteReader(IpmiPS.Wire.Hex.Parse(Hex)));
        Assert.Equal((6, true), (command.Channel, command.IsTracked));
        Vectors.Request(Hex, new SendMessage(6, true, command.Message), SendMessage.ReadRequest);
        Assert.False(SendMessage.ReadRequest(new ByteReader([0x06])).IsTracked);
        Assert.Throws<MalformedDataException>(() => SendMessage.ReadRequest(new ByteReader([])));
    }

    [Fact]
    public void Get_BMC_Global_Enables() =>
        Assert.Equal(
            BmcGlobalEnables.EventMessageBuffer | BmcGlobalEnables.SystemEventLogging,
            Vectors.Response("0C", new GetBmcGlobalEnables(), 1, (enables, writer) => GetBmcGlobalEnables.Definition.WriteResponse(writer, enables)));

    [Theory]
    [InlineData(false, "00 02 01 00")]
    [InlineData(true, "80 02 01 00")]
    public void Get_System_Info_Parameters(bool revisionOnly, string hex)
    {
        var command = new GetSystemInfoParameters(2, setSelector: 1) { RevisionOnly = revisionOnly };
        Vectors.Request(hex, command, GetSystemInfoParameters.ReadRequest);
        Vectors.RequestPrefixes(hex, GetSystemInfoParameters.ReadRequest);
        var block = Vectors.Response("11 00 00 03 77 65 62", command, 1, (p, w) => p.Write(w));
        Assert.Equal("00 00 03 77 65 62", Hex.Format(block.Data, " "));
    }

    [Fact]
    public void Set_System_Info_Parameters()
    {
        const string Hex = "02 00 00 03 77 65 62";
        Vectors.Request(Hex, new SetSystemInfoParameters(2, [0, 0, 3, 0x77, 0x65, 0x62]), SetSystemInfoParameters.ReadRequest);
        Assert.Throws<MalformedDataException>(() => SetSystemInfoParameters.ReadRequest(new ByteReader([])));
    }

    [Theory]
    [InlineData(0x12345678u, null, "78 56 34 12")]
    [InlineData(0u, (byte)3, "00 00 00 00 03")]
    public void Close_Session_by_id_or_handle(uint id, byte? handle, string hex) => Vectors.Request(hex, new CloseSession(id, handle), CloseSession.ReadRequest);
}
