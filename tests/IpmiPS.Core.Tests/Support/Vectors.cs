using System;
using IpmiPS.Commands;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Support;

/// <summary>Checks that every command has to pass, in both directions.</summary>
internal static class Vectors
{
    /// <summary>The request is written as the bytes, and read back and written again as the same bytes.</summary>
    public static void Request(string hex, IpmiCommand command, Func<ByteReader, IpmiCommand>? read = null)
    {
        byte[] bytes = Hex.Parse(hex);
        Assert.Equal(bytes, Written(command.WriteRequest));
        if (read is not null)
            Assert.Equal(bytes, Written(read(new ByteReader(bytes)).WriteRequest));
    }

    /// <summary>
    /// The bytes are read as the response, with surplus bytes too, and written again as the same bytes. Every prefix of
    /// fewer than <paramref name="minimum"/> bytes is refused, every longer one read.
    /// </summary>
    public static T Response<T>(string hex, IpmiCommand<T> command, int minimum, Action<T, ByteWriter>? write = null)
    {
        byte[] bytes = Hex.Parse(hex);
        T response = command.ReadResponse(new ByteReader(bytes));
        if (write is not null)
            Assert.Equal(bytes, Written(writer => write(response, writer)));
        for (int length = 0; length < bytes.Length; length++)
        {
            var reader = new ByteReader(bytes, 0, length);
            if (length < minimum)
                Assert.Throws<MalformedDataException>(() => command.ReadResponse(reader));
            else
                Assert.NotNull(command.ReadResponse(reader));
        }

        byte[] surplus = [.. bytes, 0xDE, 0xAD];
        Assert.NotNull(command.ReadResponse(new ByteReader(surplus)));
        return response;
    }

    /// <summary>Every prefix of a request is refused by the BMC's side.</summary>
    public static void RequestPrefixes(string hex, Func<ByteReader, IpmiCommand> read)
    {
        byte[] bytes = Hex.Parse(hex);
        for (int length = 0; length < bytes.Length; length++)
        {
            var reader = new ByteReader(bytes, 0, length);
            Assert.Throws<MalformedDataException>(() => read(reader));
        }
    }

    public static byte[] Written(Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        return writer.ToArray();
    }
}
