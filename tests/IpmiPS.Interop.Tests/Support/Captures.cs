using System;
using System.IO;
using IpmiPS.Tests.Support;

namespace IpmiPS.Interop.Support;

/// <summary>
/// The folder of captured servers: named by the environment variable IPMIPS_CAPTURES, or shared/captures beside the checkout.
/// It is no part of the repository.
/// </summary>
internal static class Captures
{
    public const string DellR730 = "dell_r730";
    public const string QuantaD51 = "quanta_d51";
    public const string IntelS2600 = "s2600wtt";

    /// <summary>The servers that the comparisons are about.</summary>
    public static readonly string[] All = [DellR730, QuantaD51, IntelS2600];

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("IPMIPS_CAPTURES") is { Length: > 0 } named
            ? named
            : Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "captures"));

    public static bool AreHere => File.Exists(PathOf("serve")) && Array.TrueForAll(All, name => File.Exists(PathOf(name + ".emu")));

    public static string PathOf(string file) => Path.Combine(Folder, file);
}
