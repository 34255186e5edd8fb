using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Wire;

namespace IpmiPS.Energy;

/// <summary>Texts that DCMI reads and writes in parts of 16 bytes: the asset tag and the identifier of the controller. DCMI 1.5 section 6.4.</summary>
internal static class DcmiTextAccess
{
    /// <summary>Bytes of the longest text.</summary>
    public const int MaximumLength = 63;

    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a text: one request, and the others together if it has more than one part.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="part">Makes the request for a part, from its offset and count.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<string> ReadAsync(IIpmiConnection connection, Func<byte, byte, IpmiCommand<DcmiText>> part, CancellationToken cancellationToken)
    {
        DcmiText first = await ReadFirstAsync(connection, part, cancellationToken).ConfigureAwait(false);
        int length = Math.Min((int)first.Length, MaximumLength + 1);
        var offsets = new List<int>();
        for (int offset = Math.Min(first.Data.Length, length); first.Data.Length > 0 && offset < length; offset += DcmiText.MaximumPart)
            offsets.Add(offset);
        DcmiText[] rest = await Task.WhenAll(offsets.Select(offset =>
            connection.SendAsync(part((byte)offset, (byte)Math.Min(DcmiText.MaximumPart, length - offset)), cancellationToken))).ConfigureAwait(false);
        return Decode([.. first.Data.Concat(rest.SelectMany(static text => text.Data)).Take(length)]);
    }

    /// <summary>The text of the bytes: UTF-8 after a byte order mark, else Latin-1. It ends at a NUL, and has no characters that are not safe to display.</summary>
    public static string Decode(byte[] bytes)
    {
        byte[] text = [.. bytes.TakeWhile(static value => value != 0)];
        return SafeText.Of(text.Take(s_byteOrderMark.Length).SequenceEqual(s_byteOrderMark)
            ? Encoding.UTF8.GetString(text, s_byteOrderMark.Length, text.Length - s_byteOrderMark.Length)
            : string.Concat(text.Select(static value => (char)value)));
    }

    /// <summary>The bytes of a text: Latin-1 if it has only such characters, else UTF-8 after a byte order mark.</summary>
    /// <exception cref="IpmiException">InvalidParameter: it is longer than 63 bytes, or has control characters.</exception>
    public static byte[] Encode(string text, string what)
    {
        if (!text.All(SafeText.IsSafe))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The {what} has control characters.", "Give a text of printable characters.");
        byte[] bytes = [.. text.Select(static character => (byte)character)];

        // Latin-1 that begins like a byte order mark would be read as UTF-8.
        if (text.Any(static character => character > 0xFF) || bytes.Take(s_byteOrderMark.Length).SequenceEqual(s_byteOrderMark))
            bytes = [.. s_byteOrderMark, .. Encoding.UTF8.GetBytes(text)];
        return bytes.Length <= MaximumLength
            ? bytes
            : throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The {what} has {bytes.Length} bytes; {MaximumLength} is the maximum.", "Give a shorter text. Characters outside of Latin-1 make all of it UTF-8, with 3 bytes before it.");
    }

    /// <summary>Parts of at most 16 bytes, at least one.</summary>
    public static IEnumerable<(byte Offset, byte[] Data)> Split(byte[] bytes)
    {
        for (int offset = 0; offset == 0 || offset < bytes.Length; offset += DcmiText.MaximumPart)
            yield return ((byte)offset, [.. bytes.Skip(offset).Take(DcmiText.MaximumPart)]);
    }

    /// <summary>The first part. Some BMCs refuse a count beyond the end, so its length is read with a single byte there.</summary>
    private static async Task<DcmiText> ReadFirstAsync(IIpmiConnection connection, Func<byte, byte, IpmiCommand<DcmiText>> part, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.SendAsync(part(0, DcmiText.MaximumPart), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException refused) when (CompletionCodes.MayMeanTooLong(refused.CompletionCode))
        {
            return await connection.SendAsync(part(0, 1), cancellationToken).ConfigureAwait(false);
        }
    }
}
