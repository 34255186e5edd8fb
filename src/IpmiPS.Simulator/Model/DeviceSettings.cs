using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>What can be set on a BMC itself: global enables, message flags, ACPI states; and a memory on its private bus.</summary>
internal sealed class DeviceSettings
{
    /// <summary>Functions that are enabled.</summary>
    public BmcGlobalEnables GlobalEnables { get; set; } = BmcGlobalEnables.EventMessageBuffer | BmcGlobalEnables.SystemEventLogging;

    /// <summary>What waits for the system software.</summary>
    public PendingMessages PendingMessages { get; set; }

    /// <summary>Channels whose messages are received, one bit each.</summary>
    public ushort ReceiveChannels { get; set; } = 0xFFFF;

    /// <summary>The state that was set; null where the machine's own counts.</summary>
    public AcpiSystemState? AcpiSystem { get; set; }

    /// <summary>The device's state.</summary>
    public AcpiDeviceState AcpiDevice { get; set; }

    public BusMemory Memory { get; } = new();
}
