using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;
using System.Threading.Tasks;

namespace IpmiPS.Demo;

/// <summary>The BMCs of an inventory file, logged in to at once and asked at once.</summary>
internal sealed class Fleet : IDisposable
{
    private Fleet(IpmiClient[] bmcs) => Bmcs = bmcs;

    public IReadOnlyList<IpmiClient> Bmcs { get; }

    /// <summary>Reads a file with the columns ComputerName, Port, UserName and Password, and logs in to each row's BMC.</summary>
    public static async Task<Fleet> ConnectAsync(string path)
    {
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(','));
        return new Fleet(await Task.WhenAll(rows.Select(row => IpmiClient.ConnectAsync(new IpmiConnectOptions
        {
            HostName = row[0],
            Port = int.Parse(row[1], CultureInfo.InvariantCulture),
            UserName = row[2],
            Password = Protect(row[3]),
            MinimumPrivilege = PrivilegeLevel.Operator,
        }))));
    }

    /// <summary>Asks all of them the same.</summary>
    public Task<T[]> AskAsync<T>(Func<IpmiClient, Task<T>> question) => Task.WhenAll(Bmcs.Select(question));

    public void Dispose()
    {
        foreach (IpmiClient bmc in Bmcs)
            bmc.Dispose();
    }

    private static SecureString Protect(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        return secret;
    }
}
