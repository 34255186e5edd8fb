using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>One write of a transaction.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Data">Its data, selectors included.</param>
internal sealed record ParameterWrite(Parameter Parameter, byte[] Data)
{
    /// <summary>Data to send where the BMC refuses <see cref="Data"/> as invalid. Optional writes only.</summary>
    public byte[]? Fallback { get; init; }

    /// <summary>
    /// Whether the change does not depend on this write. A BMC may refuse or ignore it, and it is not read back. Optional writes in a row are sent together.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>
    /// Whether the write may end the connection that it goes through, such as a new address. It is not read back, since that has to be done at the new place.
    /// </summary>
    public bool CutsOff { get; init; }

    /// <summary>A write of a value.</summary>
    public static ParameterWrite Of<T>(Parameter<T> parameter, T value, byte set = 0, byte block = 0) => new(parameter, parameter.Encode(value, set, block));

    /// <summary>Set and block selector, which stand at the start of the data.</summary>
    public (byte Set, byte Block) Selectors => (
        Parameter.Selectors >= ParameterSelectors.Set && Data.Length > 0 ? Data[0] : (byte)0,
        Parameter.Selectors >= ParameterSelectors.SetAndBlock && Data.Length > 1 ? Data[1] : (byte)0);
}

/// <summary>
/// What a <see cref="ParameterTransaction"/> writes, how it compares and what it says. The methods are where a change departs from the
/// rule, such as for a vendor's BMCs.
/// </summary>
internal abstract class ParameterChange(ParameterFamily family, byte channel)
{
    /// <summary>Some BMCs return the new value only a moment after they accepted it.</summary>
    private static readonly TimeSpan[] UsualReadBackWaits = [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(2)];

    /// <summary>The family.</summary>
    public ParameterFamily Family { get; } = family;

    /// <summary>The channel; ignored by families without channels.</summary>
    public byte Channel { get; } = channel;

    /// <summary>The change in words, in the singular, as in "The BMC accepted the boot device Pxe".</summary>
    public abstract string Subject { get; }

    /// <summary>What to do where the outcome is unknown.</summary>
    public abstract string UnknownAdvice { get; }

    /// <summary>What to do where the BMC keeps something else.</summary>
    public abstract string MismatchAdvice { get; }

    /// <summary>The pauses before a value that is not yet as wanted is read again.</summary>
    public virtual IReadOnlyList<TimeSpan> ReadBackWaits => UsualReadBackWaits;

    /// <summary>The pause before each write that is sent again because the BMC keeps the old value; null to send none again.</summary>
    public virtual TimeSpan? RepeatPause => null;

    /// <summary>
    /// Returns the writes in their order; what they depend on is read here. Runs while the change is being announced, so that reading costs no time of its own.
    /// </summary>
    public abstract Task<IReadOnlyList<ParameterWrite>> PrepareAsync(IIpmiConnection connection, CancellationToken cancellationToken);

    /// <summary>Whether what was read back is what was wanted. BMCs may keep a value in another form than it was written.</summary>
    public virtual bool IsAsWanted(ParameterWrite write, ParameterData read) =>
        read.Data.Take(write.Data.Length).Select((value, i) => Kept(write.Parameter, i, value)).SequenceEqual(write.Data.Select((value, i) => Kept(write.Parameter, i, value)));

    private static byte Kept(Parameter parameter, int index, byte value) => index == (int)parameter.Selectors ? (byte)(value & ~parameter.OrderBits) : value;

    /// <summary>What a write is of, in words.</summary>
    public virtual string NameOf(ParameterWrite write) => write.Parameter.Name;

    /// <summary>What was read back, in words.</summary>
    public virtual string Describe(ParameterWrite write, ParameterData read) => Hex.Format(read.Data, " ");
}

/// <summary>A change of parameters by their values alone.</summary>
/// <param name="family">The family.</param>
/// <param name="channel">The channel.</param>
/// <param name="writes">The writes in their order.</param>
internal sealed class ParameterValuesChange(ParameterFamily family, byte channel, IReadOnlyList<ParameterWrite> writes) : ParameterChange(family, channel)
{
    /// <inheritdoc/>
    public override string Subject => $"the {Family.Name} configuration ({string.Join(", ", writes.Select(static write => write.Parameter.Name))})";

    /// <inheritdoc/>
    public override string UnknownAdvice => "Read the parameters before you write them again.";

    /// <inheritdoc/>
    public override string MismatchAdvice => "The BMC does not support the value. Read the parameter to see what is in force.";

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ParameterWrite>> PrepareAsync(IIpmiConnection connection, CancellationToken cancellationToken) => Task.FromResult(writes);

    /// <inheritdoc/>
    public override string Describe(ParameterWrite write, ParameterData read) => $"{base.Describe(write, read)} for {write.Parameter.Name}";
}
