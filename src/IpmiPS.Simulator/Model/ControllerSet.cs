using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>The BMC and the satellites behind it.</summary>
internal sealed class ControllerSet
{
    private readonly List<Controller> _all = [];

    public ControllerSet(MachineDefinition definition, VirtualBmc bmc)
    {
        foreach (var controller in definition.Controllers)
        {
            var own = new Controller(controller, bmc);
            _all.Add(own);
            if (controller.Address == definition.BmcAddress)
                Main = own;
        }
    }

    /// <summary>The controller that the LAN reaches.</summary>
    public Controller Main { get; } = null!;

    /// <summary>Where events are recorded.</summary>
    public EventLog? Log => Main?.Sel;

    public IReadOnlyList<Controller> All => _all;

    /// <summary>The controller of that slave address, if it is there and answers.</summary>
    public Controller? Find(byte address) => _all.Find(controller => controller.Definition.Address == address && controller.Definition.Enabled);
}
