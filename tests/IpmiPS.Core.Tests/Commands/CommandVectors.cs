using System;
using IpmiPS.Commands;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

/// <summary>What every test of a command's bytes does: each vector both ways, every shorter one refused, surplus bytes passed over.</summary>
internal static class CommandVectors
{
    public static void CheckRequest(IpmiCommand command, NetFn netFn, byte code, string bytes, Func<ByteReader, IpmiCommand>? read = null)
    {
        Assert.Equal(netFn, command.NetFn);
        Assert.Equal(code, command.Code);
        Assert.Equal(bytes, Request(command));
        if (read is null)
            return;
        Assert.Equal(bytes, Request(read(new ByteReader(Hex.Parse(bytes)))));
        Assert.Equal(bytes, Request(read(new ByteReader(Hex.Parse(bytes + " AA 55")))));
    }

    public static void CheckTruncatedRequests(string bytes, int mandatory, Func<ByteReader, IpmiCommand> read)
    {
        byte[] whole = Hex.Parse(bytes);
        for (int length = 0; length < mandatory; length++)
            Assert.Throws<MalformedDataException>(() => read(new ByteReader(whole, 0, length)));
        for (int length = mandatory; length <= whole.Length; length++)
            Assert.NotNull(read(new ByteReader(whole, 0, length)));
    }

    public static TResponse CheckResponse<TResponse>(IpmiCommand<TResponse> command, string bytes, int mandatory, Action<TResponse, ByteWriter> write)
    {
        byte[] whole = Hex.Parse(bytes);
        for (int length = 0; length < mandatory; length++)
            Assert.Throws<MalformedDataException>(() => command.ReadResponse(new ByteReader(whole, 0, length)));
        for (int length = mandatory; length < whole.Length; length++)
            Assert.NotNull(command.ReadResponse(new ByteReader(whole, 0, length)));

        TResponse response = command.ReadResponse(new ByteReader(whole));
        var writer = new ByteWriter();
        write(response, writer);
        Assert.Equal(Hex.Format(whole), Hex.Format(writer.ToArray()));
        return response;
    }

    private static string Request(IpmiCommand command)
    {
        var writer = new ByteWriter();
        command.WriteRequest(writer);
        return Hex.Format(writer.ToArray(), " ");
    }
}
