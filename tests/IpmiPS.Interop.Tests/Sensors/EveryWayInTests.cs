using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using Xunit;

namespace IpmiPS.Interop.Sensors;

/// <summary>Hundreds of packets of real content through every kind of session: what is read does not depend on how it was sealed.</summary>
public sealed class EveryWayInTests : IAsyncLifetime
{
    private CaptureBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await CaptureBmc.StartAsync(Captures.IntelS2600);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropFact(Needs.Captures)]
    public async Task Sensors_are_the_same_over_every_suite_and_IPMI_15()
    {
        var expected = await ReadAsync(options => options);
        Assert.Equal(94, expected.Count);
        Assert.Contains(expected, sensor => sensor.Value is not null);

        foreach (byte suite in (byte[])[0, 1, 2, 6, 11])
            Assert.Equal(expected, await ReadAsync(options => options with { CipherSuite = suite, AllowInsecure = true }));
        Assert.Equal(expected, await ReadAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true }));
    }

    [InteropFact(Needs.Captures)]
    public async Task Every_user_of_the_server_reads_the_same()
    {
        var expected = await ReadAsync(options => options);
        foreach (var (user, password) in new[] { ("operator", "operator"), ("user", "user"), ("", "test") })
            Assert.Equal(expected, await ReadAsync(options => options with { UserName = user, Password = TestBmc.Secret(password), Privilege = PrivilegeLevel.User }));
    }

    private async Task<List<(string Name, byte Number, double? Value, string States, double? Threshold)>> ReadAsync(Func<IpmiConnectOptions, IpmiConnectOptions> adapt)
    {
        using var client = await _bmc.ConnectAsync(adapt);
        var sensors = new List<Sensor>();
        await SensorReader.ReadAllAsync(client, await SdrRepository.ReadAsync(client, CancellationToken.None), new SensorQuery(), sensors.Add, CancellationToken.None);
        await client.CloseAsync();
        return sensors.Select(sensor => (sensor.Name, sensor.Number, sensor.Value, string.Join(", ", sensor.State), sensor.UpperCritical)).ToList();
    }
}
