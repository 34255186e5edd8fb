using System;
using System.Globalization;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>A date and time: ISO 8601, or as the user's culture writes it. Without a time zone, it is UTC.</summary>
internal sealed class DateCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "a date and time, such as 2026-03-31 14:05";

    protected override object? Read(object value) => value switch
    {
        DateTimeOffset time => time,
        DateTime { Kind: DateTimeKind.Local } local => new DateTimeOffset(local),
        DateTime time => new DateTimeOffset(time, TimeSpan.Zero),
        string text when text.Length > 4 && text[4] == '-' => Parse(text, CultureInfo.InvariantCulture),
        string text => Parse(text, CultureInfo.CurrentCulture) ?? Parse(text, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static DateTimeOffset? Parse(string text, CultureInfo culture) =>
        DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

/// <summary>
/// The cells that say which FRU device is meant. An empty ID is not the same as none: memory chips have a row of <c>Get-IpmiFru</c>, and no ID.
/// </summary>
internal static class FruCells
{
    /// <summary>The ID of a row that has the column, and nothing in it.</summary>
    public const int EmptyId = -2;

    /// <summary>The last ID of a device.</summary>
    public const int LastId = 254;

    /// <summary>The ID if there is neither parameter nor column.</summary>
    public const int NoId = -1;

    /// <summary>What Export-Csv writes for a list.</summary>
    private const string ListInCsv = "System.String[]";

    /// <summary>The FRU device ID; the BMC's own device by default.</summary>
    /// <exception cref="IpmiException">NotPresent: the row is one of a memory chip.</exception>
    public static byte IdOf(int cell) => cell > LastId
        ? throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Id is not a whole number from 0 to {LastId}. Nothing was sent.", "Get-IpmiFru lists the devices with their IDs.")
        : cell == EmptyId
        ? throw new IpmiException(IpmiErrorKind.NotPresent, "The input has no FRU device ID: FRU commands cannot access this device. Nothing was sent.", "Leave out the rows of Get-IpmiFru without Id: Where-Object Id -ne $null.")
        : (byte)Math.Max(0, cell);

    /// <summary>A list of texts; null if it is not given, also for a list that went through a CSV file, which does not have its content.</summary>
    public static string[]? ListOf(string?[]? cells) => cells is null || cells.Length == 1 && (cells[0] is null or "" or ListInCsv) ? null : Array.ConvertAll(cells, static cell => cell ?? "");

    /// <summary>Where <paramref name="path"/> is; the folder for backups if it is null.</summary>
    public static string FolderOf(PSCmdlet cmdlet, string path) => cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
}
