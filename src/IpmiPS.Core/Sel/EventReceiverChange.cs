using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sel;

namespace IpmiPS.Sel
{
    /// <summary>Changes the event receiver of a BMC: reads it, sends it if it differs, and reads it back. IPMI 2.0 sections 29.1 and 29.2.</summary>
    public sealed class EventReceiverChange : IPreparedChange<EventReceiverUpdate>
    {
        private readonly IIpmiConnection _connection;
        private readonly SettingsChange<EventReceiver> _change;

        private EventReceiverChange(IIpmiConnection connection, EventReceiver wanted, EventReceiver before)
        {
            _connection = connection;
            _change = new(connection, "the event receiver", before, cancellationToken => connection.SendAsync(new GetEventReceiver(), cancellationToken)) { UnknownAdvice = "Check with Get-IpmiEventReceiver what is set." };
            _change.Add("event receiver", static receiver => Text(receiver), Text(wanted), new SetEventReceiver(wanted));
        }

        /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
        public string? Description => _change.Description;

        /// <summary>Reads the present receiver.</summary>
        /// <exception cref="IpmiException">The BMC does not report it.</exception>
        public static async Task<IpmiEventReceiver> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken)
        {
            EventReceiver receiver = await connection.SendAsync(new GetEventReceiver(), cancellationToken).ConfigureAwait(false);
            return new IpmiEventReceiver { ComputerName = connection.ComputerName, SlaveAddress = receiver.Address, Lun = receiver.Lun };
        }

        /// <summary>Reads the present receiver and prepares the change. Changes nothing.</summary>
        /// <param name="connection">The BMC.</param>
        /// <param name="address">Address, FFh for none; null to keep it.</param>
        /// <param name="lun">LUN, 0 to 3; null to keep it.</param>
        /// <param name="cancellationToken">Stops waiting.</param>
        /// <exception cref="IpmiException">The receiver could not be read.</exception>
        public static async Task<EventReceiverChange> PrepareAsync(IIpmiConnection connection, byte? address, byte? lun, CancellationToken cancellationToken = default)
        {
            EventReceiver before = await connection.SendAsync(new GetEventReceiver(), cancellationToken).ConfigureAwait(false);
            return new EventReceiverChange(connection, new EventReceiver(address ?? before.Address, lun ?? before.Lun), before);
        }

        /// <summary>Sends the receiver if it differs and reads it back.</summary>
        /// <exception cref="IpmiException">OutcomeUnknown: it was sent, and neither a response nor a read says whether it was carried out. Other kinds: nothing was changed.</exception>
        public async Task<EventReceiverUpdate> RunAsync(CancellationToken cancellationToken = default)
        {
            var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
            return new EventReceiverUpdate
            {
                ComputerName = _connection.ComputerName,
                SlaveAddress = result.Now.Address,
                Lun = result.Now.Lun,
                Changed = result.Changed,
                Verified = result.Verified,
                Difference = result.Difference,
            };
        }

        private static string Text(EventReceiver receiver) => receiver.Address == IpmiEventReceiver.Disabled
            ? "none"
            : $"{receiver.Address.ToString("X2", CultureInfo.InvariantCulture)}h LUN {receiver.Lun.ToString(CultureInfo.InvariantCulture)}";
    }
}

namespace IpmiPS
{
    /// <summary>Where a controller sends its events. IPMI 2.0 section 29.2.</summary>
    public sealed class IpmiEventReceiver
    {
        internal const byte Disabled = 0xFF;

        /// <summary>Name of the BMC, as specified by the caller.</summary>
        public string ComputerName { get; init; } = "";

        /// <summary>Slave address of the receiver; 20h is the BMC, FFh none.</summary>
        public byte SlaveAddress { get; init; }

        /// <summary>Logical unit, 0 to 3.</summary>
        public byte Lun { get; init; }

        /// <summary>Whether the controller sends events.</summary>
        public bool Enabled => SlaveAddress != Disabled;
    }

    /// <summary>The event receiver of a controller after Set-IpmiEventReceiver, as read back.</summary>
    public sealed class EventReceiverUpdate : ISettingsUpdate
    {
        /// <summary>Name of the BMC, as specified by the caller.</summary>
        public string ComputerName { get; init; } = "";

        /// <summary>Slave address of the receiver; 20h is the BMC, FFh none.</summary>
        public byte SlaveAddress { get; init; }

        /// <summary>Logical unit, 0 to 3.</summary>
        public byte Lun { get; init; }

        /// <summary>Whether the controller sends events.</summary>
        public bool Enabled => SlaveAddress != IpmiEventReceiver.Disabled;

        /// <summary>Whether something was sent.</summary>
        public bool Changed { get; init; }

        /// <summary>Whether the receiver was read back as requested.</summary>
        public bool Verified { get; init; }

        IpmiException? ISettingsUpdate.Difference => Difference;

        internal IpmiException? Difference { get; init; }
    }
}
