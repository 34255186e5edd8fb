using System;
using System.IO;
using System.Threading.Tasks;
using IpmiPS.Cache;
using Xunit;

namespace IpmiPS.Tests.Cache;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public FileLockTests()
    {
        Directory.CreateDirectory(_folder.Path);
        _path = Path.Combine(_folder.Path, "a.lock");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_holds_it_at_a_time()
    {
        Assert.False(FileLock.IsHeld(_path));
        using (FileLock.TryTake(_path))
        {
            Assert.True(FileLock.IsHeld(_path));
            Assert.Null(FileLock.TryTake(_path));
            Assert.True(FileLock.IsHeld(_path));
        }

        Assert.False(FileLock.IsHeld(_path));
        Assert.Empty(_folder.Files);
        FileLock.TryTake(_path)!.Dispose();
    }

    [Fact]
    public void What_a_killed_process_left_is_no_lock()
    {
        File.WriteAllText(_path, "");
        Assert.False(FileLock.IsHeld(_path));
        FileLock.TryTake(_path)!.Dispose();
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_an_error() =>
        Assert.ThrowsAny<IOException>(() => FileLock.TryTake(Path.Combine(_folder.Path, "none", "a.lock")));

    [Fact]
    public async Task Many_at_once_never_hold_it_together()
    {
        int holders = 0, taken = 0;
        await Task.WhenAll(TakeAsync(), TakeAsync(), TakeAsync());
        Assert.NotEqual(0, taken);

        Task TakeAsync() => Task.Run(() =>
        {
            for (int i = 0; i < 60; i++)
            {
                FileLock.IsHeld(_path);
                using FileLock? held = FileLock.TryTake(_path);
                if (held is null)
                    continue;
                Assert.Equal(1, System.Threading.Interlocked.Increment(ref holders));
                System.Threading.Interlocked.Increment(ref taken);
                System.Threading.Interlocked.Decrement(ref holders);
            }
        });
    }
}
