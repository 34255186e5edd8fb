using System;
using System.Collections.Generic;

namespace IpmiPS.Tests.Fuzz;

/// <summary>
/// Something that takes bytes from others. Whatever it is given, it ends with a result or an <see cref="IpmiException"/>, and takes no more
/// memory than the input is worth. Exceptions that its documentation names beyond that it catches itself.
/// </summary>
/// <param name="name">The name, which is that of its corpus, too.</param>
/// <param name="run">Takes one input; throws where something is wrong.</param>
internal sealed class FuzzTarget(string name, Action<byte[]> run)
{
    public string Name => name;

    /// <summary>Good inputs, of which hostile ones are made, beside those of the corpus.</summary>
    public Func<IEnumerable<byte[]>> MoreSeeds { get; init; } = static () => [];

    /// <summary>How many inputs the tests try.</summary>
    public int TestCount { get; init; } = 2000;

    /// <summary>How many bytes one input may make it allocate.</summary>
    public long MaximumAllocated { get; init; } = 4 << 20;

    public IReadOnlyList<byte[]> Seeds => [.. Corpus.Load(name), .. MoreSeeds()];

    /// <summary>Tries an input; what was wrong, or null.</summary>
    public string? Try(byte[] input)
    {
        long before = Allocated();
        try
        {
            run(input);
        }
        catch (IpmiException)
        {
            // Refused, as it should be.
        }
        catch (Exception error)
        {
            return error.ToString();
        }

        long allocated = Allocated() - before;
        return allocated <= MaximumAllocated ? null : $"{allocated} bytes were allocated for an input of {input.Length}.";
    }

    private static long Allocated() =>
#if NETFRAMEWORK
        0; // not counted there
#else
        GC.GetAllocatedBytesForCurrentThread();
#endif
}
