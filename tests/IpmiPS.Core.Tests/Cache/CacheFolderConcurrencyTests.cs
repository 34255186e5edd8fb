using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cache;
using Xunit;

namespace IpmiPS.Tests.Cache;

/// <summary>Many threads write, read and delete the same file at once. None ever sees a mixture, and no temporary files remain.</summary>
public sealed class CacheFolderConcurrencyTests : IDisposable
{
    private const int Threads = 8;
    private const int Rounds = 150;

    private readonly TemporaryFolder _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_reads_sees_one_of_the_contents_whole(bool areSomeRemoving)
    {
        using var stop = new CancellationTokenSource();
        int written = 0;
        int seen = 0;
        Task[] writers = [.. Enumerable.Range(0, Threads).Select(number => Run(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                if (new CacheFolder(_place.Path).Write("bmc1", CacheFolder.Sdr, Content(number, round)))
                    Interlocked.Increment(ref written);
                if (areSomeRemoving && number == 0)
                    new CacheFolder(_place.Path).Remove("bmc1");
            }
        }))];
        Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Run(() =>
        {
            do
            {
                if (new CacheFolder(_place.Path).Read("bmc1", CacheFolder.Sdr) is { } content)
                {
                    Assert.Equal(Content(content[0], content[1]), content);
                    Interlocked.Increment(ref seen);
                }
            }
            while (!stop.IsCancellationRequested);
        }))];

        await Task.WhenAll(writers);
        stop.Cancel();
        await Task.WhenAll(readers);
        Assert.True(written > Threads * Rounds / 2, $"{written} written");
        Assert.True(areSomeRemoving || seen > 0);
        Assert.True(_place.Files.Length <= 1, string.Join(", ", _place.Files));
        Assert.True(new CacheFolder(_place.Path).Write("bmc1", CacheFolder.Sdr, [1]));
    }

    private static byte[] Content(int number, int round)
    {
        byte[] content = [.. Enumerable.Repeat((byte)(number ^ round), 3000 + 40 * number)];
        content[0] = (byte)number;
        content[1] = (byte)round;
        return content;
    }

    private static Task Run(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
