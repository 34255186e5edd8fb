using System.Collections.Generic;

namespace IpmiPS.Tests.Support;

/// <summary>Keeps what a connection tells.</summary>
internal sealed class RecordingTrace : IIpmiTrace
{
    private readonly List<string> _notes = [], _packets = [], _warnings = [];

    public bool WantsPackets { get; init; } = true;

    public IReadOnlyList<string> Notes => Copy(_notes);

    public IReadOnlyList<string> Packets => Copy(_packets);

    public IReadOnlyList<string> Warnings => Copy(_warnings);

    public void Note(string text) => Add(_notes, text);

    public void Packet(string text) => Add(_packets, text);

    public void Warning(string text) => Add(_warnings, text);

    private static void Add(List<string> list, string text)
    {
        lock (list)
            list.Add(text);
    }

    private static List<string> Copy(List<string> list)
    {
        lock (list)
            return [.. list];
    }
}
