namespace IpmiPS.Tests.Architecture;

/// <summary>A file of one folder names a type, or calls an extension method, of another folder.</summary>
internal sealed record FolderEdge(string From, string To, string File, string Type)
{
    public override string ToString() => $"{From} -> {To}: {File} names {Type}";
}
