// Only .NET can load an assembly a second time within a process and tell what that copy has loaded.
#if NET
using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Crypto;

/// <summary>
/// BouncyCastle is loaded when MD2 or RC4 is first used and not before. Each case runs with a copy of the assemblies of its own,
/// because the other tests have long loaded the library.
/// </summary>
public class BouncyCastleLoadingTests
{
    [Theory]
    [InlineData("suite 17")]
    [InlineData("suite 3")]
    [InlineData("suite 0")]
    [InlineData("suite 8")]
    [InlineData("suite 12")]
    [InlineData("IPMI 1.5 Md5")]
    public void A_log_in_without_md2_and_rc4_never_loads_it(string logIn) => Assert.Equal("", LoadedBy(logIn));

    [Theory]
    [InlineData("suite 4")]
    [InlineData("suite 19")]
    [InlineData("IPMI 1.5 Md2")]
    public void Md2_and_rc4_load_it(string logIn) => Assert.StartsWith("BouncyCastle", LoadedBy(logIn), StringComparison.Ordinal);

    private static string LoadedBy(string logIn)
    {
        var apart = new Apart();
        try
        {
            var probe = apart.LoadFromAssemblyPath(typeof(LogInProbe).Assembly.Location).GetType(typeof(LogInProbe).FullName!)!;
            Assert.NotEqual(typeof(LogInProbe), probe);
            probe.GetMethod(nameof(LogInProbe.LogIn))!.Invoke(null, [logIn]);
            return string.Join(", ", apart.Assemblies.Select(assembly => assembly.GetName().Name!).Where(name => name.StartsWith("BouncyCastle", StringComparison.Ordinal)));
        }
        finally
        {
            apart.Unload();
        }
    }

    /// <summary>Loads the project's own assemblies and BouncyCastle once more; the rest is shared.</summary>
    private sealed class Apart() : AssemblyLoadContext("a log-in of its own", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name)
        {
            string path = Path.Combine(AppDomain.CurrentDomain.BaseDirectory, name.Name + ".dll");
            bool own = name.Name!.StartsWith("IpmiPS", StringComparison.Ordinal) || name.Name.StartsWith("BouncyCastle", StringComparison.Ordinal);
            return own && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}

/// <summary>Logs in where it was loaded.</summary>
public static class LogInProbe
{
    /// <summary>Logs in to a BMC in memory, sends a command and closes the session.</summary>
    public static void LogIn(string how)
    {
        bool rmcpPlus = how.StartsWith("suite ", StringComparison.Ordinal);
        string last = how.Split(' ').Last();
        var bmc = rmcpPlus ? new TestBmc()
            : new TestBmc { SpeaksIpmi20 = false, AuthTypes = [Enum.TryParse(last, out AuthType type) ? type : throw new ArgumentException(how)] };
        var setup = new ClientSetup(bmc);
        setup.Options = setup.Options with { AllowInsecure = true, CipherSuite = rmcpPlus ? byte.Parse(last, System.Globalization.CultureInfo.InvariantCulture) : null };
        using var client = setup.ConnectAsync().GetAwaiter().GetResult();
        var deviceId = client.SendAsync(new IpmiPS.Commands.App.GetDeviceId(), CancellationToken.None).GetAwaiter().GetResult();
        Assert.Equal(0x20, deviceId.Id);
    }
}
#endif
