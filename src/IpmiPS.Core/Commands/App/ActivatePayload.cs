using System;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>
/// Activate Payload: starts a payload such as SOL on the session. Never sent twice: after a lost response, a second
/// request fails because the payload is active, and does not show on which session. IPMI 2.0 section 24.1.
/// </summary>
public sealed class ActivatePayload() : IpmiCommand<ActivatedPayload>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ActivatePayload, ActivatedPayload> Definition { get; } =
        new(NetFn.App, 0x48, "Activate Payload", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { IsIdempotent = false };

    /// <summary>Completion code: active on another session already.</summary>
    public const byte AlreadyActive = 0x80;

    /// <summary>Completion code: this payload type is disabled in the BMC's set-up.</summary>
    public const byte PayloadDisabled = 0x81;

    /// <summary>Completion code: as many instances as there can be are active.</summary>
    public const byte LimitReached = 0x82;

    /// <summary>Completion code: not with encryption.</summary>
    public const byte EncryptionImpossible = 0x83;

    /// <summary>Completion code: not without encryption.</summary>
    public const byte EncryptionRequired = 0x84;

    /// <summary>Payload type.</summary>
    public PayloadType Payload { get; init; } = PayloadType.Sol;

    /// <summary>Instance, 1 to 15.</summary>
    public byte Instance { get; init; } = 1;

    /// <summary>Auxiliary data, four bytes; for SOL the first is a <see cref="SolActivationOptions"/>.</summary>
    public uint Auxiliary { get; init; }

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        AlreadyActive => "payload already active on another session",
        PayloadDisabled => "payload type disabled in the BMC's configuration",
        LimitReached => "as many sessions as possible have this payload active",
        EncryptionImpossible => "payload cannot be activated with encryption",
        EncryptionRequired => "payload cannot be activated without encryption",
        _ => null,
    };

    /// <summary>Activates SOL.</summary>
    public static ActivatePayload ForSol(byte instance, SolActivationOptions options) => new() { Instance = instance, Auxiliary = (byte)options };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [5:0] payload type, 2 [3:0] payload instance, 3:6 auxiliary request data.
        writer.WriteByte((byte)((byte)Payload & 0x3F));
        writer.WriteByte((byte)(Instance & 0x0F));
        writer.WriteUInt32(Auxiliary);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static ActivatePayload ReadRequest(ByteReader reader) => new()
    {
        Payload = (PayloadType)(reader.ReadByte() & 0x3F),
        Instance = (byte)(reader.ReadByte() & 0x0F),
        Auxiliary = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public override ActivatedPayload ReadResponse(ByteReader reader) => ActivatedPayload.Read(reader);
}

/// <summary>First byte of the auxiliary data when SOL is activated. IPMI 2.0 section 24.1, table 24-2.</summary>
[Flags]
public enum SolActivationOptions : byte
{
    /// <summary>Serial alerts fail while SOL is active; hardware handshake released at once; plain.</summary>
    None = 0,

    /// <summary>CTS, DCD and DSR stay deasserted until the first SOL packet asserts them.</summary>
    HoldHandshake = 0x02,

    /// <summary>Serial alerts are deferred while SOL is active.</summary>
    DeferAlerts = 0x04,

    /// <summary>Serial alerts succeed while SOL is active.</summary>
    AllowAlerts = 0x08,

    /// <summary>Test mode.</summary>
    TestMode = 0x20,

    /// <summary>Payloads are authenticated.</summary>
    Authenticate = 0x40,

    /// <summary>Payloads are encrypted.</summary>
    Encrypt = 0x80,
}

/// <summary>How an activated payload is to be used. IPMI 2.0 section 24.1, table 24-2.</summary>
public sealed record ActivatedPayload
{
    /// <summary>Auxiliary response data; for SOL bit 0 is set in test mode.</summary>
    public uint Auxiliary { get; init; }

    /// <summary>Largest payload that the BMC accepts, in bytes with the payload's own header. Some BMCs report invalid values.</summary>
    public ushort InboundPayloadSize { get; init; }

    /// <summary>Largest payload that the BMC sends.</summary>
    public ushort OutboundPayloadSize { get; init; }

    /// <summary>UDP port of the payload. Some BMCs report it byte-swapped, or the port of an internal network.</summary>
    public ushort Port { get; init; }

    /// <summary>VLAN of the payload, FFFFh for none.</summary>
    public ushort Vlan { get; init; } = 0xFFFF;

    /// <summary>Reads the response: auxiliary data, inbound and outbound size, port, VLAN. The last two are left out by some.</summary>
    public static ActivatedPayload Read(ByteReader reader) => new()
    {
        Auxiliary = reader.ReadUInt32(),
        InboundPayloadSize = reader.ReadUInt16(),
        OutboundPayloadSize = reader.ReadUInt16(),
        Port = reader.Remaining >= 2 ? reader.ReadUInt16() : (ushort)0,
        Vlan = reader.Remaining >= 2 ? reader.ReadUInt16() : (ushort)0xFFFF,
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt32(Auxiliary);
        writer.WriteUInt16(InboundPayloadSize);
        writer.WriteUInt16(OutboundPayloadSize);
        writer.WriteUInt16(Port);
        writer.WriteUInt16(Vlan);
    }
}
