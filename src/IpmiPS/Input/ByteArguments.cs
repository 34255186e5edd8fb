using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>Takes a network function by its name.</summary>
internal sealed class NetFnNameAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is string { Length: > 0 } text && char.IsLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out NetFn function)
            ? (byte)function
            : value is NetFn named ? (byte)named : inputData;
    }
}

/// <summary>Takes bytes as hexadecimal text, too.</summary>
internal sealed class HexBytesAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is string text)
            return Parse(text);
        if (value is not object[] items || !Array.Exists(items, static item => item is string or PSObject { BaseObject: string }))
            return inputData;
        var bytes = new List<byte>();
        foreach (object item in (IEnumerable)items)
        {
            if (item is string or PSObject { BaseObject: string })
                bytes.AddRange(Parse(item.ToString()!));
            else
                bytes.Add(LanguagePrimitives.ConvertTo<byte>(item));
        }

        return bytes.ToArray();
    }

    private static byte[] Parse(string text)
    {
        try
        {
            return Hex.Parse(text);
        }
        catch (FormatException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
