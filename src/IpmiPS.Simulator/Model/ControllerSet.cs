using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>The BMC and the satellites behind it.</summary>
internal sealed class ControllerSet
{
    private readonly List<Controller> _all = [];

    public ControllerSet(MachineDefinition machine, SimulatorOptions options, BmcIdentity identity, SimulatorTime time, Chassis chassis)
    {
        foreach (var definition in machine.Controllers)
        {
            var controller = Create(definition);
            _all.Add(controller);
            if (definition.Address == machine.BmcAddress)
                Main = controller;
        }

        Controller Create(ControllerDefinition definition)
        {
            var sensors = new SensorBank(definition, unchecked(options.Seed * 31 + identity.Index), () => time.Now, () => chassis.IsOn, e => Record(definition, e));
            var sel = definition.Sel is { } log ? new EventLog(log, options.SelEntries, time) : null;
            return new Controller(definition, sensors, new FruStore(definition, identity.Number), machine.SdrBuildTime, sel);
        }
    }

    /// <summary>The controller that the LAN reaches.</summary>
    public Controller Main { get; } = null!;

    /// <summary>Whether events are recorded at present; the global enables say so.</summary>
    public Func<bool> IsLogging { get; set; } = static () => true;

    /// <summary>Raised for each event, with the ID of its record; 0 if it was not logged.</summary>
    public event Action<EventMessage, ushort>? Received;

    /// <summary>The log that records events; null if the BMC has none.</summary>
    public EventLog? Log => Main?.Sel;

    /// <summary>The controller of that slave address on a channel; null if there is none, or it does not respond.</summary>
    public Controller? Find(byte address, byte channel) =>
        _all.Find(controller => controller.Definition.Address == address && controller.Definition.Channel == channel && controller.Definition.Enabled);

    /// <summary>Whether a bus with controllers is behind a channel.</summary>
    public bool HasBus(byte channel) => channel == Channels.Ipmb || _all.Exists(controller => controller.Definition.Channel == channel);

    /// <summary>Receives an event message, as the event receiver of the machine: it is logged, unless the log is full or switched off, and then filtered all the same.</summary>
    public void Receive(EventMessage e) => Received?.Invoke(e, (IsLogging() ? Log?.Add(e) : null) ?? 0);

    private void Record(ControllerDefinition source, SensorEvent e) => Receive(new EventMessage(
        source.Address, e.Sensor.Lun, e.Sensor.SensorType, e.Sensor.Number, EventMessage.TypeOf(e.Sensor.EventReadingType, e.Assertion), e.Data1, e.Data2, e.Data3));
}
