using System;

namespace IpmiPS.Cmdlets;

/// <summary>
/// An object that has no computer's name arrives as the text of all its properties, such as @{Rack=7; Password=...}. What it holds is
/// nobody's to see; so nothing of it is kept, neither for errors nor among the bound parameters that these carry with them.
/// </summary>
internal static class ObjectText
{
    private const string Hidden = "@{...}";

    /// <summary>Puts a mark in the place of such texts, in the array itself, which is also that of the bound parameters.</summary>
    public static string[] Hide(string[]? names)
    {
        for (int i = 0; i < names?.Length; i++)
            if (names[i]?.StartsWith("@{", StringComparison.Ordinal) == true)
                names[i] = Hidden;
        return names ?? [];
    }

    /// <exception cref="IpmiException">The name is the mark of such an object (kind InvalidParameter).</exception>
    public static void Refuse(string name)
    {
        if (name == Hidden)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "The input object has no ComputerName, nor a property of one of its aliases.");
    }
}
