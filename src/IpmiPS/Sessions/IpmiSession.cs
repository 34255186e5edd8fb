using System;
using System.ComponentModel;
using System.Security;
using IpmiPS.Cmdlets;

namespace IpmiPS;

/// <summary>State of a session.</summary>
public enum IpmiSessionState
{
    /// <summary>Logged in.</summary>
    Opened,

    /// <summary>The BMC no longer answers in this session; the next use logs in again.</summary>
    Broken,

    /// <summary>Closed by Remove-IpmiSession or with the module.</summary>
    Closed,
}

/// <summary>
/// A session with a BMC that lasts from one cmdlet to the next. It is kept alive while idle, and logs in again once if the BMC has
/// dropped it.
/// </summary>
[TypeConverter(typeof(IpmiSessionConverter))]
public sealed class IpmiSession
{
    private readonly SessionLink _link;

    internal IpmiSession(int id, string name, IpmiConnectOptions options, IBmcSession client)
    {
        Id = id;
        Name = name;
        _link = new SessionLink(options, client);
    }

    /// <summary>Number of the session in this process.</summary>
    public int Id { get; }

    /// <summary>Name of the session; no other open session has it.</summary>
    public string Name { get; }

    /// <summary>Unique id of the session.</summary>
    public Guid InstanceId { get; } = Guid.NewGuid();

    /// <summary>The BMC as it was named when the session was opened, with the port if it is not 623.</summary>
    public string ComputerName => Options.ComputerName;

    /// <summary>State of the session.</summary>
    public IpmiSessionState State => _link.State;

    /// <summary>The user that is logged in; empty for the null user.</summary>
    public string UserName => Options.UserName;

    /// <summary>The highest privilege of the session.</summary>
    public PrivilegeLevel PrivilegeLevel => _link.Client.Privilege;

    /// <summary>Protocol in use.</summary>
    public IpmiProtocol Protocol => _link.Client.Protocol;

    /// <summary>Cipher suite in use; null with IPMI 1.5.</summary>
    public byte? CipherSuite => _link.Client.CipherSuite?.Id;

    /// <summary>When the session was last used; keep-alive does not count.</summary>
    public DateTimeOffset LastUsed => _link.LastUsed;

    /// <inheritdoc cref="SessionLink.IsUsable"/>
    internal bool IsUsable => _link.IsUsable;

    /// <summary>The log-in that is in use now.</summary>
    internal IBmcSession Client => _link.Client;

    /// <summary>How the session logs in. Not public: it holds password and key as SecureStrings until the session is closed.</summary>
    private IpmiConnectOptions Options => _link.Options;

    /// <inheritdoc cref="SessionLink.Attach"/>
    internal SessionLink Attach(IIpmiTrace trace, LogIn logIn)
    {
        _link.Attach(trace, logIn);
        return _link;
    }

    /// <inheritdoc cref="SessionLink.CopyOptions"/>
    internal IpmiConnectOptions CopyOptions() => _link.CopyOptions();

    /// <inheritdoc cref="SessionLink.ChangePassword"/>
    internal void ChangePassword(SecureString password) => _link.ChangePassword(password);

    /// <inheritdoc cref="SessionLink.ChangeBmcKey"/>
    internal void ChangeBmcKey(SecureString key) => _link.ChangeBmcKey(key);

    internal void KeepAlive() => _link.KeepAlive();

    internal void KeepAliveFailed(Exception fault) => _link.KeepAliveFailed(fault);

    internal void Close() => _link.Close();

    /// <inheritdoc/>
    public override string ToString() => Name;
}
