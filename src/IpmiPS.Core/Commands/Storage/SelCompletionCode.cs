namespace IpmiPS.Commands.Storage;

/// <summary>Completion codes that have a special meaning for the SEL commands. IPMI 2.0 section 31.</summary>
public static class SelCompletionCode
{
    /// <summary>The record type cannot be added or deleted; for Partial Add, the length does not fit the record.</summary>
    public const byte NotSupportedForRecordType = 0x80;

    /// <summary>The log is being erased; retry later.</summary>
    public const byte EraseInProgress = 0x81;

    internal static string? Describe(byte code) => code switch
    {
        NotSupportedForRecordType => "operation not supported for this record type",
        EraseInProgress => "cannot execute the command, SEL erase in progress",
        _ => null,
    };
}
