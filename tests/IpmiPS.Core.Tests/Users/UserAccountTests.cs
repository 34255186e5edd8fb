using System.Threading.Tasks;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

public sealed class UserAccountTests
{
    [Theory]
    [InlineData("admin", 2)]
    [InlineData("operator", 3)]
    [InlineData("", 1)]
    public async Task An_account_is_found_by_its_name(string name, byte id)
    {
        var account = await UserAccount.FindAsync(new PasswordBmc().Connection, name, default);
        Assert.Equal((id, name, true), (account.Id, account.Name, account.Access.CanLogIn));
    }

    [Fact]
    public async Task Of_several_accounts_of_one_name_it_is_the_one_that_may_log_in()
    {
        var bmc = new PasswordBmc { Names = ["", "twin", "twin"], Access = id => (byte)(id == 2 ? 0x1F : 0x14) };
        Assert.Equal(3, (await UserAccount.FindAsync(bmc.Connection, "twin", default)).Id);
    }

    [Theory]
    [InlineData("twin", IpmiErrorKind.InvalidParameter, "1, 2")]
    [InlineData("Twin", IpmiErrorKind.NotPresent, "no account")]
    [InlineData("", IpmiErrorKind.NotPresent, "no null user")]
    [InlineData("seventeen letters", IpmiErrorKind.InvalidParameter, "16 bytes")]
    public async Task What_cannot_be_told_apart_or_is_not_there_is_an_error(string name, IpmiErrorKind kind, string says)
    {
        var bmc = new PasswordBmc { Names = ["twin", "twin"] };
        var error = await Assert.ThrowsAsync<IpmiException>(() => UserAccount.FindAsync(bmc.Connection, name, default));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(says, error.Message);
    }
}
