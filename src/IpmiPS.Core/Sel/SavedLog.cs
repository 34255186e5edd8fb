using System;
using System.Collections.Generic;

namespace IpmiPS.Sel;

/// <summary>The formats of saved event logs.</summary>
public enum SavedLogFormat
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>Our own, with the name, the clock and the sensors of the BMC.</summary>
    IpmiPS,

    /// <summary>Records of 16 bytes one after the other, as ipmitool sel writeraw makes them.</summary>
    Raw,

    /// <summary>Lines of 16 bytes in hexadecimal, as ipmi-sel --hex-dump makes them.</summary>
    HexLines,

    /// <summary>Lines of 7 bytes of an event, as ipmitool sel save makes them. They have no ID, no time and no generator.</summary>
    EventLines,
}

/// <summary>One record of a saved log.</summary>
/// <param name="Id">ID in the chain; some BMCs write another one into the record.</param>
/// <param name="Bytes">The record, 16 bytes; fewer if the file is damaged.</param>
public readonly record struct SavedRecord(ushort Id, byte[] Bytes);

/// <summary>The log of one BMC with what is needed to decode it without the BMC.</summary>
public sealed class SavedLog
{
    /// <summary>Name of the BMC; empty if the file does not have it.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>When the log was saved, by the clock of the computer that saved it; null if the file does not have it.</summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>UTC offset of the BMC's clock in minutes; null if not known.</summary>
    public short? UtcOffset { get; init; }

    /// <summary>What the BMC is; null if not known.</summary>
    public SelSource? Source { get; init; }

    /// <summary>The records in the order of the log.</summary>
    public IReadOnlyList<SavedRecord> Records { get; init; } = [];

    /// <summary>The sensor data records, with their headers; empty if the file does not have them.</summary>
    public IReadOnlyList<byte[]> SensorRecords { get; init; } = [];

    /// <summary>The same log under another name.</summary>
    public SavedLog WithName(string computerName) => new()
    {
        ComputerName = computerName,
        SavedAt = SavedAt,
        UtcOffset = UtcOffset,
        Source = Source,
        Records = Records,
        SensorRecords = SensorRecords,
    };
}

/// <summary>The device whose log it is: the meaning of some events depends on it.</summary>
/// <param name="ManufacturerId">IANA enterprise number.</param>
/// <param name="ProductId">Product ID, assigned by the manufacturer.</param>
/// <param name="IpmiVersion">IPMI version as Get Device ID returns it: 51h is 1.5, 02h is 2.0.</param>
public sealed record SelSource(int ManufacturerId, int ProductId, byte IpmiVersion);

/// <summary>What a file with saved logs has.</summary>
/// <param name="Format">The format.</param>
/// <param name="Logs">The logs; one, except in our own format.</param>
/// <param name="Problems">Lines or bytes that could not be read, each with its place in the file. Everything else was read.</param>
public sealed record SavedLogFile(SavedLogFormat Format, IReadOnlyList<SavedLog> Logs, IReadOnlyList<string> Problems);
