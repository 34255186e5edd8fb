using System;
using System.Runtime.CompilerServices;

namespace IpmiPS.Cmdlets.Tests.Support;

/// <summary>The tests do not touch the cache and journals of the user who runs them.</summary>
internal static class TestSetup
{
#pragma warning disable CA2255 // An application's code, for which the attribute is meant.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Use()
    {
        Environment.SetEnvironmentVariable("IPMIPS_CACHE", "none");
        Environment.SetEnvironmentVariable("IPMIPS_STATE", "none");
    }
}
