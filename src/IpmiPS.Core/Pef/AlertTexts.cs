using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Pef;

/// <summary>The texts of alerts, in blocks of 16 bytes that end with a zero. IPMI 2.0 table 30-6, parameters 12 and 13.</summary>
internal static class AlertTexts
{
    /// <summary>Text for "not set".</summary>
    public const string None = "None";

    private const int FirstBlock = 1, MaximumBlocks = 15;

    /// <summary>The longest text.</summary>
    public const int MaximumLength = MaximumBlocks * PefParameters.StringBlock - 1;

    /// <summary>Whether a text can be stored: Latin-1 without control characters.</summary>
    public static bool IsValid(string text) => text.Length <= MaximumLength && text.All(static c => c <= '\u00FF' && !char.IsControl(c));

    /// <summary>Reads a text as it is safe to display.</summary>
    /// <exception cref="IpmiException">The BMC does not have the text.</exception>
    public static async Task<string> ReadAsync(IIpmiConnection connection, byte number, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        for (int block = FirstBlock; block <= MaximumBlocks; block++)
        {
            byte[] part;
            try
            {
                part = (await connection.ReadAsync(PefParameters.AlertString, 0, number, (byte)block, cancellationToken).ConfigureAwait(false)).Value;
            }
            catch (IpmiCommandException) when (block > FirstBlock)
            {
                break; // the BMC has fewer blocks, and the text fills them
            }

            int end = Array.IndexOf(part, (byte)0);
            text.Append(string.Concat(part.Take(end < 0 ? part.Length : end).Select(static value => (char)value)));
            if (end >= 0 || part.Length < PefParameters.StringBlock)
                break;
        }

        return SafeText.Of(text.ToString());
    }

    /// <summary>The writes of a text, block by block.</summary>
    public static IEnumerable<ParameterWrite> Writes(byte number, string text)
    {
        byte[] bytes = [.. text.Select(static c => (byte)c), 0];
        for (int start = 0, block = FirstBlock; start < bytes.Length; start += PefParameters.StringBlock, block++)
            yield return ParameterWrite.Of(PefParameters.AlertString, bytes.Skip(start).Take(PefParameters.StringBlock).ToArray(), number, (byte)block);
    }

    /// <summary>Reads all texts that are set or belong to a filter.</summary>
    public static async Task<AlertText[]> ReadAllAsync(IIpmiConnection connection, List<string> notes, CancellationToken cancellationToken)
    {
        var count = await connection.TryReadDataAsync(PefParameters.StringCount, 0, 0, cancellationToken).ConfigureAwait(false);
        if (!PefParameters.StringCount.TryDecode(count, out byte entries))
            return [];
        var read = await Task.WhenAll(Enumerable.Range(1, entries).Select(async number =>
        {
            var key = await connection.TryReadDataAsync(PefParameters.StringKey, 0, (byte)number, cancellationToken).ConfigureAwait(false);
            var text = await OptionalRequest.TryAsync(() => ReadAsync(connection, (byte)number, cancellationToken)).ConfigureAwait(false);
            if (text.Error is { } error)
                lock (notes)
                    notes.Add($"Text {number}: {error.Message}");
            PefParameters.StringKey.TryDecode(key, out PefStringKey owner);
            return new AlertText { Number = number, Filter = owner.FilterNumber, StringSet = owner.StringSet, Text = text.Succeeded ? text.Value : "" };
        })).ConfigureAwait(false);
        return [.. read.Where(static text => text.Text.Length > 0 || text.Filter != 0 || text.StringSet != 0)];
    }
}
