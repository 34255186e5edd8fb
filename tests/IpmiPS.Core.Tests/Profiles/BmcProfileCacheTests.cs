using System;
using System.Linq;
using IpmiPS.Cache;
using IpmiPS.Crypto;
using Xunit;

namespace IpmiPS.Tests.Profile;

/// <summary>What one process learns of a BMC, the next one knows.</summary>
public class BmcProfileCacheTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    private readonly string _name = $"bmc-{Guid.NewGuid():N}";

    [Fact]
    public void What_was_kept_is_known_to_the_next_process()
    {
        var learnt = BmcProfileCache.Of(_name);
        learnt.RecordSuite(CipherSuite.Find(3)!, s_now);
        learnt.CommandTime = new RoundTripTime(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(4));
        learnt.LogInTime = new RoundTripTime(TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(11));
        (learnt.Window, learnt.SdrReadSize, learnt.FruReadSize) = (12, 32, 128);
        learnt.RecordPrivilege("somebody", PrivilegeLevel.Operator, s_now);
        BmcProfileCache.Save(_name);
        BmcProfileCache.Remove(_name);

        var known = BmcProfileCache.Of(_name);
        Assert.NotSame(learnt, known);
        Assert.Equal(CipherSuite.Find(3), known.FindSuite(s_now + TimeSpan.FromDays(6)));
        Assert.Null(known.FindSuite(s_now + TimeSpan.FromDays(8)));
        Assert.Equal(learnt.CommandTime, known.CommandTime);
        Assert.Equal(learnt.LogInTime, known.LogInTime);
        Assert.Equal((12, 32, 128), (known.Window, known.SdrReadSize, known.FruReadSize));

        // Who logs in is nobody's business.
        Assert.Null(known.FindPrivilege("somebody", s_now));
    }

    [Fact]
    public void What_a_newcomer_would_assume_is_not_worth_a_file()
    {
        BmcProfileCache.Of(_name).RecordSuite(CipherSuite.Find(17)!, s_now);
        BmcProfileCache.Save(_name);
        Assert.Null(CacheFolder.Current.Read(_name, CacheFolder.Bmc));
    }

    [Fact]
    public void Times_that_vary_from_day_to_day_are_not_written_each_time()
    {
        var learnt = BmcProfileCache.Of(_name);
        (learnt.Window, learnt.CommandTime) = (12, new RoundTripTime(TimeSpan.FromMilliseconds(20), default));
        BmcProfileCache.Save(_name);
        CacheFolder.Current.Remove(_name, CacheFolder.Bmc);

        (learnt.Window, learnt.CommandTime) = (9, new RoundTripTime(TimeSpan.FromMilliseconds(31), default));
        BmcProfileCache.Save(_name);
        Assert.Null(CacheFolder.Current.Read(_name, CacheFolder.Bmc));

        learnt.Window = 2;
        BmcProfileCache.Save(_name);
        Assert.NotNull(CacheFolder.Current.Read(_name, CacheFolder.Bmc));
    }

    [Fact]
    public void A_file_that_is_cut_or_of_another_version_is_none()
    {
        byte[] content = new BmcProfileFile(3, 1, (1, 2), (3, 4), 5, 6, 7, 17).Encode();
        Assert.Equal(new BmcProfileFile(3, 1, (1, 2), (3, 4), 5, 6, 7, 17), BmcProfileFile.Decode(content));
        for (int length = 0; length < content.Length; length++)
            Assert.Null(BmcProfileFile.Decode([.. content.Take(length)]));
        content[0]++;
        Assert.Null(BmcProfileFile.Decode(content));
    }

    [Fact]
    public void An_insecure_suite_in_a_file_is_not_believed()
    {
        var known = BmcProfile.From(new BmcProfileFile(1, (uint)s_now.ToUnixTimeSeconds(), default, default, 0, 0, 0, 2));
        Assert.Null(known.FindSuite(s_now));
        Assert.Null(known.ProvenSuite);
    }

    [Fact]
    public void The_best_suite_that_ever_worked_is_known_to_the_next_process_however_old_it_is()
    {
        foreach (byte suite in (byte[])[3, 17, 3, 2])
            BmcProfileCache.Of(_name).Prove(CipherSuite.Find(suite)!);
        BmcProfileCache.Save(_name);
        BmcProfileCache.Remove(_name);
        Assert.Equal(CipherSuite.Find(17), BmcProfileCache.Of(_name).ProvenSuite);
    }
}
