using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using IpmiPS.Alerts;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>Decodes SNMP packets with alerts of BMCs (platform event traps), from bytes, hexadecimal text or files. Nothing is sent.</summary>
[Cmdlet(VerbsData.ConvertFrom, "IpmiTrap", DefaultParameterSetName = ByData)]
[OutputType(typeof(Alert))]
public sealed class ConvertFromIpmiTrapCommand : PSCmdlet
{
    private const string ByData = "Data", ByPath = "Path";
    private const int MaximumLength = 65507;

    private readonly List<byte> _single = [];

    /// <summary>A packet, as a byte array or hexadecimal text. Single bytes from the pipeline are one packet together.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByData)]
    [ValidateNotNull]
    public object Data { get; set; } = "";

    /// <summary>Files with one packet each, in bytes, or with one packet a line, in hexadecimal. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByPath)
        {
            foreach (string path in Path)
                ReadFiles(path);
            return;
        }

        object data = Data is PSObject wrapped ? wrapped.BaseObject : Data;
        if (data is byte single)
        {
            // No more are kept than are needed to say that they are too many.
            if (_single.Count <= MaximumLength)
                _single.Add(single);
            return;
        }

        WriteSingle();
        Write("-Data", () => data switch
        {
            byte[] bytes => bytes,
            IEnumerable<byte> bytes => [.. bytes.Take(MaximumLength + 1)],
            string text => ToBytes(text),
            _ => LanguagePrimitives.TryConvertTo(data, out byte[] bytes) ? bytes
                : throw new IpmiException(IpmiErrorKind.InvalidParameter, $"'{data}' is neither bytes nor hexadecimal text.", "Give a byte array, or text such as '30 6B 02 01'."),
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteSingle();

    private static byte[] ToBytes(string text)
    {
        try
        {
            return Hex.Parse(text);
        }
        catch (FormatException error)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The packet is not hexadecimal text: {error.Message}", "Give two digits for each byte, such as '30 6B 02 01'.", error);
        }
    }

    private void WriteSingle()
    {
        if (_single.Count == 0)
            return;
        byte[] bytes = [.. _single];
        _single.Clear();
        Write("-Data", () => bytes);
    }

    private void ReadFiles(string path)
    {
        try
        {
            foreach (string file in InputFile.Resolve(this, nameof(Path), path))
                ReadFile(file);
        }
        catch (IpmiException error)
        {
            WriteError(ErrorRecords.From(error, path));
        }
    }

    private void ReadFile(string file)
    {
        byte[] bytes = InputFile.Read(nameof(Path), file);
        if (TextOf(bytes) is not { } text)
        {
            Write(file, () => bytes);
            return;
        }

        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.Trim().Length > 0)
                Write($"{file}, line {i + 1}", () => ToBytes(line));
        }
    }

    /// <summary>The text of a file in ASCII or with a byte order mark, with which no packet begins; null for the bytes of a packet. Windows PowerShell writes UTF-16.</summary>
    private static string? TextOf(byte[] bytes)
    {
        bool isMarked = bytes.Length > 0 && bytes[0] is 0xEF or 0xFE or 0xFF;
        if (!isMarked && !bytes.All(static value => value is >= 0x20 and < 0x7F or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            return null;
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.ASCII, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>A packet that cannot be decoded is an error; the next one is decoded all the same.</summary>
    private void Write(string place, Func<byte[]> packet)
    {
        try
        {
            WriteObject(AlertDecoder.Decode(packet(), DateTimeOffset.UtcNow));
        }
        catch (IpmiException error)
        {
            string action = error.Kind == IpmiErrorKind.ProtocolError
                ? "Give a whole packet of SNMP version 1 or 2c, the content of one UDP datagram: it begins with 30, and the headers of Ethernet, IP and UDP are no part of it."
                : error.RecommendedAction;
            WriteError(ErrorRecords.From(new IpmiException(error.Kind, $"{place}: {error.Message}", action, error), place));
        }
    }
}
