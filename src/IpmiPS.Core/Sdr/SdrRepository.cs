using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sdr;

/// <summary>All sensor data records of a BMC. IPMI 2.0 sections 33, 35.2 to 35.4 and 43.</summary>
public sealed class SdrRepository
{
    /// <summary>More sensors than any server has. Without this limit, shared records could describe 61,440 sensors.</summary>
    internal const int MaximumSensors = 4096;

    private readonly Dictionary<(byte OwnerId, byte Lun, byte Number), SensorRecord> _sensors = [];
    private IReadOnlyList<byte[]>? _recordBytes;

    /// <summary>Creates a repository from records.</summary>
    /// <param name="records">The records in their order.</param>
    /// <param name="info">Information that the BMC returns about the repository; null if it does not.</param>
    /// <param name="problem">Why records may be missing; null if none should be.</param>
    public SdrRepository(IEnumerable<SdrRecord> records, SdrRepositoryInfo? info = null, string? problem = null)
    {
        Records = records.ToList();
        var sensors = Records.OfType<SensorRecord>().SelectMany(record => record.Expand()).Take(MaximumSensors + 1).ToList();
        bool areTooMany = sensors.Count > MaximumSensors;
        Sensors = areTooMany ? sensors.GetRange(0, MaximumSensors) : sensors;
        Info = info;
        Problem = problem ?? (areTooMany ? $"There are more than {MaximumSensors} sensors; the others are left out." : null);
        DisplayNames = new SensorDisplayNames(Sensors);
        foreach (SensorRecord sensor in Sensors)
        {
            var key = (sensor.OwnerId, sensor.OwnerLun, sensor.SensorNumber);
            if (!_sensors.ContainsKey(key))
                _sensors.Add(key, sensor);
        }
    }

    /// <summary>Creates a repository from records, and keeps their bytes until <see cref="TakeRecordBytes"/>.</summary>
    internal SdrRepository(IEnumerable<SdrRecord> records, IReadOnlyList<byte[]> bytes, SdrRepositoryInfo? info, string? problem)
        : this(records, info, problem) => _recordBytes = bytes;

    /// <summary>The records in their order.</summary>
    public IReadOnlyList<SdrRecord> Records { get; }

    /// <summary>The sensors in the order of their records; a shared record is expanded into its sensors.</summary>
    public IReadOnlyList<SensorRecord> Sensors { get; }

    /// <summary>Information that the BMC returns about the repository; null if it does not, or if the records are device SDRs.</summary>
    public SdrRepositoryInfo? Info { get; }

    /// <summary>Why records may be missing; null if none should be.</summary>
    public string? Problem { get; }

    /// <summary>Unique names of the sensors.</summary>
    internal SensorDisplayNames DisplayNames { get; }

    /// <summary>The first sensor with this owner, LUN and number; null if there is none.</summary>
    public SensorRecord? FindSensor(byte ownerId, byte ownerLun, byte number) =>
        _sensors.TryGetValue((ownerId, ownerLun, number), out var sensor) ? sensor : null;

    /// <summary>
    /// Returns the bytes of the records and releases them, because they are not needed once they are on disk. Null if they were
    /// already taken, or never kept.
    /// </summary>
    internal IReadOnlyList<byte[]>? TakeRecordBytes() => Interlocked.Exchange(ref _recordBytes, null);

    /// <summary>
    /// Reads all records: those of the repository or, if there is none, the device SDRs of the BMC and the satellites that
    /// they name. A record that cannot be read is left out; see <see cref="Problem"/>.
    /// </summary>
    /// <exception cref="IpmiException">The BMC does not respond, or has neither repository nor device SDRs (CommandNotSupported).</exception>
    public static Task<SdrRepository> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        new SdrReader(connection).ReadAsync(cancellationToken);
}
