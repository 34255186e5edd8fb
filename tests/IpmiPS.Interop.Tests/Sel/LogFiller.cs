using System.Collections.Generic;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Interop.Support;
using IpmiPS.Sel;
using IpmiPS.Wire;

namespace IpmiPS.Interop.Sel;

/// <summary>Puts entries into a BMC's event log.</summary>
internal static class LogFiller
{
    /// <summary>The BMC's clock is set to this before entries are added: 2023-11-14 22:13:20.</summary>
    public const uint Time = 1_700_000_000;

    /// <summary>Clears the log, sets its clock, adds the records, and reads the log.</summary>
    public static async Task<List<SelEntry>> RefillAsync(TestBmc bmc, IEnumerable<SelRecord> records)
    {
        using (var client = await bmc.ConnectAsync())
        {
            await SelReader.ClearAsync(client, null, returnEntries: false, default);
            await client.SendAsync(new SetSelTime(Time));
            foreach (var record in records)
            {
                var bytes = new ByteWriter();
                record.Write(bytes);
                await client.SendAsync(new AddSelEntry(bytes.ToArray()));
            }
        }

        return await SelComparison.ReadAsync(bmc);
    }
}
