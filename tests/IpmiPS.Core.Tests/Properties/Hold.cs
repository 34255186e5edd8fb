using System;
using FsCheck;
using FsCheck.Fluent;

namespace IpmiPS.Tests.Properties;

/// <summary>Tries a property on values that FsCheck makes, the same ones each time.</summary>
internal static class Hold
{
    private const ulong Seed = 20_260_101, Gamma = 7;

    public static Gen<byte> Byte { get; } = Gen.Choose(0, 255).Select(value => (byte)value);

    /// <summary>Bytes of any number from none to a limit.</summary>
    public static Gen<byte[]> Bytes(int most) => Gen.Choose(0, most).SelectMany(count => Byte.ArrayOf(count));

    /// <summary>Texts out of some characters, of any length up to a limit.</summary>
    public static Gen<string> Text(string characters, int most) =>
        Gen.Choose(0, most).SelectMany(count => Gen.Elements(characters.ToCharArray()).ArrayOf(count)).Select(text => new string(text));

    /// <summary>Throws, with the smallest value found, where the property does not hold.</summary>
    public static void For<T>(Gen<T> values, Func<T, bool> property, int tests = 200) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithReplay(Seed, Gamma).WithMaxTest(tests).WithQuietOnSuccess(true));
}
