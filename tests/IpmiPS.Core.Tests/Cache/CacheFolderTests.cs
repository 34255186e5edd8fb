using System;
using System.IO;
using System.Linq;
using System.Text;
using IpmiPS.Cache;
using Xunit;

namespace IpmiPS.Tests.Cache;

public sealed class CacheFolderTests : IDisposable
{
    private const string Sdr = CacheFolder.Sdr;
    private const string Bmc = CacheFolder.Bmc;

    private readonly TemporaryFolder _place = new();
    private readonly CacheFolder _cache;

    public CacheFolderTests() => _cache = new CacheFolder(_place.Path);

    public void Dispose() => _place.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.Null(_cache.Read("bmc1", Sdr));
        Assert.True(_cache.Write("bmc1", Sdr, [1, 2, 3]));
        Assert.Equal([1, 2, 3], _cache.Read("bmc1", Sdr));
        Assert.True(_cache.Write("bmc1", Sdr, []));
        Assert.Empty(_cache.Read("bmc1", Sdr)!);
        Assert.Empty(new CacheFolder(_place.Path).Read("bmc1", Sdr)!);
        Assert.Single(_place.Files);
    }

    [Fact]
    public void Names_and_kinds_are_apart()
    {
        string[] names = ["bmc1", "bmc1:6230", "bmc1_6230", "[2001:db8::1]:6230", "2001:db8::1", "fe80::1%eth0", "con.example", new string('x', 255), new string('x', 254) + "y", "bmc-ü"];
        for (int i = 0; i < names.Length; i++)
        {
            Assert.True(_cache.Write(names[i], Sdr, [(byte)i]));
            Assert.True(_cache.Write(names[i], Bmc, [(byte)i, 0xFF]));
        }

        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal([(byte)i], _cache.Read(names[i], Sdr)!);
            Assert.Equal([(byte)i, 0xFF], _cache.Read(names[i], Bmc));
        }

        Assert.Equal(names.OrderBy(name => name, StringComparer.Ordinal), _cache.Names.OrderBy(name => name, StringComparer.Ordinal));
    }

    [Fact]
    public void Capitals_make_no_difference()
    {
        Assert.True(_cache.Write("Rack1-BMC.Example", Sdr, [1]));
        Assert.Equal([1], _cache.Read("rack1-bmc.example", Sdr));
        Assert.True(_cache.Write("RACK1-bmc.example", Sdr, [2]));
        Assert.Single(_place.Files);
        Assert.True(_cache.Remove("rack1-bmc.EXAMPLE"));
        Assert.Empty(_place.Files);
    }

    [Fact]
    public void File_names_are_readable_and_fit_every_file_system()
    {
        _cache.Write("Rack1-bmc01.example.com:6230", Sdr, [1]);
        Assert.Matches("^rack1-bmc01_example_com_6230-[0-9a-f]{16}\\.sdr$", Path.GetFileName(Assert.Single(_place.Files)));
        _cache.Remove("Rack1-bmc01.example.com:6230", Sdr);
        foreach (string name in new[] { "../../etc/x", "a\\b", "CON", "nul.txt", "*?\"<>|", "", new string('z', 300) })
        {
            Assert.True(_cache.Write(name, Sdr, [1]));
            string file = Path.GetFileName(Assert.Single(_place.Files));
            Assert.Matches("^[a-z0-9_-]{0,60}-[0-9a-f]{16}\\.sdr$", file);
            Assert.True(_cache.Remove(name, Sdr));
        }
    }

    [Fact]
    public void What_is_there_already_is_not_written_again()
    {
        _cache.Write("bmc1", Sdr, [1, 2]);
        string path = Assert.Single(_place.Files);
        var longAgo = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, longAgo);
        Assert.True(_cache.Write("bmc1", Sdr, [1, 2]));
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(path));
        Assert.True(_cache.Write("bmc1", Sdr, [1, 3]));
        Assert.NotEqual(longAgo, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void What_is_removed_is_gone()
    {
        foreach (string name in new[] { "bmc1", "bmc2" })
        {
            _cache.Write(name, Sdr, [1]);
            _cache.Write(name, Bmc, [2]);
        }

        Assert.True(_cache.Remove("bmc1", Sdr));
        Assert.True(_cache.Remove("bmc1", Sdr));
        Assert.Null(_cache.Read("bmc1", Sdr));
        Assert.Equal([2], _cache.Read("bmc1", Bmc));
        Assert.True(_cache.Remove("bmc2"));
        Assert.Equal(["bmc1"], _cache.Names);
    }

    [Fact]
    public void Clearing_leaves_others_files_and_what_is_being_written()
    {
        _cache.Write("bmc1", Sdr, [1]);
        string damaged = Assert.Single(_place.Files);
        File.WriteAllText(damaged, "damaged");
        _cache.Write("bmc2", Bmc, [1]);
        string[] others =
        [
            _place.File("notes.txt"), _place.File("server.sdr"), _place.File("-0123456789abcdeg.sdr"), _place.File(".sdr"), _place.File("x.tmp"),
            _place.File("a-0123456789abcdef.xyz"), _place.File("a-0123456789abcdef.sdr.tmp"), _place.File($"a-0123456789abcdef.sdr.{Guid.NewGuid():N}.tmp"),
        ];
        string old = _place.File($"a-0123456789abcdef.sdr.{Guid.NewGuid():N}.tmp");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddMinutes(-61));

        Assert.True(_cache.Clear());
        Assert.Equal(others.OrderBy(path => path), _place.Files.OrderBy(path => path));
        Assert.Empty(_cache.Names);
    }

    [Fact]
    public void Without_a_folder_nothing_is_kept()
    {
        var none = new CacheFolder(null);
        Assert.False(none.Write("bmc1", Sdr, [1]));
        Assert.Null(none.Read("bmc1", Sdr));
        Assert.Empty(none.Names);
        Assert.True(none.Remove("bmc1"));
        Assert.True(none.Clear());
    }

    [Fact]
    public void A_folder_that_cannot_be_is_as_none()
    {
        string file = _place.File("a file");
        foreach (string folder in new[] { file, Path.Combine(file, "below"), Path.Combine(_place.Path, new string('x', 5000)) })
        {
            var impossible = new CacheFolder(folder);
            Assert.False(impossible.Write("bmc1", Sdr, [1]));
            Assert.Null(impossible.Read("bmc1", Sdr));
            Assert.Empty(impossible.Names);
            impossible.Remove("bmc1");
            impossible.Clear();
        }

        Assert.Equal([file], _place.Files);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_as_none()
    {
        _cache.Write("bmc1", Sdr, [1]);
        string path = Assert.Single(_place.Files);
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.False(_cache.Write("bmc1", Sdr, [1]));
        Assert.Null(_cache.Read("bmc1", Sdr));
        Assert.False(_cache.Remove("bmc1", Sdr));
        Assert.Empty(_place.Files);
    }

    [Fact]
    public void A_read_only_file_does_no_harm()
    {
        _cache.Write("bmc1", Sdr, [1]);
        string path = Assert.Single(_place.Files);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            bool isWritten = _cache.Write("bmc1", Sdr, [2]);
            Assert.Equal(isWritten ? [2] : [1], _cache.Read("bmc1", Sdr)!);
            Assert.Single(_place.Files);
        }
        finally
        {
            File.SetAttributes(Assert.Single(_place.Files), FileAttributes.Normal);
        }
    }

    [Fact]
    public void What_is_too_large_is_neither_written_nor_read()
    {
        Assert.False(_cache.Write("bmc1", Sdr, new byte[4 * 1024 * 1024]));
        Assert.Empty(_place.Files);
        var large = new byte[4 * 1024 * 1024 - 200];
        Assert.True(_cache.Write("bmc1", Sdr, large));
        Assert.Equal(large, _cache.Read("bmc1", Sdr));

        File.WriteAllBytes(Assert.Single(_place.Files), new CacheFile("bmc1", Sdr, new byte[4 * 1024 * 1024]).ToBytes());
        Assert.Null(_cache.Read("bmc1", Sdr));
    }

    [Fact]
    public void A_kind_that_nobody_would_clear_is_a_mistake()
    {
        Assert.Throws<ArgumentException>(() => _cache.Write("bmc1", "xyz", [1]));
        Assert.Throws<ArgumentException>(() => _cache.Read("bmc1", "../x"));
    }

    [Fact]
    public void Every_prefix_of_a_file_is_as_none()
    {
        byte[] whole = Written();
        for (int length = 0; length < whole.Length; length++)
            Assert.Null(ReadInstead(whole.Take(length).ToArray()));
        Assert.Equal([1, 2, 3], ReadInstead(whole));
        Assert.Null(ReadInstead([.. whole, 0]));
        Assert.Null(ReadInstead([.. whole, .. whole]));
    }

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        byte[] whole = Written();
        for (int i = 0; i < whole.Length; i++)
        {
            foreach (int change in new[] { 0x01, 0x80, 0xFF })
            {
                byte[] changed = (byte[])whole.Clone();
                changed[i] ^= (byte)change;
                Assert.Null(ReadInstead(changed));
            }
        }
    }

    [Fact]
    public void Foreign_renamed_and_other_versions_files_are_as_none()
    {
        byte[] whole = Written();
        Assert.Null(ReadInstead(Encoding.ASCII.GetBytes(new string('x', 200))));
        Assert.Null(ReadInstead(new byte[1000]));
        Assert.Null(ReadInstead(new CacheFile("bmc2", Sdr, [1]).ToBytes()));
        Assert.Null(ReadInstead(new CacheFile("bmc1", Bmc, [1]).ToBytes()));
        Assert.Equal([9], ReadInstead(new CacheFile("BMC1", Sdr, [9]).ToBytes()));

        byte[] newer = whole.Take(whole.Length - 32).ToArray();
        newer[10]++;
        Assert.Null(ReadInstead(Summed(newer)));
    }

    [Fact]
    public void Lengths_that_are_wrong_under_a_right_checksum_are_as_none()
    {
        byte[] whole = Written().ToArray();
        byte[] body = whole.Take(whole.Length - 32).ToArray();
        Assert.Equal([1, 2, 3], ReadInstead(Summed(body)));
        for (int i = 12; i < body.Length; i++)
        {
            foreach (byte value in new byte[] { 0x00, 0x7F, 0xFF })
            {
                byte[] changed = (byte[])body.Clone();
                changed[i] = value;
                ReadInstead(Summed(changed)); // whatever it returns, it does not throw
            }
        }

        for (int length = 0; length < body.Length; length++)
            Assert.Null(ReadInstead(Summed(body.Take(length).ToArray())));
        Assert.Null(ReadInstead(Summed([.. body, 0])));
    }

    [Fact]
    public void The_folder_is_the_users_alone()
    {
        var getMode = typeof(File).GetMethod("GetUnixFileMode", [typeof(string)]);
        if (getMode is null || Path.DirectorySeparatorChar == '\\')
            return; // there is no such mode here
        string folder = Path.Combine(_place.Path, "a", "b");
        Assert.True(new CacheFolder(folder).Write("bmc1", Sdr, [1]));
        Assert.Equal(0x1C0, Convert.ToInt32(getMode.Invoke(null, [folder]), null));
    }

    private byte[] Written()
    {
        Assert.True(_cache.Write("bmc1", Sdr, [1, 2, 3]));
        return File.ReadAllBytes(Assert.Single(_place.Files));
    }

    private byte[]? ReadInstead(byte[] bytes)
    {
        File.WriteAllBytes(Assert.Single(_place.Files), bytes);
        return _cache.Read("bmc1", Sdr);
    }

    private static byte[] Summed(byte[] body)
    {
        using var sha = System.Security.Cryptography.SHA256.Create();
#pragma warning disable CA1850 // .NET Framework has no other.
        return [.. body, .. sha.ComputeHash(body)];
#pragma warning restore CA1850
    }
}
