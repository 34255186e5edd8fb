using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

public sealed class GroupCommandTests
{
    [Fact]
    public void A_vendors_number_stands_before_the_data_of_request_and_response()
    {
        var command = GroupCommand.OfVendor(343, 0xC8, [1, 0, 0], lun: 1);
        Assert.Equal((NetFn.OemGroup, 0xC8, 1, false), (command.NetFn, command.Code, command.Lun, command.IsIdempotent));
        Vectors.Request("57 01 00 01 00 00", command);
        Assert.Equal([0xAA], command.ReadResponse(new ByteReader([0x57, 0x01, 0x00, 0xAA])));
        Assert.Equal("Command 2Eh/C8h of enterprise 343", command.Name);
        Assert.Throws<MalformedDataException>(() => command.ReadResponse(new ByteReader([0xA2, 0x02, 0x00, 0xAA])));
        Assert.Throws<MalformedDataException>(() => command.ReadResponse(new ByteReader([0x57, 0x01])));
    }

    [Fact]
    public void So_does_the_code_of_a_body()
    {
        var command = GroupCommand.OfBody(0xDC, 0x01, [5]);
        Vectors.Request("DC 05", command);
        Assert.Equal([1, 5, 2], command.ReadResponse(new ByteReader([0xDC, 1, 5, 2])));
        Assert.Throws<MalformedDataException>(() => command.ReadResponse(new ByteReader([0x00, 1])));
    }

    [Fact]
    public void A_payload_of_a_vendor_is_asked_for_by_handle_or_by_name()
    {
        Vectors.Request("01 20 00 00 00 00 00", new GetChannelOemPayloadInfo(1, (PayloadType)0x20), GetChannelOemPayloadInfo.ReadRequest);
        Vectors.Request("0E 02 57 01 00 34 12", new GetChannelOemPayloadInfo(0x0E, PayloadType.OemExplicit, 343, 0x1234), GetChannelOemPayloadInfo.ReadRequest);
        Vectors.RequestPrefixes("0E 02 57 01 00 34 12", GetChannelOemPayloadInfo.ReadRequest);
        var info = Vectors.Response("21 57 01 00 34 12 13", new GetChannelOemPayloadInfo(1, (PayloadType)0x21), 7, (i, w) => i.Write(w));
        Assert.Equal(new OemPayloadInfo((PayloadType)0x21, 343, 0x1234, new PayloadVersion(1, 3)), info);

        // A vendor's payload is activated like any other.
        Vectors.Request("21 01 00 00 00 00", new ActivatePayload { Payload = (PayloadType)0x21 }, ActivatePayload.ReadRequest);
    }

    [Theory]
    [InlineData(0x02, 0x06, "Get ICMB Capabilities (02h/06h)")]
    [InlineData(0x02, 0x40, "Command 02h/40h")]
    [InlineData(0x04, 0x06, "Command 04h/06h")]
    public void Commands_of_ICMB_have_names(byte netFn, byte code, string name) => Assert.Equal(name, new RawCommand(netFn, code, []).Name);
}
