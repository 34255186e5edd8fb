namespace IpmiPS.Interop.Comparing;

/// <summary>Something that this project and another tool tell differently of the same BMC.</summary>
/// <param name="Server">Which BMC.</param>
/// <param name="Item">Which sensor, entry or device of it.</param>
/// <param name="Field">What of that.</param>
/// <param name="Ours">What this project says; "-" for nothing.</param>
/// <param name="Theirs">What the other tool says; "-" for nothing.</param>
internal sealed record Difference(string Server, string Item, string Field, string Ours, string Theirs)
{
    /// <summary>As a row of the table of explained differences.</summary>
    public override string ToString() => $"| {Cell(Server)} | {Cell(Item)} | {Cell(Field)} | {Cell(Ours)} | {Cell(Theirs)} | WHY |";

    private static string Cell(string text) => text.Replace("|", "\\|", System.StringComparison.Ordinal);
}
