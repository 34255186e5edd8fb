using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>A management controller: the BMC, or a satellite on the IPMB behind it.</summary>
internal sealed class ControllerDefinition
{
    private readonly Dictionary<int, int> _sensorIndex = [];

    /// <summary>Slave address in its 8-bit form.</summary>
    public byte Address { get; set; } = 0x20;

    /// <summary>Channel of the bus that it is on; 0 is the primary IPMB.</summary>
    public byte Channel { get; set; }

    /// <summary>Watts that its Intel Node Manager reports while the machine is on; null if it has none.</summary>
    public int? NodeManagerWatts { get; set; }

    /// <summary>Whether it responds.</summary>
    public bool Enabled { get; set; } = true;

    // Get Device ID. IPMI 2.0 section 20.1.
    public byte DeviceId { get; set; }

    public bool ProvidesDeviceSdrs { get; set; }

    public byte DeviceRevision { get; set; } = 1;

    public byte FirmwareMajor { get; set; } = 1;

    /// <summary>In BCD, as on the wire.</summary>
    public byte FirmwareMinor { get; set; }

    public byte DeviceSupport { get; set; } = 0xBF;

    public int ManufacturerId { get; set; }

    public int ProductId { get; set; }

    public byte[] AuxiliaryFirmware { get; set; } = [];

    public byte[]? DeviceGuid { get; set; }

    /// <summary>Whether the set of sensors can change; device SDRs then have reservations and a time of change.</summary>
    public bool DynamicSensors { get; set; }

    public List<byte[]> MainSdrs { get; } = [];

    public List<byte[]>[] DeviceSdrs { get; } = [[], [], [], []];

    public List<SensorDefinition> Sensors { get; } = [];

    public List<FruDefinition> Frus { get; } = [];

    /// <summary>Null if the controller has no SEL.</summary>
    public SelDefinition? Sel { get; set; }

    public void AddSensor(SensorDefinition sensor)
    {
        sensor.Index = Sensors.Count;
        _sensorIndex.Add(Key(sensor.Lun, sensor.Number), sensor.Index);
        Sensors.Add(sensor);
    }

    public SensorDefinition? FindSensor(byte lun, byte number) =>
        _sensorIndex.TryGetValue(Key(lun, number), out int index) ? Sensors[index] : null;

    public FruDefinition? FindFru(byte id) => Frus.Find(fru => fru.Id == id);

    private static int Key(byte lun, byte number) => lun << 8 | number;
}

/// <summary>A FRU device's contents.</summary>
/// <param name="Id">FRU device id.</param>
/// <param name="Content">The image for the n-th BMC; made at the first read.</param>
/// <param name="ByWords">Whether it is accessed in words instead of bytes.</param>
internal sealed record FruDefinition(byte Id, Func<int, byte[]> Content, bool ByWords = false);

/// <summary>The initial state of a SEL.</summary>
/// <param name="Capacity">Maximum number of entries.</param>
/// <param name="OperationSupport">Last byte of Get SEL Info: bit 3 delete, 2 partial add, 1 reserve, 0 allocation info.</param>
/// <param name="Entries">Its initial entries.</param>
internal sealed record SelDefinition(int Capacity, byte OperationSupport, IReadOnlyList<SelSeed> Entries);

/// <summary>An initial entry of a SEL.</summary>
/// <param name="Age">How long before the start it happened; null to keep the time in the data.</param>
/// <param name="RecordType">Record type.</param>
/// <param name="Data">The 13 bytes after it; the first four are a timestamp where the type has one.</param>
internal sealed record SelSeed(TimeSpan? Age, byte RecordType, byte[] Data);
