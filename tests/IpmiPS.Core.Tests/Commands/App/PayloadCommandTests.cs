using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Commands.App;

public class PayloadCommandTests
{
    [Fact]
    public void Activate_sol_asks_for_encryption_and_authentication()
    {
        var command = ActivatePayload.ForSol(1, SolActivationOptions.Encrypt | SolActivationOptions.Authenticate | SolActivationOptions.DeferAlerts);
        Vectors.Request("01 01 C4 00 00 00", command, ActivatePayload.ReadRequest);
        Vectors.RequestPrefixes("01 01 C4 00 00 00", ActivatePayload.ReadRequest);
        Assert.False(command.IsIdempotent);
    }

    [Fact]
    public void Activated_payload_is_read()
    {
        var payload = Vectors.Response("00 00 00 00 FF 00 E6 00 6F 02 FF FF", new ActivatePayload(), 8, (p, w) => p.Write(w));
        Assert.Equal((255, 230, 623, 0xFFFF), (payload.InboundPayloadSize, payload.OutboundPayloadSize, payload.Port, payload.Vlan));
    }

    [Theory]
    [InlineData(0x80, "active on another session")]
    [InlineData(0x81, "disabled")]
    [InlineData(0x82, "as many sessions")]
    [InlineData(0x83, "with encryption")]
    [InlineData(0x84, "without encryption")]
    public void Activation_refusals_are_explained(byte code, string text) =>
        Assert.Contains(text, new IpmiCommandException(new ActivatePayload(), (CompletionCode)code).Message);

    [Fact]
    public void Deactivate_is_written_and_read()
    {
        Vectors.Request("01 01 00 00 00 00", new DeactivatePayload(PayloadType.Sol, 1), DeactivatePayload.ReadRequest);
        Vectors.RequestPrefixes("01 01", DeactivatePayload.ReadRequest);
    }

    [Fact]
    public void Activation_status_tells_instances()
    {
        Vectors.Request("01", new GetPayloadActivationStatus(PayloadType.Sol), GetPayloadActivationStatus.ReadRequest);
        var status = Vectors.Response("02 02 80", new GetPayloadActivationStatus(PayloadType.Sol), 2, (s, w) => s.Write(w));
        Assert.Equal(2, status.Capacity);
        Assert.False(status.IsActive(1));
        Assert.True(status.IsActive(2));
        Assert.True(status.IsActive(16));
    }

    [Fact]
    public void Instance_info_tells_the_session()
    {
        Vectors.Request("01 01", new GetPayloadInstanceInfo(PayloadType.Sol, 1), GetPayloadInstanceInfo.ReadRequest);
        var info = Vectors.Response("78 56 34 12 01 00 00 00 00 00 00 00", new GetPayloadInstanceInfo(PayloadType.Sol, 1), 4, (i, w) => i.Write(w));
        Assert.Equal((0x12345678u, 1), (info.SessionId, info.Port));
    }

    [Fact]
    public void User_access_is_set_and_read()
    {
        Vectors.Request("01 03 02 00 00 00", new SetUserPayloadAccess(1, 3, true, PayloadAccess.SolOnly), SetUserPayloadAccess.ReadRequest);
        Vectors.Request("01 43 02 00 00 00", new SetUserPayloadAccess(1, 3, false, PayloadAccess.SolOnly), SetUserPayloadAccess.ReadRequest);
        Vectors.Request("01 03", new GetUserPayloadAccess(1, 3), GetUserPayloadAccess.ReadRequest);
        Assert.True(Vectors.Response("02 00 00 00", new GetUserPayloadAccess(1, 3), 2, (a, w) => a.Write(w)).Sol);
        Assert.False(Vectors.Response("FD FF FF FF", new GetUserPayloadAccess(1, 3), 2, (a, w) => a.Write(w)).Sol);
    }

    [Fact]
    public void Channel_support_covers_all_three_ranges()
    {
        Vectors.Request("01", new GetChannelPayloadSupport(1), GetChannelPayloadSupport.ReadRequest);
        var support = Vectors.Response("03 00 15 00 01 00 00 00", new GetChannelPayloadSupport(1), 4, (s, w) => s.Write(w));
        Assert.True(support.Supports(PayloadType.Sol));
        Assert.False(support.Supports(PayloadType.OemExplicit));
        Assert.True(support.Supports(PayloadType.Rakp1));
        Assert.False(support.Supports(PayloadType.Rakp2));
        Assert.True(support.Supports((PayloadType)0x20));
        Assert.False(support.Supports((PayloadType)0x3F));
    }

    [Fact]
    public void Payload_version_is_two_nibbles()
    {
        Vectors.Request("01 01", new GetChannelPayloadVersion(1, PayloadType.Sol), GetChannelPayloadVersion.ReadRequest);
        Assert.Equal(new PayloadVersion(1, 0), Vectors.Response("10", new GetChannelPayloadVersion(1, PayloadType.Sol), 1, (v, w) => v.Write(w)));
    }

    [Fact]
    public void Encryption_is_suspended_and_resumed()
    {
        Vectors.Request("01 01 00", new SuspendResumePayloadEncryption(PayloadType.Sol, 1, PayloadEncryption.Suspend), SuspendResumePayloadEncryption.ReadRequest);
        Vectors.Request("01 01 01", new SuspendResumePayloadEncryption(PayloadType.Sol, 1, PayloadEncryption.Resume), SuspendResumePayloadEncryption.ReadRequest);
        Vectors.RequestPrefixes("01 01 01", SuspendResumePayloadEncryption.ReadRequest);
    }
}
