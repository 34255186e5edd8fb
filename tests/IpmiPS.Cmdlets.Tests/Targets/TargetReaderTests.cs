using System;
using System.Linq;
using IpmiPS.Cmdlets.Tests.Support;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Targets;

public sealed class TargetReaderTests : IDisposable
{
    private static readonly BmcNeeds s_reading = new(PrivilegeLevel.User);
    private static readonly BmcNeeds s_changing = new(PrivilegeLevel.Operator) { OncePerBmc = true, Action = "change" };

    private readonly Run _run = new();
    private readonly FakeCredentialSource _source = new();
    private Func<string, BmcNeeds, bool> _confirm = static (_, _) => true;
    private TargetReader? _reader;

    private RecordingWriter Writer => _run.Writer;

    [Theory]
    [InlineData("bmc1", "bmc1", 623, "bmc1")]
    [InlineData("bmc1:6230", "bmc1", 6230, "bmc1:6230")]
    [InlineData("10.0.0.1", "10.0.0.1", 623, "10.0.0.1")]
    [InlineData("::1", "::1", 623, "::1")]
    [InlineData("[::1]:6230", "::1", 6230, "[::1]:6230")]
    [InlineData("fe80::1%eth0", "fe80::1%eth0", 623, "fe80::1%eth0")]
    public void A_name_is_read_with_its_port(string text, string host, int port, string computerName)
    {
        BmcTarget target = Assert.Single(Read(text));
        Assert.Equal(computerName, target.ComputerName);
        Assert.Equal(new LanEndpoint(host, port), target.Options!.Endpoint);
    }

    [Fact]
    public void The_port_parameter_is_for_names_without_one()
    {
        BmcTarget[] targets = Read(new TargetInput { ComputerNames = ["a", "b:6231"], Connection = new ConnectionSettings { Port = 6230 } });
        Assert.Equal(["a:6230", "b:6231"], targets.Select(static target => target.ComputerName));
    }

    [Fact]
    public void A_range_stands_for_its_names_in_order_also_where_the_shell_took_it_apart()
    {
        Assert.Equal(["r001", "r002", "r010"], Read("r[001-002,010]").Select(static target => target.ComputerName));
        Assert.Equal(["r1", "r2", "r5", "x"], Read("r[1-2", "5]", "x").Select(static target => target.ComputerName));
    }

    [Fact]
    public void A_name_that_cannot_be_used_is_an_error_and_the_others_go_on()
    {
        Assert.Equal(["a", "b"], Read("a", "bad name", "b", "r[2-1]", "c:0").Select(static target => target.ComputerName));
        Assert.Equal(["bad name", "r[2-1]", "c:0"], Writer.Errors.Select(static error => error.TargetObject));
        Assert.All(Writer.Errors, static error => Assert.Equal("IpmiInvalidParameter", error.FullyQualifiedErrorId));
    }

    [Fact]
    public void A_row_with_bad_cells_is_one_error_that_counts_rows_and_nothing_is_selected()
    {
        Assert.Empty(Read(new TargetInput { ComputerNames = ["a"], CellFaults = "Port is not a whole number.", Row = 3 }));
        Assert.Equal("Row 3 of the input: Port is not a whole number.", Writer.Error.Exception.Message);
        Assert.Equal("a", Writer.Error.TargetObject);
        Assert.Empty(_source.Asked);
    }

    [Fact]
    public void An_input_object_without_a_name_is_an_error()
    {
        Assert.Empty(Read(new TargetInput { Row = 1 }));
        Assert.Equal("Row 1 of the input: The input names no computer.", Writer.Error.Exception.Message);
    }

    [Fact]
    public void A_row_without_a_name_says_which_columns_it_has_and_shows_no_cell()
    {
        var row = new System.Management.Automation.PSObject();
        row.Properties.Add(new System.Management.Automation.PSNoteProperty("Server", "bmc1"));
        row.Properties.Add(new System.Management.Automation.PSNoteProperty("Password", "hush"));
        string standIn = InputAsNameAttribute.StandInOf(row)!.ToString()!;
        Assert.True(InputAsNameAttribute.IsStandIn(standIn));
        Assert.Empty(Read(new TargetInput { ComputerNames = [standIn], Row = 2 }));
        Assert.StartsWith("Row 2 of the input: The input object has no ComputerName", Writer.Error.Exception.Message);
        Assert.Contains("'Server', 'Password'", Writer.Error.Exception.Message);
        Assert.DoesNotContain("hush", Writer.Error.Exception.Message + Writer.Error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void The_stand_in_of_a_session_that_is_gone_says_so()
    {
        Assert.Empty(Read($"ipmi-session:{Guid.NewGuid():D} bmc7:6230"));
        Assert.Equal("bmc7:6230", Writer.Error.TargetObject);
        Assert.EndsWith("The session is closed.", Writer.Error.Exception.Message);
    }

    [Fact]
    public void A_cmdlet_that_changes_something_takes_each_name_once_and_one_that_reads_each_time()
    {
        Assert.Equal(["a", "b"], Read(s_changing, "a", "A", "b", "a").Select(static target => target.ComputerName));
        Assert.Equal(2, Writer.Verbose.Count);
        Assert.Equal(3, Read(s_reading, "a", "a", "b").Length);
    }

    [Fact]
    public void What_is_not_confirmed_is_not_prompted_for()
    {
        _confirm = static (_, _) => false;
        Assert.Empty(Read(s_changing, "a", "b"));
        Assert.Empty(_source.Asked);
        Assert.Empty(Writer.Errors);
    }

    [Fact]
    public void A_BMC_without_a_credential_is_an_error_and_a_later_row_may_have_one()
    {
        _reader = Reader(new FakeCredentialSource { IsSilent = true });
        Assert.Empty(Read(s_changing, "a"));
        Assert.Equal(("IpmiInvalidParameter", "a"), (Writer.Error.FullyQualifiedErrorId, (string)Writer.Error.TargetObject));
        var row = new TargetInput { ComputerNames = ["a"], Credential = new CredentialInput(FakeCredentialSource.Make("u", "p")) };
        Assert.Equal("u", Assert.Single(_reader.Read(row, s_changing)).Options!.UserName);
    }

    [Fact]
    public void A_cmdlet_that_needs_no_credential_gets_a_target_without_one()
    {
        BmcTarget target = Assert.Single(Read(new BmcNeeds(Privilege: null) { RequiresCredential = false }, "a"));
        Assert.False(target.HasCredential);
        Assert.Equal("", target.Options!.UserName);
        Assert.Empty(_source.Asked);
    }

    [Fact]
    public void What_the_parameters_say_reaches_the_log_in()
    {
        var input = new TargetInput
        {
            ComputerNames = ["a"],
            TimeLimit = TimeSpan.FromSeconds(7),
            Connection = new ConnectionSettings { CipherSuite = 3, AllowInsecure = true, AllowClearTextPassword = true, Protocol = IpmiProtocol.Ipmi15, RetryCount = 9 },
            Credential = new CredentialInput(FakeCredentialSource.Make("u", "p"), BmcKey: Secrets.Protect("kg")),
        };
        BmcTarget target = Assert.Single(Reader(_source).Read(input, s_changing with { RequiresPayloads = true }));
        IpmiConnectOptions options = target.Options!;
        Assert.Equal(TimeSpan.FromSeconds(7), target.TimeLimit);
        Assert.Equal(TimeSpan.FromSeconds(7), options.Timeout);
        Assert.Equal(((byte?)3, true, true, IpmiProtocol.Ipmi15, 9), (options.CipherSuite, options.AllowInsecure, options.AllowClearTextPassword, options.Protocol, options.RetryCount));
        Assert.Equal("kg", Secrets.Reveal(options.BmcKey!));
        Assert.True(options.NeedsPayloads);
        Assert.Equal((null, PrivilegeLevel.Operator, PrivilegeLevel.Operator), (options.Privilege, options.PreferredPrivilege, options.MinimumPrivilege));
    }

    [Fact]
    public void A_privilege_that_is_given_is_requested_and_is_the_lowest_that_will_do()
    {
        IpmiConnectOptions options = Assert.Single(Read(new TargetInput { ComputerNames = ["a"], Connection = new ConnectionSettings { PrivilegeLevel = PrivilegeLevel.Administrator } })).Options!;
        Assert.Equal((PrivilegeLevel.Administrator, PrivilegeLevel.Administrator), (options.Privilege, options.MinimumPrivilege));
    }

    public void Dispose() => _run.Dispose();

    private BmcTarget[] Read(params string[] computerNames) => Read(s_reading, computerNames);

    private BmcTarget[] Read(BmcNeeds needs, params string[] computerNames) => [.. (_reader ??= Reader(_source)).Read(new TargetInput { ComputerNames = computerNames }, needs)];

    private BmcTarget[] Read(TargetInput input) => [.. (_reader ??= Reader(_source)).Read(input, s_reading)];

    private TargetReader Reader(ICredentialSource source) =>
        new(_run.Selection((computerName, needs) => _confirm(computerName, needs)), new CredentialResolver(source, null, Writer.WriteWarning), Writer);
}
