using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>The trace of a session: it goes to the cmdlet that is using the session, if any.</summary>
internal sealed class SwitchableTrace : IIpmiTrace
{
    private IIpmiTrace? _listener;

    public IIpmiTrace? Listener
    {
        get => Volatile.Read(ref _listener);
        set => Volatile.Write(ref _listener, value);
    }

    public bool WantsPackets => Listener?.WantsPackets ?? false;

    /// <summary>Removes a listener, unless another has replaced it.</summary>
    public void Remove(IIpmiTrace listener) => Interlocked.CompareExchange(ref _listener, null, listener);

    public void Note(string text) => Listener?.Note(text);

    public void Packet(string text) => Listener?.Packet(text);

    public void Warning(string text) => Listener?.Warning(text);
}
