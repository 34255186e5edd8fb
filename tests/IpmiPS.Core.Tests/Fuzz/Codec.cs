using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using IpmiPS.Cache;
using IpmiPS.Commands;
using IpmiPS.Sdr;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>
/// Something that is read from bytes and, mostly, written again. All of them are found by their shape: what has <c>Read</c> and
/// <c>Write</c>, commands with <c>ReadRequest</c> and <c>WriteRequest</c>, and the responses of all commands.
/// </summary>
internal sealed record Codec(string Name, Func<byte[], object?> Read, Func<object, byte[]>? Write)
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<Codec> All { get; } = [.. Find().OrderBy(codec => codec.Name, StringComparer.Ordinal)];

    private static readonly Dictionary<int, Codec> s_byNumber = Number();

    /// <summary>Stands for the codec in a corpus; does not change when others are added.</summary>
    public int Id => s_byNumber.First(pair => pair.Value == this).Key;

    /// <summary>The codec of a number; of numbers that none has, any.</summary>
    public static Codec Of(int number) => s_byNumber.TryGetValue(number, out var codec) ? codec : All[number % All.Count];

    /// <summary>Reads; what was read is written and read again, and has to say the same. Returns what was read, null where the bytes are refused.</summary>
    public object? Check(byte[] bytes)
    {
        object? value;
        try
        {
            value = Read(bytes);
        }
        catch (MalformedDataException)
        {
            return null;
        }

        if (value is null)
            return null;
        string text = ObjectText.Of(value);
        if (Write is null)
            return value;
        string again = ObjectText.Of(Read(Write(value)));
        return again == text ? value : throw new InvalidOperationException($"{Name} reads {text}, and after it was written {again}.");
    }

    public override string ToString() => Name;

    private static Dictionary<int, Codec> Number()
    {
        var numbers = new Dictionary<int, Codec>();
        foreach (var codec in All)
        {
            int number = codec.Name.Aggregate(17, static (hash, c) => (hash * 31 + c) & 0xFFFF);
            while (numbers.ContainsKey(number))
                number = number + 1 & 0xFFFF;
            numbers.Add(number, codec);
        }

        return numbers;
    }

    private static IEnumerable<Codec> Find()
    {
        foreach (var type in typeof(IpmiCommand).Assembly.GetTypes().Where(type => !type.IsAbstract && !type.ContainsGenericParameters))
        {
            if (type.GetMethod("Read", Static, null, [typeof(ByteReader)], null) is { } read && read.ReturnType == type
                && type.GetMethod("Write", [typeof(ByteWriter)]) is { } write)
                yield return new Codec(type.Name, bytes => Call(read, null, new ByteReader(bytes)), value => Written(write, value));
            if (!typeof(IpmiCommand).IsAssignableFrom(type))
                continue;
            if (type.GetMethod("ReadRequest", Static) is { } readRequest)
                yield return new Codec(type.Name + " request", bytes => Call(readRequest, null, new ByteReader(bytes)), value => Written(type.GetMethod("WriteRequest")!, value));

            var readResponse = type.GetMethod("ReadResponse")!;
            object command = Create(type);
            yield return new Codec(type.Name + " response", bytes => Call(readResponse, command, new ByteReader(bytes)), null);
        }

        yield return new Codec("SDR", SdrRecord.Read, value => ((SdrRecord)value).ToBytes());
        yield return new Codec("SDR, kept where it is malformed", SdrRecord.ReadOrUnknown, null);
        yield return new Codec("cache file", CacheFile.Read, value => ((CacheFile)value).ToBytes());
        yield return new Codec("knowledge file", bytes => BmcProfileFile.Decode(bytes), value => ((BmcProfileFile)value).Encode());
        yield return new Codec("SDR cache file", bytes => SdrCacheFile.Decode("bmc", bytes), null);
    }

    /// <summary>A command with whatever it takes; of its response only the bytes matter.</summary>
    public static object Create(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(candidate => candidate.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(byte[]) ? new byte[16]
            : parameter.ParameterType == typeof(string) ? ""
            : parameter.ParameterType == typeof(CommandDefinition) ? IpmiPS.Commands.App.GetDeviceId.Definition
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : Create(parameter.ParameterType))]);
    }

    private static byte[] Written(MethodInfo write, object value)
    {
        var writer = new ByteWriter();
        Call(write, value, writer);
        return writer.ToArray();
    }

    private static object? Call(MethodInfo method, object? on, params object?[] arguments)
    {
        try
        {
            return method.Invoke(on, arguments);
        }
        catch (TargetInvocationException error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error.InnerException!).Throw();
            throw;
        }
    }
}
