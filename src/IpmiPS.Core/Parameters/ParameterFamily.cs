using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS.Parameters;

/// <summary>
/// The configuration parameters of one kind, such as LAN or SOL, and the two commands that read and write them. The parameters of all
/// kinds work alike, so one reader, one transaction and one simulated store serve every family.
/// </summary>
public sealed class ParameterFamily
{
    private readonly Dictionary<byte, Parameter> _byNumber;

    internal ParameterFamily(string name, IReadOnlyList<Parameter> all)
    {
        (Name, All) = (name, all);
        _byNumber = all.ToDictionary(static parameter => parameter.Number);
    }

    /// <summary>The name, such as "LAN".</summary>
    public string Name { get; }

    /// <summary>The parameters in the order of their numbers. A BMC need not have all of them.</summary>
    public IReadOnlyList<Parameter> All { get; }

    /// <summary>Revision that a BMC of the present specification reports with each parameter: [7:4] present, [3:0] oldest compatible; for boot options, the version.</summary>
    public byte Revision { get; init; } = 0x11;

    /// <summary>Whether each channel has parameters of its own.</summary>
    public bool HasChannels { get; init; }

    /// <summary>The parameter that announces a change; null for a family without one.</summary>
    public Parameter<SetInProgress>? SetInProgress { get; init; }

    /// <summary>Whether a transaction commits what it has written before it ends.</summary>
    public bool IsCommitted { get; init; }

    /// <summary>Sends the command that reads.</summary>
    internal Func<IIpmiConnection, ParameterAddress, CancellationToken, Task<ParameterData>> GetAsync { get; init; } = static (_, _, _) => throw new NotSupportedException();

    /// <summary>Makes the command that writes.</summary>
    internal Func<ParameterAddress, byte[], IpmiCommand<NoData>> Set { get; init; } = static (_, _) => throw new NotSupportedException();

    /// <summary>The parameter with a number, or null if the specification has none.</summary>
    public Parameter? Find(byte number) => _byNumber.TryGetValue(number, out var parameter) ? parameter : null;
}

/// <summary>Which parameter is meant.</summary>
/// <param name="Channel">Channel, 0 to 15; ignored by families without channels.</param>
/// <param name="Number">Parameter selector.</param>
/// <param name="Set">Set selector; 0 for a parameter without one.</param>
/// <param name="Block">Block selector; 0 for a parameter without one.</param>
internal readonly record struct ParameterAddress(byte Channel, byte Number, byte Set = 0, byte Block = 0);

/// <summary>A parameter as a BMC returns it.</summary>
/// <param name="Revision">Parameter revision.</param>
/// <param name="Data">The data, selectors included.</param>
/// <param name="IsLocked">Whether the parameter is marked invalid or locked. Only boot options have this mark.</param>
public sealed record ParameterData(byte Revision, byte[] Data, bool IsLocked = false);

/// <summary>A parameter that was read.</summary>
/// <param name="Value">The value.</param>
/// <param name="Response">What the BMC returned.</param>
public readonly record struct ParameterValue<T>(T Value, ParameterData Response);
