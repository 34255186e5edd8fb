using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>The trace of a lasting session: it goes to whichever cmdlet uses the session at the moment, else nowhere.</summary>
internal sealed class SwitchableTrace : IIpmiTrace
{
    private IIpmiTrace? _listener;

    public IIpmiTrace? Listener
    {
        get => Volatile.Read(ref _listener);
        set => Volatile.Write(ref _listener, value);
    }

    public bool WantsPackets => Listener?.WantsPackets ?? false;

    /// <summary>Ends what goes to a listener, unless another has taken its place.</summary>
    public void Forget(IIpmiTrace listener) => Interlocked.CompareExchange(ref _listener, null, listener);

    public void Note(string text) => Listener?.Note(text);

    public void Packet(string text) => Listener?.Packet(text);

    public void Warning(string text) => Listener?.Warning(text);
}
