using System.Collections.Generic;
using IpmiPS.Crypto;

namespace IpmiPS.Lan;

/// <summary>A cipher suite record of Get Channel Cipher Suites. IPMI 2.0 section 22.15.1, table 22-18.</summary>
/// <param name="Id">Number of the suite.</param>
/// <param name="VendorId">IANA number of the vendor that defined the suite; null for a standard one.</param>
internal sealed record CipherSuiteRecord(byte Id, int? VendorId)
{
    private const byte Standard = 0xC0, Oem = 0xC1, KindMask = 0xC0, NumberMask = 0x3F, IntegrityKind = 0x40, ConfidentialityKind = 0x80;
    private const int OemBytes = 3;

    /// <summary>The authentication algorithm; null if the record has none.</summary>
    public AuthenticationAlgorithm? Authentication { get; init; }

    /// <summary>The first integrity algorithm; null if the record has none.</summary>
    public IntegrityAlgorithm? Integrity { get; init; }

    /// <summary>The first confidentiality algorithm; null if the record has none.</summary>
    public ConfidentialityAlgorithm? Confidentiality { get; init; }

    /// <summary>Reads a list: C0h and number, or C1h, number and IANA number; then the algorithms, each with its kind in [7:6]. What is cut off at the end is left out.</summary>
    public static IReadOnlyList<CipherSuiteRecord> ReadAll(byte[] list)
    {
        var records = new List<CipherSuiteRecord>();
        for (int i = 0; i < list.Length; i++)
        {
            if (list[i] == Standard && i + 1 < list.Length)
            {
                records.Add(new(list[++i], null));
            }
            else if (list[i] == Oem && i + 1 + OemBytes < list.Length)
            {
                records.Add(new(list[i + 1], list[i + 2] | list[i + 3] << 8 | list[i + 4] << 16));
                i += 1 + OemBytes;
            }
            else if (records.Count > 0)
            {
                records[records.Count - 1] = records[records.Count - 1].With(list[i]);
            }
        }

        return records;
    }

    private CipherSuiteRecord With(byte algorithm) => (algorithm & KindMask) switch
    {
        0 => this with { Authentication = Authentication ?? (AuthenticationAlgorithm)(algorithm & NumberMask) },
        IntegrityKind => this with { Integrity = Integrity ?? (IntegrityAlgorithm)(algorithm & NumberMask) },
        ConfidentialityKind => this with { Confidentiality = Confidentiality ?? (ConfidentialityAlgorithm)(algorithm & NumberMask) },
        _ => this,
    };
}
