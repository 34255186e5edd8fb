using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Users;

/// <summary>Users are created, changed and removed; what fails is undone.</summary>
public sealed class UserChangeTests : IDisposable
{
    private const string Password = "0123456789abcdef", LongPassword = "0123456789abcdefghij";

    private readonly SimulatedRack _rack = new();

    public void Dispose() => _rack.Dispose();

    private static UserSettings NewUser(string name = "service", string password = Password) =>
        new() { Name = name, Password = SimulatedRack.Secret(password), Privilege = UserPrivilege.Operator, Payloads = UserPayloads.Sol };

    private static Task<UserChange> PrepareNewAsync(IIpmiConnection connection, UserSettings settings) => UserChange.PrepareNewAsync(connection, settings, new FakeClock(), default);

    private static Task<UserChange> PrepareAsync(IIpmiConnection connection, byte? id, string? name, UserSettings settings) => UserChange.PrepareAsync(connection, id, name, settings, "admin", new FakeClock(), default);

    [Theory]
    [InlineData(Password, 16, "rack-1u")]
    [InlineData(LongPassword, 20, "rack-1u")]
    [InlineData(Password, 16, "sun-x4140")]
    [InlineData(Password, 16, "dell-c6220")]
    public async Task A_new_user_gets_a_free_entry_and_all_that_was_asked_for(string password, int size, string profile)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = profile });
        using var client = await rack.ConnectAsync();
        var update = await (await PrepareNewAsync(client, NewUser(password: password))).RunAsync();
        Assert.Equal("5 service True Operator True Sol", $"{update.Id} {update.Name} {update.Enabled} {update.Privilege} {update.Messaging} {update.Payloads}");
        Assert.Equal((size, true, true), (update.PasswordSize, update.Changed, update.Verified));
        Assert.Empty(update.Notes);
        using var login = await rack.ConnectAsync(options => options with { UserName = "service", Password = SimulatedRack.Secret(password) });
        Assert.Equal(PrivilegeLevel.Operator, login.Privilege);
    }

    [Fact]
    public async Task A_user_with_any_bytes_in_its_name_is_shown_safely_and_removed()
    {
        using var client = await _rack.ConnectAsync();
        await client.SendAsync(new SetUserName(3, UserName.Read(new ByteReader([0x1B, .. Enumerable.Repeat((byte)0xE9, 15)]))));
        string shown = new('\u00E9', 15);
        Assert.Contains(await UserReader.GetAsync(client), user => user.Id == 3 && user.Name == shown);
        var update = await (await UserChange.PrepareRemovalAsync(client, 3, null, "admin")).RunAsync();
        Assert.Equal((shown, true, true), (update.Name, update.Changed, update.Verified));
        Assert.DoesNotContain(await UserReader.GetAsync(client), user => user.Id == 3);
    }

    [Theory]
    [InlineData("admin", Password, "User 2 has the name 'admin' already")]
    [InlineData("", Password, "The name is empty")]
    [InlineData("seventeen letters", Password, "17 bytes")]
    [InlineData("service", LongPassword + "k", "at most 20")]
    public async Task What_cannot_be_created_is_refused_before_anything_is_sent(string name, string password, string says)
    {
        using var client = await _rack.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareNewAsync(client, NewUser(name, password)));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains(says, error.Message);
        Assert.Empty(_rack.Bmc.State.Users.Find(5)!.Name);
    }

    [Fact]
    public async Task A_BMC_without_free_entries_takes_no_user()
    {
        using var client = await _rack.ConnectAsync();
        for (int id = 5; id <= 10; id++)
            _rack.Bmc.State.Users.Find(id)!.SetName(Encoding.UTF8.GetBytes($"user{id}"));
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareNewAsync(client, NewUser()));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("All 10 user IDs", error.Message);
    }

    [Theory]
    [InlineData(0x45, null)]
    [InlineData(0x47, UserPasswordOperation.SetPassword)]
    [InlineData(0x43, null)]
    [InlineData(0x4C, null)]
    [InlineData(0x47, UserPasswordOperation.EnableUser)]
    public async Task A_new_user_of_which_the_BMC_refuses_a_part_leaves_nothing_behind(byte code, UserPasswordOperation? operation)
    {
        using var client = await _rack.ConnectAsync();
        var bmc = new RefusingConnection(client, command => command.Code == code && (command as SetUserPassword)?.Operation == operation && !IsUndo(command) ? CompletionCode.InvalidDataField : null);
        string before = Describe(5);
        var change = await PrepareNewAsync(bmc, NewUser());
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(before, Describe(5));
        Assert.DoesNotContain("could not be undone", error.Message);
        Assert.NotEqual(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.False(_rack.Bmc.State.Users.Find(5)!.HasPassword(Encoding.UTF8.GetBytes(Password)));

        // Rights and names that are taken back are not refused.
        static bool IsUndo(IpmiCommand command) => command is SetUserAccess { Access.PrivilegeLimit: UserAccess.NoAccess } or SetUserName { UserName.Text: "" } or SetUserPayloadAccess { Enable: false };
    }

    [Fact]
    public async Task Where_undoing_fails_as_well_the_error_says_what_is_left()
    {
        using var client = await _rack.ConnectAsync();
        var bmc = new RefusingConnection(client, command => command is SetUserAccess || command is SetUserName { UserName.Text: "" } ? CompletionCode.InvalidDataField : null);
        var error = await Assert.ThrowsAnyAsync<IpmiException>(async () => await (await PrepareNewAsync(bmc, NewUser())).RunAsync());
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("could not be undone", error.Message);
        Assert.Contains("name 'service' instead of (none)", error.Message);
        Assert.False(_rack.Bmc.State.Users.Find(5)!.IsEnabled);
    }

    [Fact]
    public async Task A_password_that_is_too_long_for_the_BMC_is_refused_as_such()
    {
        using var client = await _rack.ConnectAsync();
        var bmc = new RefusingConnection(client, command => command is SetUserPassword { IsLong: true } ? CompletionCode.InvalidLength : null);
        string before = Describe(5);
        var error = await Assert.ThrowsAnyAsync<IpmiException>(async () => await (await PrepareNewAsync(bmc, NewUser(password: LongPassword))).RunAsync());
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains("more than 16 bytes", error.Message);
        Assert.Equal(before, Describe(5));
    }

    [Fact]
    public async Task Settings_are_shown_sent_where_they_differ_and_read_back()
    {
        using var client = await _rack.ConnectAsync();
        var change = await PrepareAsync(client, null, "user", new UserSettings { Name = "reader", Privilege = UserPrivilege.Operator, Messaging = true, Payloads = UserPayloads.None });
        Assert.Equal("name 'user' -> 'reader', privilege User -> Operator, payloads Sol -> None", change.Description);
        Assert.Null(change.CutsOff);
        var update = await change.RunAsync();
        Assert.Equal("4 reader Operator None True True", $"{update.Id} {update.Name} {update.Privilege} {update.Payloads} {update.Changed} {update.Verified}");
        var again = await PrepareAsync(client, 4, "reader", new UserSettings { Privilege = UserPrivilege.Operator });
        Assert.Null(again.Description);
        Assert.False((await again.RunAsync()).Changed);
    }

    [Fact]
    public async Task A_session_limit_is_sent_and_never_called_verified()
    {
        using var client = await _rack.ConnectAsync();
        var update = await (await PrepareAsync(client, 4, null, new UserSettings { SessionLimit = 3 })).RunAsync();
        Assert.Equal((true, false, 3), (update.Changed, update.Verified, _rack.Bmc.State.Users.Find(4)!.SessionLimit));
        Assert.Equal(["SessionLimit: IPMI has no command to read it."], update.Notes);
    }

    [Fact]
    public async Task Settings_of_which_one_is_refused_are_undone()
    {
        using var client = await _rack.ConnectAsync();
        string before = Describe(4);
        var bmc = new RefusingConnection(client, command => command is SetUserPayloadAccess ? CompletionCode.InvalidDataField : null);
        var change = await PrepareAsync(bmc, 4, null, new UserSettings { Name = "reader", Privilege = UserPrivilege.Operator, Payloads = UserPayloads.None });
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => change.RunAsync());
        Assert.Contains("the user is as before", error.Message);
        Assert.Equal(before, Describe(4));
    }

    [Theory]
    [InlineData(null, "usr", IpmiErrorKind.NotPresent, "'admin', 'user'")]
    [InlineData((byte)11, null, IpmiErrorKind.NotPresent, "IDs 1 to 10")]
    [InlineData((byte)3, "user", IpmiErrorKind.InvalidParameter, "has the ID 4, not 3")]
    public async Task A_user_that_is_not_there_is_an_error(byte? id, string? name, IpmiErrorKind kind, string says)
    {
        using var client = await _rack.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(client, id, name, new UserSettings { Enabled = true }));
        Assert.Equal(kind, error.Kind);
        Assert.All(says.Split([", "], StringSplitOptions.None), part => Assert.Contains(part, error.Message));
    }

    public static IEnumerable<object[]> LastAdministrator() =>
    [
        [new UserSettings { Enabled = false }],
        [new UserSettings { Privilege = UserPrivilege.Operator }],
        [new UserSettings { Messaging = false }],
        [new UserSettings { CallbackOnly = true }],
        [new UserSettings { Privilege = UserPrivilege.NoAccess }],
    ];

    [Theory]
    [MemberData(nameof(LastAdministrator))]
    public async Task The_last_administrator_stays_one(UserSettings settings)
    {
        using var client = await _rack.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(client, null, "admin", settings));
        Assert.Contains("the last administrator", error.Message);
        await (await PrepareAsync(client, null, "operator", new UserSettings { Privilege = UserPrivilege.Administrator })).RunAsync();
        var change = await PrepareAsync(client, null, "admin", settings);
        Assert.Contains("'admin' is the user that has logged in", change.CutsOff);
        await change.RunAsync();
        await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(client, null, "operator", settings));
    }

    [Fact]
    public async Task The_password_of_ones_own_user_is_left_to_the_command_that_proves_it()
    {
        using var client = await _rack.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(client, null, "admin", new UserSettings { Password = SimulatedRack.Secret(Password) }));
        Assert.Contains("Update-IpmiPassword", error.RecommendedAction);
    }

    [Fact]
    public async Task A_removed_user_leaves_a_free_entry_without_its_password()
    {
        using var client = await _rack.ConnectAsync();
        byte[] password = _rack.Bmc.State.Users.Find(4)!.Password;
        var update = await (await UserChange.PrepareRemovalAsync(client, null, "user", "admin")).RunAsync();
        Assert.Equal("4 user False NoAccess True True", $"{update.Id} {update.Name} {update.Enabled} {update.Privilege} {update.Changed} {update.Verified}");
        Assert.DoesNotContain(await UserReader.GetAsync(client), user => user.Id == 4);
        Assert.False(_rack.Bmc.State.Users.Find(4)!.HasPassword(password));
    }

    [Theory]
    [InlineData((byte)1, "the names of the first 1 users are fixed")]
    [InlineData((byte)7, "has no name")]
    [InlineData((byte)2, "the last administrator")]
    public async Task What_must_not_be_removed_is_not(byte id, string says)
    {
        using var client = await _rack.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => UserChange.PrepareRemovalAsync(client, id, null, "admin"));
        Assert.Contains(says, error.Message);
    }

    [Fact]
    public async Task A_BMC_that_keeps_the_name_gives_a_note_and_no_way_in()
    {
        using var client = await _rack.ConnectAsync();
        var bmc = new RefusingConnection(client, command => command is SetUserName { UserName.Text: "" } ? CompletionCode.InvalidDataField : null);
        var update = await (await UserChange.PrepareRemovalAsync(bmc, null, "user", "admin")).RunAsync();
        Assert.False(update.Verified);
        Assert.Contains("refused to remove it", Assert.Single(update.Notes));
        var user = _rack.Bmc.State.Users.Find(4)!;
        Assert.Equal((false, (byte)0x0F, false), (user.IsEnabled, user.Privilege, user.MayMessage));
    }

    private string Describe(int id)
    {
        var user = _rack.Bmc.State.Users.Find(id)!;
        return $"{Encoding.UTF8.GetString(user.Name)} {user.IsEnabled} {user.Privilege} {user.MayMessage} {user.LinkAuthentication} {user.CallbackOnly} {user.MayUseSol}";
    }
}
