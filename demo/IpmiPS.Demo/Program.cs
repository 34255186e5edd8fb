// What a morning with a rack of servers looks like, with the library alone: the .NET side of ./build.sh Demo.
// Argument: an inventory file, as the simulator's program writes it with --csv.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using IpmiPS;
using IpmiPS.Demo;
using IpmiPS.Inventory;
using IpmiPS.Power;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: IpmiPS.Demo INVENTORY.csv");
    return 2;
}

using Fleet fleet = await Fleet.ConnectAsync(args[0]);

Console.WriteLine($"Power of {fleet.Bmcs.Count} servers");
foreach (PowerStatus status in await fleet.AskAsync(bmc => ChassisPower.GetAsync(bmc)))
    Console.WriteLine($"  {status.ComputerName,-18} {status.State}");

Console.WriteLine();
Console.WriteLine("Sensors");
var all = (await fleet.AskAsync(async bmc =>
{
    SdrRepository sdr = await SdrRepository.ReadAsync(bmc, CancellationToken.None);
    var sensors = new List<Sensor>();
    await SensorReader.ReadAllAsync(bmc, sdr, new SensorQuery(), sensors.Add, CancellationToken.None);
    return (Bmc: bmc, Sdr: sdr, Sensors: sensors);
})).ToList();
Console.WriteLine($"  {all.Sum(one => one.Sensors.Count)} sensors read");
var sick = all.Where(one => one.Sensors.Any(IsUnhealthy)).ToList();
foreach (Sensor sensor in sick.SelectMany(one => one.Sensors).Where(IsUnhealthy))
    Console.WriteLine($"  {sensor.ComputerName,-18} {sensor.Name,-16} {sensor.Value,8:0.##} {sensor.Unit,-4} {sensor.Health}: {string.Join(", ", sensor.State)}");
if (sick.Count != 1)
{
    Console.Error.WriteLine($"One server was to be unhealthy; {sick.Count} are.");
    return 1;
}

var (patient, records, _) = sick[0];
Console.WriteLine();
Console.WriteLine($"Newest events of {patient.Name}");
await SelReader.ReadAsync(patient, new SelQuery { Newest = 5 }, records, entry =>
    Console.WriteLine($"  {entry.Timestamp,-19:yyyy-MM-dd HH:mm:ss} {entry.Severity,-11} {entry.SensorName,-16} {entry.Event} ({entry.Direction})"), CancellationToken.None);

Console.WriteLine();
Console.WriteLine($"Inventory of {patient.Name}");
await FruReader.ReadAsync(patient, records, null, fru =>
    Console.WriteLine($"  {fru.Id,3} {fru.Name,-16} {fru.ProductManufacturer ?? fru.BoardManufacturer} {fru.ProductName ?? fru.BoardProductName}, serial {fru.ProductSerial ?? fru.BoardSerial}"), CancellationToken.None);

Console.WriteLine();
Console.WriteLine($"Power cycle of {patient.Name}");
PowerResult result = await ChassisPower.InvokeAsync(patient, PowerAction.Cycle, new PowerOptions { Wait = true });
Console.WriteLine($"  {result.PreviousState} -> {result.State}, verified: {result.Verified}, {result.Duration.TotalSeconds:0.0} s");
return result.Verified ? 0 : 1;

static bool IsUnhealthy(Sensor sensor) => sensor.Health is SensorHealth.Warning or SensorHealth.Critical or SensorHealth.NonRecoverable;
