using System;
using System.IO;
using System.Runtime.InteropServices;
using IpmiPS.Cache;
using Xunit;

namespace IpmiPS.Tests.Cache;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PrivateFileTests() => Directory.CreateDirectory(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_its_user_may_read_it()
    {
        string path = Path.Combine(_folder.Path, "ä b");
        PrivateFile.Create(path);
        Assert.Equal([path], _folder.Files);
        Assert.Equal(0, new FileInfo(path).Length);
        Assert.Null(PrivateFile.OtherReaders(path));
        File.AppendAllText(path, "x");
    }

    [Fact]
    public void A_file_that_exists_is_left_alone()
    {
        string path = _folder.File("there");
        Assert.ThrowsAny<IOException>(() => PrivateFile.Create(path));
        Assert.Equal("there", File.ReadAllText(path));
        Assert.Equal([path], _folder.Files);
    }

    [Fact]
    public void A_file_that_others_may_read_is_recognised()
    {
        // .NET Framework's code has no way to read the mode.
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || Type.GetType("System.IO.UnixFileMode") is not { } type || typeof(File).GetMethod("SetUnixFileMode", [typeof(string), type]) is not { } set)
            return;
        string path = _folder.File("open");
        foreach (int mode in new[] { 0x1A0, 0x184, 0x181 }) // rw-r-----, rw----r--, rw-----x
        {
            set.Invoke(null, [path, Enum.ToObject(type, mode)]);
            Assert.Contains(Convert.ToString(mode, 8), PrivateFile.OtherReaders(path));
        }
    }

    [Theory]
    [InlineData("O:S-1-5-21-1-2-3-1001G:S-1-5-21-1-2-3-513D:P(A;;FA;;;OW)", null)]
    [InlineData("O:S-1-5-21-1-2-3-1001G:DUD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;S-1-5-21-1-2-3-1001)", null)]
    [InlineData("O:BAG:DUD:(A;OICIIO;GA;;;WD)(D;;FA;;;WD)", null)]
    [InlineData("O:S-1-5-21-1-2-3-1001G:DUD:AI(A;ID;FA;;;SY)(A;ID;0x1200a9;;;BU)", "BU")]
    [InlineData("O:S-1-5-21-1-2-3-1001G:DUD:(A;;FR;;;S-1-5-21-1-2-3-1002)(A;;FR;;;WD)", "S-1-5-21-1-2-3-1002, WD")]
    [InlineData("O:S-1-5-21-1-2-3-1001G:DU", "everyone")]
    public void Windows_says_who_may_read_it(string sddl, string? others) => Assert.Equal(others, PrivateFile.OtherReadersIn(sddl));
}
