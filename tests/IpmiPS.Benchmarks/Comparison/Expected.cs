namespace IpmiPS.Benchmarks;

/// <summary>What each BMC of the farm has: 70 SDRs, of them 51 full sensor records, 14 compact and 2 event-only ones; 200 SEL entries, and 63 user slots of which 5 are in use.</summary>
internal static class Expected
{
    public const int FullSensors = 51;
    public const int ReadableSensors = 65;
    public const int Sensors = 67;
    public const int SelEntries = 200;
    public const int Users = 5;
    public const int UserSlots = 63;
}
