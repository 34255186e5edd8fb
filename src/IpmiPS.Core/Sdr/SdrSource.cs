using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sdr;

/// <summary>A source of records: the BMC's repository, or the device SDRs of a controller.</summary>
internal abstract class SdrSource(IIpmiConnection connection)
{
    protected IIpmiConnection Connection { get; } = connection;

    /// <summary>The number of bytes that the controller is known to return at once; 0 if not known.</summary>
    public virtual int KnownReadSize
    {
        get => 0;
        set { }
    }

    public abstract Task<SdrPart> GetAsync(SdrRequest request, CancellationToken cancellationToken);

    public abstract Task<Reservation> ReserveAsync(CancellationToken cancellationToken);
}

/// <summary>The SDR repository. IPMI 2.0 section 33.</summary>
internal sealed class RepositorySdrSource(IIpmiConnection connection) : SdrSource(connection)
{
    public override int KnownReadSize
    {
        get => Connection.Profile.SdrReadSize;
        set => Connection.Profile.SdrReadSize = value;
    }

    public override Task<SdrPart> GetAsync(SdrRequest request, CancellationToken cancellationToken) =>
        Connection.SendAsync(new GetSdr(request), cancellationToken);

    public override Task<Reservation> ReserveAsync(CancellationToken cancellationToken) =>
        Connection.SendAsync(new ReserveSdrRepository(), cancellationToken);
}

/// <summary>The device SDRs of one LUN of the BMC or a satellite. IPMI 2.0 sections 35.2 to 35.4.</summary>
internal sealed class DeviceSdrSource(IIpmiConnection connection, IpmbTarget target, byte lun) : SdrSource(connection)
{
    public override Task<SdrPart> GetAsync(SdrRequest request, CancellationToken cancellationToken) =>
        Connection.SendAsync(new GetDeviceSdr(request, lun), target, cancellationToken);

    public override Task<Reservation> ReserveAsync(CancellationToken cancellationToken) =>
        Connection.SendAsync(new ReserveDeviceSdrRepository(lun), target, cancellationToken);
}
