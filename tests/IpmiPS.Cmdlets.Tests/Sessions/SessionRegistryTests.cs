using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cmdlets.Tests.Support;
using IpmiPS.Commands.App;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Sessions;

/// <summary>Not beside other tests that open sessions: the registry, with its numbers and names, is one for the process.</summary>
[Collection(nameof(SessionRegistry))]
public sealed class SessionRegistryTests
{
    [Fact]
    public async Task A_session_is_found_by_name_number_and_id_until_it_is_removed()
    {
        using var rack = new TestRack();
        IpmiSession session = await OpenAsync(rack, "found");
        var converter = new IpmiSessionConverter();
        Assert.Same(session, converter.ConvertFrom("FOUND", typeof(IpmiSession), null!, true));
        Assert.Same(session, converter.ConvertFrom(session.Id, typeof(IpmiSession), null!, true));
        Assert.Same(session, SessionRegistry.Find(session.InstanceId));
        Assert.Contains(session, SessionRegistry.All);
        SessionRegistry.Remove(session);
        Assert.DoesNotContain(session, SessionRegistry.All);
        Assert.Null(SessionRegistry.Find(session.InstanceId));
        Assert.Equal(IpmiSessionState.Closed, session.State);
        await rack.HasSessionsAsync(0);
    }

    [Fact]
    public void A_name_is_reserved_once_until_it_is_released()
    {
        string name = Guid.NewGuid().ToString();
        SessionRegistry.ReserveName(name, "a");
        var taken = Assert.Throws<IpmiException>(() => SessionRegistry.ReserveName(name.ToUpperInvariant(), "b"));
        Assert.Equal(IpmiErrorKind.InvalidParameter, taken.Kind);
        SessionRegistry.ReleaseName(name);
        SessionRegistry.ReserveName(name, "b");
        SessionRegistry.ReleaseName(name);
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_session_was_removed()
    {
        using var rack = new TestRack();
        string name = Guid.NewGuid().ToString();
        SessionRegistry.ReserveName(name, "a");
        SessionRegistry.Remove(await OpenAsync(rack, name));
        SessionRegistry.ReserveName(name, "b");
        SessionRegistry.ReleaseName(name);
    }

    [Fact]
    public async Task A_session_without_a_name_gets_one_with_its_number_that_no_other_has()
    {
        using var rack = new TestRack();
        IpmiSession first = await OpenAsync(rack, null);
        string next = "IpmiSession" + (first.Id + 1);
        bool isReserved = !SessionRegistry.All.Any(session => session.Name == next);
        if (isReserved)
            SessionRegistry.ReserveName(next, "other");
        IpmiSession second = await OpenAsync(rack, null);
        Assert.Equal("IpmiSession" + first.Id, first.Name);
        Assert.Equal("IpmiSession" + second.Id, second.Name);
        Assert.NotEqual(next, second.Name);
        SessionRegistry.Remove(first);
        SessionRegistry.Remove(second);
        if (isReserved)
            SessionRegistry.ReleaseName(next);
    }

    [Fact]
    public void A_session_that_is_not_there_is_an_error_with_what_was_asked_for()
    {
        IpmiException missing = SessionRegistry.NotPresent("nowhere", static session => session.Name);
        Assert.Equal(IpmiErrorKind.NotPresent, missing.Kind);
        Assert.Contains("nowhere", missing.Message);
    }

    [Fact]
    public async Task A_dropped_session_logs_in_again_once_and_repeats_a_request_that_only_reads()
    {
        using var rack = new TestRack();
        IpmiSession session = await OpenAsync(rack, null);
        SessionLink link = session.Attach(new SwitchableTrace(), BmcConnector.ConnectAsync);
        session.KeepAliveFailed(new IpmiException(IpmiErrorKind.Timeout, "silent"));
        Assert.Equal(IpmiSessionState.Broken, session.State);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => link.SendAsync(new GetDeviceId(), CancellationToken.None)));
        Assert.Equal(IpmiSessionState.Opened, session.State);
        Assert.Equal(2, rack.Bmc.SessionsOpened);
        SessionRegistry.Remove(session);
        await rack.HasSessionsAsync(0);
    }

    [Fact]
    public async Task A_refused_log_in_is_not_tried_again()
    {
        using var rack = new TestRack();
        IpmiSession session = await OpenAsync(rack, null);
        int tried = 0;
        SessionLink link = session.Attach(new SwitchableTrace(), (_, _) =>
        {
            tried++;
            throw new IpmiException(IpmiErrorKind.BadCredential, "refused");
        });
        session.KeepAliveFailed(new IpmiException(IpmiErrorKind.Timeout, "silent"));
        for (int i = 0; i < 2; i++)
            Assert.Equal(IpmiErrorKind.BadCredential, (await Assert.ThrowsAsync<IpmiException>(() => link.SendAsync(new GetDeviceId(), CancellationToken.None))).Kind);
        Assert.Equal(1, tried);
        Assert.False(session.IsUsable);
        SessionRegistry.Remove(session);
    }

    [Fact]
    public async Task A_closed_session_has_no_secrets_and_cannot_be_used()
    {
        using var rack = new TestRack();
        IpmiSession session = await OpenAsync(rack, null);
        SessionLink link = session.Attach(new SwitchableTrace(), BmcConnector.ConnectAsync);
        IpmiConnectOptions copy = session.CopyOptions();
        SessionRegistry.Remove(session);
        Assert.Equal("simulated", Secrets.Reveal(copy.Password!));
        Assert.Throws<ObjectDisposedException>(() => link.Options.Password!.Copy());
        Assert.Throws<IpmiException>(session.CopyOptions);
        await Assert.ThrowsAsync<IpmiException>(() => link.SendAsync(new GetDeviceId(), CancellationToken.None));
    }

    [Fact]
    public void A_trace_goes_to_the_last_listener_that_was_not_removed()
    {
        var trace = new SwitchableTrace();
        var first = new SwitchableTrace();
        var second = new SwitchableTrace();
        trace.Listener = first;
        trace.Listener = second;
        trace.Remove(first);
        Assert.Same(second, trace.Listener);
        trace.Remove(second);
        Assert.Null(trace.Listener);
        Assert.False(trace.WantsPackets);
    }

    private static async Task<IpmiSession> OpenAsync(TestRack rack, string? name)
    {
        IpmiConnectOptions options = rack.Options.WithOwnSecrets() with { Trace = new SwitchableTrace() };
        return SessionRegistry.Add(name, options, await BmcConnector.ConnectAsync(options));
    }
}
