namespace IpmiPS;

/// <summary>What to do with a machine's power.</summary>
public enum PowerAction
{
    /// <summary>Turn it on; no change when it is on.</summary>
    On,

    /// <summary>Turn it off at once, without asking the operating system; no change when it is off.</summary>
    Off,

    /// <summary>Turn it off and on again.</summary>
    Cycle,

    /// <summary>Reset it.</summary>
    Reset,

    /// <summary>Ask the operating system to shut down; no change when it is off.</summary>
    Soft,

    /// <summary>Pulse the diagnostic interrupt (NMI), which makes most operating systems write a dump.</summary>
    Diagnostic,

    /// <summary>Change nothing; read the state.</summary>
    Status,
}
