using System.Linq;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Fuzz;

/// <summary>
/// A fixed number of hostile inputs to each target, the same ones each time, and everything that the corpus keeps. Many more are tried by
/// tests/IpmiPS.Fuzz; see docs/fuzzing.md.
/// </summary>
public sealed class FuzzTests
{
    private const ulong Seed = 1;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_others_send_is_understood_or_refused(string name)
    {
        var target = FuzzTargets.Find(name);
        var seeds = target.Seeds;
        Assert.NotEmpty(seeds);
        foreach (byte[] seed in seeds)
            Check(target, seed);
        var mutator = new Mutator(Seed, seeds);
        for (int i = 0; i < target.TestCount; i++)
            Check(target, mutator.Next());
    }

    private static void Check(FuzzTarget target, byte[] input)
    {
        if (target.Try(input) is { } problem)
            Assert.Fail($"{target.Name}, input {Hex.Format(input)}: {problem}");
    }
}
