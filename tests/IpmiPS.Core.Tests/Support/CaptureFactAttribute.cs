using System;
using System.IO;
using Xunit;

namespace IpmiPS.Tests.Support;

/// <summary>
/// A test on a captured file, skipped with a word where the file is absent. Captures are no part of the repository: they are in the folder
/// that the environment variable IPMIPS_CAPTURES names, or in shared/captures beside the checkout.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CaptureFactAttribute : FactAttribute
{
    public CaptureFactAttribute(string file)
    {
        if (!File.Exists(PathOf(file)))
            Skip = $"The capture {file} is not here (IPMIPS_CAPTURES, or shared/captures beside the checkout).";
    }

    public static string PathOf(string file) => Path.Combine(Folder, file);

    private static string Folder =>
        Environment.GetEnvironmentVariable("IPMIPS_CAPTURES") is { Length: > 0 } named
            ? named
            : Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "captures"));
}
