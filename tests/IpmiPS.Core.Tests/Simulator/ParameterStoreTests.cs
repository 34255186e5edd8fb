using System;
using System.Collections.Generic;
using IpmiPS.Parameters;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>The parameters of a virtual BMC keep to what their family says.</summary>
public sealed class ParameterStoreTests
{
    private const CompletionCode NotSupported = (CompletionCode)0x80, InProgress = (CompletionCode)0x81, ReadOnly = (CompletionCode)0x82;

    [Fact]
    public void Every_parameter_that_a_virtual_BMC_has_is_as_long_as_its_family_says()
    {
        foreach (ParameterStore store in new ParameterStore[] { Lan(), Sol(), new BootOptions(new ManualTime()) })
        {
            int count = 0;
            foreach (var parameter in store.Family.All)
            {
                if (store.Get(parameter.Number, set: 1) is not { } data)
                    continue;
                count++;
                Assert.InRange(data.Length, parameter.MinimumLength, parameter.Length);
                if (parameter.Selectors != ParameterSelectors.None)
                    Assert.Equal(1, data[0]);
            }

            Assert.True(count >= 8, $"{store.Family.Name} has {count} parameters.");
        }
    }

    [Theory]
    [InlineData(16, "61 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", CompletionCode.Ok)]
    [InlineData(16, "61", CompletionCode.InvalidLength)]
    [InlineData(4, "02 00", CompletionCode.InvalidLength)]
    [InlineData(22, "01", ReadOnly)]
    [InlineData(17, "04", ReadOnly)]
    [InlineData(27, "01", NotSupported)]
    [InlineData(200, "01", NotSupported)]
    public void A_write_is_checked(byte number, string hex, CompletionCode code)
    {
        var store = Lan();
        byte[]? before = store.Get(number);
        Assert.Equal(code, store.Set(number, Hex.Parse(hex)));
        Assert.Equal(code == CompletionCode.Ok ? Hex.Parse(hex) : before, store.Get(number));
    }

    [Fact]
    public void Set_in_progress_is_taken_once_and_outlasts_a_commit()
    {
        var store = Sol();
        Assert.Equal(CompletionCode.Ok, store.Set(0, [1]));
        Assert.Equal(InProgress, store.Set(0, [1]));
        Assert.Equal(CompletionCode.Ok, store.Set(0, [2]));
        Assert.Equal(InProgress, store.Set(0, [1]));
        Assert.Equal(CompletionCode.Ok, store.Set(0, [0]));
        Assert.Equal(CompletionCode.Ok, store.Set(0, [1]));
        Assert.Equal(ReadOnly, store.Set(8, [1, 0]));
    }

    [Fact]
    public void Each_set_has_a_value_of_its_own()
    {
        var store = Lan();
        Assert.Equal(CompletionCode.Ok, store.Set(18, [2, 0x80, 5, 1]));
        Assert.Equal([2, 0x80, 5, 1], store.Get(18, set: 2)!);
        Assert.Equal([1, 0, 3, 3], store.Get(18, set: 1)!);
    }

    [Fact]
    public void Options_replace_and_remove_parameters()
    {
        var store = Lan(new Dictionary<byte, byte[]> { [16] = Hex.Parse("6D 6F 6F 6E"), [26] = [], [200] = [1, 2] });
        Assert.Equal("moon", store.Value(LanParameters.CommunityString));
        Assert.Null(store.Get(26));
        Assert.Equal(default, store.LockOut);
        Assert.Equal(NotSupported, store.Set(26, new byte[6]));
        Assert.Equal(CompletionCode.InvalidLength, store.Set(200, [1]));
        Assert.Equal(CompletionCode.Ok, store.Set(200, [3, 4]));
        Assert.Equal([3, 4], store.Get(200)!);
        Assert.Equal(CompletionCode.Ok, store.Set(16, LanParameters.CommunityString.Encode("alerts")));
    }

    [Fact]
    public void The_lock_out_follows_what_is_written()
    {
        var store = Lan();
        store.Set(26, LanParameters.BadPasswordThreshold.Encode(new BadPasswordThreshold(false, 3, TimeSpan.Zero, TimeSpan.FromSeconds(50))));
        Assert.Equal(new LockOut(3, TimeSpan.FromSeconds(50)), store.LockOut);
    }

    [Fact]
    public void Boot_options_keep_a_mark_masked_bits_and_mailbox_blocks()
    {
        var boot = new BootOptions(new ManualTime());
        Assert.Equal(CompletionCode.Ok, boot.Write(3, isLocked: true, []));
        Assert.Equal(CompletionCode.Ok, boot.Read(3, 0, out _, out bool isLocked));
        Assert.True(isLocked);

        boot.Write(4, false, [0x1F, 0xFF]);
        boot.Write(4, false, [0x01, 0x00]);
        boot.Read(4, 0, out byte[] acknowledge, out _);
        Assert.Equal([0x00, 0x1E], acknowledge);

        Assert.Equal(CompletionCode.Ok, boot.Write(7, false, [1, 0xA2, 0x02]));
        boot.Read(7, 1, out byte[] block, out _);
        Assert.Equal([1, 0xA2, 0x02, .. new byte[14]], block);
        boot.Read(7, 0, out block, out _);
        Assert.Equal(new byte[17], block);
        Assert.Equal(CompletionCode.ParameterOutOfRange, boot.Read(7, 5, out _, out _));
        Assert.Equal(CompletionCode.ParameterOutOfRange, boot.Write(7, false, [5, 1]));
        Assert.Equal(NotSupported, boot.Write(8, false, [1]));
        Assert.Equal(NotSupported, boot.Read(8, 0, out _, out _));
    }

    [Fact]
    public void Boot_flags_for_one_boot_are_used_once()
    {
        var boot = new BootOptions(new ManualTime());
        boot.Write(5, false, [0xA0, 0x04, 0, 0, 0]);
        Assert.Equal((1, 0), (boot.Consume(), boot.Consume()));
        boot.Write(5, false, [0xE0, 0x18, 0, 0, 0]);
        Assert.Equal((6, 6), (boot.Consume(), boot.Consume()));
    }

    [Theory]
    [InlineData(0x00, false)]
    [InlineData(0x08, true)]
    public void Boot_flags_are_cleared_after_a_minute_unless_they_are_to_be_kept(byte clearing, bool isKept)
    {
        var time = new ManualTime();
        var boot = new BootOptions(time);
        boot.Write(3, false, [clearing]);
        boot.Write(5, false, [0x80, 0x04, 0, 0, 0]);
        time.Advance(BootOptions.FlagTimeout + TimeSpan.FromSeconds(1));
        boot.Read(5, 0, out byte[] flags, out _);
        Assert.Equal(isKept ? 0x80 : 0, flags[0]);
    }

    private static LanConfiguration Lan(IReadOnlyDictionary<byte, byte[]>? overrides = null) => State(overrides).Lan;

    private static SolParameterStore Sol() => State(null).Sol.Parameters;

    private static BmcState State(IReadOnlyDictionary<byte, byte[]>? overrides)
    {
        var options = new SimulatorOptions { Seed = 1 };
        if (overrides is not null)
            options = options with { LanParameters = overrides };
        return new BmcState(0, MachineProfiles.Load("rack-1u").Machine, options, new ManualTime());
    }
}
