using System;
using System.IO;
using System.Reflection;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Loads the module's dependencies from the <c>deps</c> folder, and only for this module's own assemblies. Other
/// modules may have another version; if .NET has load contexts, this one has its own, so that they do not
/// conflict. BouncyCastle is loaded when a log-in first needs MD2 or RC4, never with cipher suites 17 and 3; Newtonsoft.Json when a
/// configuration is read or written, in Windows PowerShell only: PowerShell 7 has its own.
/// </summary>
internal static class DependencyResolver
{
    private static readonly string ModuleFolder = Path.GetDirectoryName(typeof(DependencyResolver).Assembly.Location) ?? "";
    private static object? s_context;

    public static void Hook() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    public static void Unhook() => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    private static Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        var name = new AssemblyName(request.Name);
        if (!IsOurs(request.RequestingAssembly) || name.Name is null)
            return null;
        string path = Path.Combine(ModuleFolder, "deps", name.Name + ".dll");
        return File.Exists(path) ? Load(path) : null;
    }

    /// <summary>.NET Framework does not always name the requesting assembly; then the file is loaded if it is in the module's folder.</summary>
    private static bool IsOurs(Assembly? asking) =>
        asking is null || (!asking.IsDynamic && Path.GetDirectoryName(asking.Location) is { } folder
            && (folder == ModuleFolder || folder == Path.Combine(ModuleFolder, "deps")));

    /// <summary>AssemblyLoadContext is not part of netstandard2.0, so it is called by reflection; .NET Framework does not have it.</summary>
    private static Assembly Load(string path)
    {
        Type? contextType = typeof(object).Assembly.GetType("System.Runtime.Loader.AssemblyLoadContext");
        if (contextType is null)
            return Assembly.LoadFrom(path);
        lock (ModuleFolder)
        {
            s_context ??= Activator.CreateInstance(contextType, "IpmiPS", false);
            return (Assembly)contextType.GetMethod("LoadFromAssemblyPath")!.Invoke(s_context, [path])!;
        }
    }
}
