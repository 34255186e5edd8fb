using System;
using System.IO;
using IpmiPS.Configuration;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Configurations;

/// <summary>The journal of setting configurations: what a second run knows of the first one.</summary>
public sealed class ConfigurationJournalTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_BMC_is_complete_for_the_configuration_that_it_was_brought_to()
    {
        using (var journal = new ConfigurationJournal(_path))
        {
            journal.Add("bmc1", "A", JournalState.Started, details: ["Chassis/RestorePolicy: Previous instead of AlwaysOn"]);
            journal.Add("bmc1", "A", JournalState.Sending, "Chassis");
            journal.Add("bmc1", "A", JournalState.Sent, "Chassis");
            journal.Add("bmc2", "A", JournalState.Failed, details: ["Sol/1: refused"]);
            Assert.False(journal.IsComplete("bmc1", "A"));
            journal.Add("bmc1", "A", JournalState.Complete);
            Assert.True(journal.IsComplete("bmc1", "A"));
        }

        var second = new ConfigurationJournal(_path);
        Assert.True(second.IsComplete("bmc1", "A"));
        Assert.False(second.IsComplete("bmc1", "B"));
        Assert.False(second.IsComplete("bmc2", "A"));
        second.Dispose();
        Assert.Equal(5, File.ReadAllLines(_path).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public void A_line_that_is_not_complete_costs_only_itself(int missing)
    {
        using (var journal = new ConfigurationJournal(_path))
        {
            journal.Add("bmc1", "A", JournalState.Complete);
            journal.Add("bmc2", "A", JournalState.Complete);
        }

        using (var file = new FileStream(_path, FileMode.Open))
            file.SetLength(file.Length - missing);
        using (var second = new ConfigurationJournal(_path))
        {
            Assert.True(second.IsComplete("bmc1", "A"));
            Assert.Equal(missing == 1, second.IsComplete("bmc2", "A"));
            second.Add("bmc3", "A", JournalState.Complete);
        }

        using var third = new ConfigurationJournal(_path);
        Assert.True(third.IsComplete("bmc1", "A"));
        Assert.Equal(missing == 1, third.IsComplete("bmc2", "A"));
        Assert.True(third.IsComplete("bmc3", "A"));
    }

    [Fact]
    public void Lines_of_another_kind_are_ignored()
    {
        File.WriteAllText(_path, "nonsense\n\n[]\n{}\n{\"ComputerName\":1,\"State\":\"Complete\"}\n{\"ComputerName\":\"bmc1\",\"Configuration\":\"A\",\"State\":\"Finished\"}\n");
        using var journal = new ConfigurationJournal(_path);
        Assert.False(journal.IsComplete("bmc1", "A"));
    }

    [Fact]
    public void Only_one_run_at_a_time_writes_to_it()
    {
        using var journal = new ConfigurationJournal(_path);
        Assert.Throws<IOException>(() => new ConfigurationJournal(_path).Dispose());
    }

    [Fact]
    public void An_edited_file_has_another_hash_and_its_form_does_not_count()
    {
        string first = HashOf("{ \"Format\": 1, \"Clock\": { \"UtcOffsetMinutes\": 0 } }");
        Assert.Equal(first, HashOf("{\r\n\"Format\": 1.0,\r\n // remark\r\n\"Clock\": { \"UtcOffsetMinutes\": 0 }\r\n}"));
        Assert.NotEqual(first, HashOf("{ \"Format\": 1, \"Clock\": { \"UtcOffsetMinutes\": 60 } }"));
    }

    private static string HashOf(string text) => ConfigurationJournal.HashOf(ConfigurationJson.Read(System.Text.Encoding.UTF8.GetBytes(text)));
}
