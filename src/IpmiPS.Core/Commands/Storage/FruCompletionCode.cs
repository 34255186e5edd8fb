namespace IpmiPS.Commands.Storage;

/// <summary>Completion codes that have a special meaning for the FRU commands. IPMI 2.0 sections 34.2 and 34.3.</summary>
public static class FruCompletionCode
{
    /// <summary>The offset is write-protected.</summary>
    public const byte WriteProtected = 0x80;

    /// <summary>The FRU device is busy; retry later.</summary>
    public const byte DeviceBusy = 0x81;

    internal static string? Describe(byte code) => code switch
    {
        WriteProtected => "write-protected offset",
        DeviceBusy => "FRU device busy",
        _ => null,
    };
}
