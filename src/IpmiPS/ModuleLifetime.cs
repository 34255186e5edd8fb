using System;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What happens when the module comes and goes. Coming costs nothing but two handlers; going logs out of every BMC.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>The module goes, or the process ends. Nobody has to be loaded for this who was not used.</summary>
    internal static event Action? Leaving;

    /// <summary>Runs at Import-Module.</summary>
    public void OnImport()
    {
        DependencyResolver.Hook();
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Runs at Remove-Module.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Leave();
        DependencyResolver.Unhook();
    }

    private static void OnExit(object? sender, EventArgs e) => Leave();

    /// <summary>One that fails keeps no other from leaving, and at the end of a process nothing is left to take its error.</summary>
    private static void Leave()
    {
        foreach (Delegate leave in Leaving?.GetInvocationList() ?? [])
            Callback.Guard((Action)leave, static _ => { });
    }
}
