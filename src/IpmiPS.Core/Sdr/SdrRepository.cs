using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sdr;

/// <summary>All sensor data records that a BMC knows. IPMI 2.0 sections 33, 35.2 to 35.4 and 43.</summary>
public sealed class SdrRepository
{
    /// <summary>More sensors than any machine has: records that several share would make 61,440 of the most records that are read.</summary>
    internal const int MaximumSensors = 4096;

    private readonly Dictionary<(byte OwnerId, byte Lun, byte Number), SensorRecord> _sensors = [];
    private IReadOnlyList<byte[]>? _recordBytes;

    /// <summary>Creates a repository from records.</summary>
    /// <param name="records">The records in their order.</param>
    /// <param name="info">What the BMC says of the repository; null where it does not.</param>
    /// <param name="problem">Why records may be missing; null where none should be.</param>
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

    /// <summary>Creates a repository from records, and keeps them as the BMC gave them, too, until <see cref="TakeRecordBytes"/>.</summary>
    internal SdrRepository(IEnumerable<SdrRecord> records, IReadOnlyList<byte[]> bytes, SdrRepositoryInfo? info, string? problem)
        : this(records, info, problem) => _recordBytes = bytes;

    /// <summary>The records in their order.</summary>
    public IReadOnlyList<SdrRecord> Records { get; }

    /// <summary>The sensors in the order of their records; those that share a record one by one.</summary>
    public IReadOnlyList<SensorRecord> Sensors { get; }

    /// <summary>What the BMC says of the repository; null where it does not, or where the records are device SDRs.</summary>
    public SdrRepositoryInfo? Info { get; }

    /// <summary>Why records may be missing, in words; null where none should be.</summary>
    public string? Problem { get; }

    /// <summary>What its sensors are called where each has to be told from the others.</summary>
    internal SensorDisplayNames DisplayNames { get; }

    /// <summary>The sensor with this owner, logical unit and number; null where there is none. Of several, the first.</summary>
    public SensorRecord? FindSensor(byte ownerId, byte ownerLun, byte number) =>
        _sensors.TryGetValue((ownerId, ownerLun, number), out var sensor) ? sensor : null;

    /// <summary>
    /// The records as the BMC gave them, once: they are let go, as nobody needs them after they are stored. Null where they were
    /// taken before, or never there.
    /// </summary>
    internal IReadOnlyList<byte[]>? TakeRecordBytes() => Interlocked.Exchange(ref _recordBytes, null);

    /// <summary>
    /// Reads all records: those of the repository; where there is none, the device SDRs of the BMC and of the satellites that
    /// they name. One record that cannot be read does not end it; see <see cref="Problem"/>.
    /// </summary>
    /// <exception cref="IpmiException">The BMC does not answer, or has neither repository nor device SDRs (CommandNotSupported).</exception>
    public static Task<SdrRepository> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        new SdrReader(connection).ReadAsync(cancellationToken);
}
