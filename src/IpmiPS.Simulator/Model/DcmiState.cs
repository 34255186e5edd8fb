using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>What DCMI has set in a virtual BMC. DCMI 1.5 section 6.</summary>
internal sealed class DcmiState(BmcIdentity identity)
{
    private const int MaximumTag = 63;
    private const byte DefaultThermalLimit = 45;

    private readonly Dictionary<(byte EntityId, byte Instance), DcmiThermalLimit> _thermalLimits = [];
    private byte[] _newIdentifier = [];

    /// <summary>The power limit; in force only if it is active.</summary>
    public DcmiPowerLimit PowerLimit { get; set; } = new() { IsActive = false, Watts = 0, CorrectionTime = 1000, SamplingPeriod = 1 };

    /// <summary>Whether a power limit was ever set, so that it is returned although it is not active.</summary>
    public bool HasPowerLimit { get; set; }

    public byte[] AssetTag { get; private set; } = Encoding.ASCII.GetBytes($"ASSET-{identity.Number + 1:D5}");

    /// <summary>The identifier of the controller, with its terminating NUL.</summary>
    public byte[] Identifier { get; private set; } = Encoding.ASCII.GetBytes($"DCMI02005e{identity.Number & 0xFFFFFF:x6}\0");

    public DcmiParameterStore Parameters { get; } = new();

    public DcmiThermalLimit ThermalLimit(byte entityId, byte instance) =>
        _thermalLimits.TryGetValue((entityId, instance), out var limit) ? limit : new(PowersOff: false, Logs: true, DefaultThermalLimit, 60);

    public void SetThermalLimit(byte entityId, byte instance, DcmiThermalLimit limit) => _thermalLimits[(entityId, instance)] = limit;

    /// <summary>A part must follow what is there; the tag ends with it.</summary>
    public CompletionCode WriteAssetTag(byte offset, byte[] data)
    {
        if (data.Length > DcmiText.MaximumPart || offset > AssetTag.Length || offset + data.Length > MaximumTag)
            return CompletionCode.ParameterOutOfRange;
        AssetTag = [.. AssetTag.Take(offset), .. data];
        return CompletionCode.Ok;
    }

    /// <summary>The identifier is in force when the part with the NUL has come.</summary>
    public CompletionCode WriteIdentifier(byte offset, byte[] data)
    {
        if (data.Length is 0 or > DcmiText.MaximumPart || offset % DcmiText.MaximumPart != 0 || offset > _newIdentifier.Length && offset > 0)
            return CompletionCode.ParameterOutOfRange;
        _newIdentifier = [.. _newIdentifier.Take(offset), .. data];
        int end = Array.IndexOf(_newIdentifier, (byte)0);
        if (end < 0 && _newIdentifier.Length > MaximumTag)
            return CompletionCode.ParameterOutOfRange;
        if (end >= 0)
            Identifier = [.. _newIdentifier.Take(end + 1)];
        return CompletionCode.Ok;
    }
}

/// <summary>The DCMI configuration parameters of a virtual BMC.</summary>
internal sealed class DcmiParameterStore : ParameterStore
{
    public DcmiParameterStore()
        : base(DcmiParameters.Family, new Dictionary<byte, byte[]>())
    {
        Add(DcmiParameters.ActivateDhcp, (byte)0);
        Add(DcmiParameters.Discovery, DhcpDiscovery.None);
        Add(DcmiParameters.InitialTimeout, (byte)4);
        Add(DcmiParameters.ContactTimeout, 120);
        Add(DcmiParameters.RetryInterval, 64);
    }
}
