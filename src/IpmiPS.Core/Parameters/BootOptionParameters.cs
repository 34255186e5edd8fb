using System;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Parameters;

/// <summary>The system boot options. IPMI 2.0 section 28.13, table 28-14. 96 to 127 are the vendor's.</summary>
public static class BootOptionParameters
{
    /// <summary>Bytes of one block of the mailbox.</summary>
    internal const int MailboxBlock = 16;

    /// <summary>Announces a change.</summary>
    public static Parameter<SetInProgress> SetInProgress { get; } = ParameterCodecs.SetInProgress(Owner);

    /// <summary>Which service partition to boot; 0 is unspecified.</summary>
    public static Parameter<byte> ServicePartitionSelector { get; } = new(Owner, 1, "service partition selector", 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte);

    /// <summary>Scan for the service partition.</summary>
    public static Parameter<ServicePartitionScan> ServicePartitionScan { get; } =
        new(Owner, 2, "service partition scan", 1, static reader => (ServicePartitionScan)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>When the BMC clears the boot flags by itself.</summary>
    public static Parameter<BootFlagValidBitClearing> ValidBitClearing { get; } =
        new(Owner, 3, "BMC boot flag valid bit clearing", 1, static reader => (BootFlagValidBitClearing)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>Who has handled the boot information.</summary>
    public static Parameter<BootInfoAcknowledge> InfoAcknowledge { get; } =
        new(Owner, 4, "boot info acknowledge", 2, BootInfoAcknowledge.Read, static (writer, value) => value.Write(writer)) { OrderBits = 0xFF };

    /// <summary>The boot flags.</summary>
    public static Parameter<BootFlags> Flags { get; } = new(Owner, 5, "boot flags", 5, BootFlags.Read, static (writer, value) => value.Write(writer));

    /// <summary>Who ordered the boot.</summary>
    public static Parameter<BootInitiatorInfo> InitiatorInfo { get; } = new(Owner, 6, "boot initiator info", 9, BootInitiatorInfo.Read, static (writer, value) => value.Write(writer));

    /// <summary>Data for the boot loader, at most 16 bytes a block. Set selector: the block, from 0. Block 0 starts with the IANA number of the company that defines the content.</summary>
    public static Parameter<byte[]> InitiatorMailbox { get; } =
        new(Owner, 7, "boot initiator mailbox", 1 + MailboxBlock, static reader => reader.ReadBytes(Math.Min(reader.Remaining, MailboxBlock)), ParameterCodecs.WriteBytes)
        {
            MinimumLength = 1,
            Selectors = ParameterSelectors.Set,
        };

    /// <summary>The family. It has no commit: boot options are in force once they are written.</summary>
    public static ParameterFamily Family { get; } = new("boot option", [SetInProgress, ServicePartitionSelector, ServicePartitionScan, ValidBitClearing, InfoAcknowledge, Flags, InitiatorInfo, InitiatorMailbox])
    {
        Revision = 1,
        SetInProgress = SetInProgress,
        GetAsync = static async (connection, address, cancellationToken) =>
        {
            var options = await connection.SendAsync(new GetSystemBootOptions(address.Number, address.Set, address.Block), cancellationToken).ConfigureAwait(false);
            return new ParameterData(options.Version, options.Data, options.IsLocked);
        },
        Set = static (address, data) => new SetSystemBootOptions(address.Number, data),
    };

    /// <summary>A parameter of the vendor, 96 to 127.</summary>
    internal static Parameter<byte[]> Oem(byte number, int length) => new(Owner, number, $"OEM {number}", length, ParameterCodecs.ReadRest, ParameterCodecs.WriteBytes);

    private static ParameterFamily Owner() => Family;
}
