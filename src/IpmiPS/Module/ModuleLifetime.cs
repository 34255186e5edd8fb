using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Import and removal of the module. Import adds two handlers; removal logs out of every BMC. Sessions belong to the
/// process, and runspaces of thread jobs import the module too, so only the last removal counts.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly List<WeakReference<Runspace>> Users = [];
    private static bool s_isHere;

    /// <summary>The module is removed, or the process ends. Classes that were not used need not be loaded for it.</summary>
    internal static event Action? Leaving;

    /// <summary>The module is removed from a runspace, whether others still have it or not.</summary>
    internal static event Action<Runspace>? LeavingRunspace;

    /// <summary>Whether the process ends, rather than the module being removed.</summary>
    internal static bool IsProcessEnding { get; private set; }

    /// <summary>Runs at Import-Module.</summary>
    public void OnImport()
    {
        lock (Users)
        {
            RemoveUser(null);
            if (Runspace.DefaultRunspace is { } runspace)
                Users.Add(new WeakReference<Runspace>(runspace));
            if (s_isHere)
                return;
            s_isHere = true;
            DependencyResolver.Hook();
            ProcessEnd.Coming += OnExit;
        }
    }

    /// <summary>Runs at Remove-Module.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is { } leaving)
            Callback.Guard(() => LeavingRunspace?.Invoke(leaving), static _ => { });
        lock (Users)
        {
            RemoveUser(Runspace.DefaultRunspace);
            if (Users.Count > 0 || !s_isHere)
                return;
            s_isHere = false;
            ProcessEnd.Coming -= OnExit;
        }

        Leave();
        DependencyResolver.Unhook();
    }

    /// <summary>Removes a runspace, and those that were closed without removing the module.</summary>
    private static void RemoveUser(Runspace? leaving) => Users.RemoveAll(user =>
        !user.TryGetTarget(out Runspace? runspace) || runspace == leaving || runspace.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Closing or RunspaceState.Broken);

    private static void OnExit()
    {
        IsProcessEnding = true;
        Leave();
    }

    /// <summary>A handler that fails must not stop the others, and at the end of a process its error cannot be reported.</summary>
    private static void Leave()
    {
        foreach (Delegate leave in Leaving?.GetInvocationList() ?? [])
            Callback.Guard((Action)leave, static _ => { });
    }
}
