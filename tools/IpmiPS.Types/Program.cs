using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace IpmiPS.Types;

/// <summary>
/// IpmiPS.Types MODULE POWERSHELL FILE: reads the module's assembly, resolving System.Management.Automation to the assembly POWERSHELL that it was
/// compiled against, and writes its types file.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 3)
        {
            Console.Error.WriteLine("IpmiPS.Types MODULE POWERSHELL FILE: three arguments are needed, the module's assembly, System.Management.Automation.dll and the file to write.");
            return 2;
        }
        try
        {
            string module = Path.GetFullPath(arguments[0]);
            AssemblyLoadContext.Default.Resolving += (context, name) => Resolve(context, name, Path.GetDirectoryName(module)!, arguments[1]);
            TypesFile.For(AssemblyLoadContext.Default.LoadFromAssemblyPath(module)).Save(arguments[2]);
            return 0;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // In the form that MSBuild shows as an error.
            Console.Error.WriteLine($"{arguments[0]}: error TYPES1: {error.Message}");
            return 1;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name, string folder, string powerShell)
    {
        string path = name.Name == "System.Management.Automation" ? Path.GetFullPath(powerShell) : Path.Combine(folder, name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
