namespace IpmiPS.Simulator;

/// <summary>A kind of server: the machine, and the quirks of its BMC. All BMCs of the kind share it.</summary>
internal sealed record MachineProfile(MachineDefinition Machine, QuirkSet Quirks)
{
    /// <summary>A kind without quirks.</summary>
    public MachineProfile(MachineDefinition machine)
        : this(machine, new QuirkSet())
    {
    }
}
