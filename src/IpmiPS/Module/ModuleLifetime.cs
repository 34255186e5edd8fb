using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What happens when the module comes and goes. Coming costs nothing but two handlers; going logs out of every BMC. Sessions belong to the
/// process, and the runspaces of thread jobs import the module, too: it goes with the last one that removes it.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly List<WeakReference<Runspace>> Users = [];
    private static bool s_isHere;

    /// <summary>The module goes, or the process ends. Nobody has to be loaded for this who was not used.</summary>
    internal static event Action? Leaving;

    /// <summary>Runs at Import-Module.</summary>
    public void OnImport()
    {
        lock (Users)
        {
            Forget(null);
            if (Runspace.DefaultRunspace is { } runspace)
                Users.Add(new WeakReference<Runspace>(runspace));
            if (s_isHere)
                return;
            s_isHere = true;
            DependencyResolver.Hook();
            AppDomain.CurrentDomain.ProcessExit += OnExit;
        }
    }

    /// <summary>Runs at Remove-Module.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Users)
        {
            Forget(Runspace.DefaultRunspace);
            if (Users.Count > 0 || !s_isHere)
                return;
            s_isHere = false;
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
        }

        Leave();
        DependencyResolver.Unhook();
    }

    /// <summary>Forgets a runspace, and those that were closed: they take the module with them without removing it.</summary>
    private static void Forget(Runspace? leaving) => Users.RemoveAll(user =>
        !user.TryGetTarget(out Runspace? runspace) || runspace == leaving || runspace.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Closing or RunspaceState.Broken);

    private static void OnExit(object? sender, EventArgs e) => Leave();

    /// <summary>One that fails keeps no other from leaving, and at the end of a process nothing is left to take its error.</summary>
    private static void Leave()
    {
        foreach (Delegate leave in Leaving?.GetInvocationList() ?? [])
            Callback.Guard((Action)leave, static _ => { });
    }
}
