using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Authentication;
using IpmiPS.Hosts;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>Texts that people and files give: hosts, keys, hexadecimal digits, names in records.</summary>
internal static class TextTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("hosts", Hosts) { MoreSeeds = () => Texts("rack1-bmc[001-040,050],bmc7", "[fe80::1%eth0]:623", "10.0.0.[1-254]:6230", "a[1-2]b[3-4]", "::1", "10.0.0.0/24", "10.0.0.1-50", "fd00::1-fd00::ff", "fe80::%1/120"), MaximumAllocated = 256 << 20 },
        new("digits", Digits) { MoreSeeds = () => Texts("0x0102030405060708090a0b0c0d0e0f1011121314", "de ad-be:ef,00", "0x1", "secret key") },
        new("names", Names) { MoreSeeds = () => [[0xC4, 0x46, 0x61, 0x6E, 0x31], [0x83, 0x64, 0xC9, 0xB2], [0x42, 0x12, 0xAB], [0x04, 0x41, 0, 0x42, 0]] },
    ];

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.ASCII.GetBytes);

    private static void Hosts(byte[] input)
    {
        string text = new FuzzInput(input).Text();
        try
        {
            var endpoint = LanEndpoint.Parse(text);
            if (!LanEndpoint.Parse(endpoint.ToString()).Equals(endpoint))
                throw new InvalidOperationException($"{endpoint.Address} is written as {endpoint}.");
        }
        catch (IpmiException)
        {
        }

        foreach (string word in HostRange.Rejoin(text.Split(' ')))
        {
            var names = HostRange.Expand(word);
            if (names.Count is 0 or > HostRange.MaximumCount)
                throw new InvalidOperationException($"{names.Count} names.");
        }

        if (AddressRange.Parse(text) is { } range && range.Count is 0 or > AddressRange.MaximumCount)
            throw new InvalidOperationException($"{text} has {range.Count} addresses.");
    }

    private static void Digits(byte[] input)
    {
        string text = new FuzzInput(input).Text();
        try
        {
            byte[] bytes = Hex.Parse(text);
            if (!Hex.Parse(Hex.Format(bytes, " ")).SequenceEqual(bytes))
                throw new InvalidOperationException("Digits are read other than they were written.");
        }
        catch (FormatException)
        {
        }

        using var secrets = new LogInSecrets(new IpmiConnectOptions { UserName = "a", BmcKey = ClientSetup.Secret(text.Length > 60 ? text.Substring(0, 60) : text) });
        if (secrets.BmcKey.Length > 20)
            throw new InvalidOperationException("The key is too long.");
    }

    /// <summary>A text of an SDR, and fields of a FRU, in any encoding; what can be read can be written.</summary>
    private static void Names(byte[] input)
    {
        if (input.Length > 0)
            TypeLengthText.ReadSdr(new ByteReader(input));
        var fields = new ByteReader(input);
        while (!fields.IsAtEnd && TypeLengthText.ReadFru(fields) is { } field)
        {
            field.ToText();
            field.ToText(isEnglish: false);
            if (field is { Encoding: TextEncoding.Latin1, Bytes.Length: 1 })
                continue;
            var writer = new ByteWriter();
            TypeLengthText.WriteFru(writer, field);
            var again = TypeLengthText.ReadFru(new ByteReader(writer.ToArray()))!.Value;
            if (again.Encoding != field.Encoding || !again.Bytes.SequenceEqual(field.Bytes))
                throw new InvalidOperationException("A field is read other than it was written.");
        }
    }
}
