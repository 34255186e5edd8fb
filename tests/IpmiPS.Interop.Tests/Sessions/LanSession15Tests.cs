using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.Sessions;

/// <summary>IPMI 1.5 log-ins with every authentication type that ipmi_sim has.</summary>
public sealed class LanSession15Tests
{
    [InteropTheory(Needs.IpmiSim)]
    [InlineData("none", false)]
    [InlineData("straight", true)]
    [InlineData("md2", true)]
    [InlineData("md5", true)]
    [InlineData(IpmiSimBmc.EveryType, true)]
    public async Task A_session_opens_and_carries_commands(string types, bool checksPassword)
    {
        await using var bmc = await IpmiSimBmc.StartAsync(authenticationTypes: types);
        using var client = await bmc.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true, AllowClearTextPassword = true });

        Assert.Equal(IpmiProtocol.Ipmi15, client.Protocol);
        Assert.Null(client.CipherSuite);
        for (int i = 0; i < 20; i++)
            Assert.Equal(0x1291, (await client.SendAsync(new GetDeviceId())).ManufacturerId);
        await client.CloseAsync();

        if (!checksPassword)
            return;
        var error = await Assert.ThrowsAsync<IpmiException>(() => bmc.ConnectAsync(options => options with
        {
            Protocol = IpmiProtocol.Ipmi15,
            AllowInsecure = true,
            AllowClearTextPassword = true,
            Password = TestBmc.Secret("admit"),
        }));
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
    }

    [InteropTheory(Needs.IpmiSim)]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Per_message_authentication_is_as_the_channel_says(string perMessage)
    {
        await using var bmc = await IpmiSimBmc.StartAsync(authenticationTypes: "md5", lan: $"per_msg_auth {perMessage}");
        using var client = await bmc.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true });

        Assert.Equal(0x1291, (await client.SendAsync(new GetDeviceId())).ManufacturerId);
    }

    [InteropFact(Needs.IpmiSim)]
    public async Task A_password_in_clear_text_is_not_sent_without_its_own_word()
    {
        await using var bmc = await IpmiSimBmc.StartAsync(authenticationTypes: "straight");

        var error = await Assert.ThrowsAsync<IpmiException>(() => bmc.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true }));

        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Contains("-AllowClearTextPassword", error.RecommendedAction, System.StringComparison.Ordinal);
    }

    [InteropFact(Needs.IpmiSim)]
    public async Task Nothing_of_it_is_done_without_leave()
    {
        await using var bmc = await IpmiSimBmc.StartAsync();

        var error = await Assert.ThrowsAsync<IpmiException>(() => bmc.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15 }));

        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
    }
}
