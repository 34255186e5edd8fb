using System;
using System.Collections.Generic;
using IpmiPS.Crypto;
using IpmiPS.Packets;

namespace IpmiPS.Simulator;

/// <summary>The ways to log in that a BMC offers: what the options name, else what the machine has, else everything standard.</summary>
internal static class LogInMethods
{
    /// <summary>Numbers of the cipher suites, ascending and without duplicates.</summary>
    /// <exception cref="ArgumentException">A number is not that of a standard suite.</exception>
    public static byte[] CipherSuites(SimulatorOptions options, MachineDefinition definition)
    {
        var suites = new SortedSet<byte>(options.CipherSuites ?? definition.CipherSuites ?? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
        foreach (byte id in suites)
            if (CipherSuite.Find(id) is null)
                throw new ArgumentException($"-CipherSuite takes 0 to 19, which the standard has, not {id}.");
        var ids = new byte[suites.Count];
        suites.CopyTo(ids);
        return ids;
    }

    /// <summary>IPMI 1.5 authentication types as bits.</summary>
    /// <exception cref="ArgumentException">A name is not that of a type.</exception>
    public static byte AuthenticationTypes(SimulatorOptions options, MachineDefinition definition)
    {
        int types = 0;
        foreach (string name in options.AuthenticationTypes ?? definition.AuthenticationTypes ?? ["none", "md2", "md5", "straight"])
        {
            types |= 1 << (int)(name.ToUpperInvariant() switch
            {
                "NONE" => AuthType.None,
                "MD2" => AuthType.Md2,
                "MD5" => AuthType.Md5,
                "STRAIGHT" => AuthType.Straight,
                _ => throw new ArgumentException($"-AuthenticationType takes none, md2, md5 and straight, not '{name}'."),
            });
        }

        return (byte)types;
    }
}
