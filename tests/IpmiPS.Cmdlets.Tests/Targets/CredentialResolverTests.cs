using System.Collections.Generic;
using System.Management.Automation;
using IpmiPS.Cmdlets.Tests.Support;
using IpmiPS.Crypto;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Targets;

public sealed class CredentialResolverTests
{
    private readonly FakeCredentialSource _source = new();
    private readonly List<string> _warnings = [];

    [Fact]
    public void The_credential_of_the_command_line_is_for_all_rows()
    {
        CredentialResolver resolver = Resolver(FakeCredentialSource.Make("admin", "a"));
        AssertIs("admin", "a", resolver.Resolve(new CredentialInput(), isRequired: true));

        // A parameter of the command line stays bound, so a row that has none sees it again.
        AssertIs("admin", "a", resolver.Resolve(new CredentialInput(Credential: FakeCredentialSource.Make("admin", "a")), isRequired: true));
        Assert.Empty(_source.Asked);
    }

    [Fact]
    public void A_rows_user_and_password_go_before_the_credential_of_the_command_line()
    {
        CredentialResolver resolver = Resolver(FakeCredentialSource.Make("admin", "a"));
        AssertIs("root", "r", resolver.Resolve(new CredentialInput(UserName: "root", Password: Cell.Secret("r")), isRequired: true));
    }

    [Fact]
    public void A_row_with_another_user_and_no_password_does_not_get_the_password_of_the_command_line()
    {
        CredentialResolver resolver = Resolver(FakeCredentialSource.Make("admin", "a"));
        AssertIs("root", "typed password", resolver.Resolve(new CredentialInput(UserName: "root"), isRequired: true));
        AssertIs("admin", "a", resolver.Resolve(new CredentialInput(UserName: "admin"), isRequired: true));
        Assert.Equal(["prompt root"], _source.Asked);
    }

    [Fact]
    public void A_rows_credential_goes_before_its_user_and_password()
    {
        var input = new CredentialInput(FakeCredentialSource.Make("own", "o"), "root", Cell.Secret("r"));
        AssertIs("own", "o", Resolver().Resolve(input, isRequired: true));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_rows_credential_that_is_text_names_a_secret()
    {
        AssertIs("user of bmc", "vault password", Resolver().Resolve(new CredentialInput(Cell.CredentialText("bmc")), isRequired: true));
        AssertIs("root", "vault password", Resolver().Resolve(new CredentialInput(Cell.CredentialText("bmc"), UserName: "root", Vault: "v"), isRequired: true));
        Assert.Equal(["secret bmc in any for nobody", "secret bmc in v for root"], _source.Asked);
    }

    [Fact]
    public void A_user_name_on_the_command_line_prompts_when_the_first_BMC_needs_it_and_once()
    {
        CredentialResolver resolver = Resolver(Cell.CredentialText("admin"));
        Assert.Empty(_source.Asked);
        AssertIs("admin", "shared password", resolver.Resolve(new CredentialInput(), isRequired: true));
        AssertIs("admin", "shared password", resolver.Resolve(new CredentialInput(), isRequired: true));
        Assert.Equal(["prompt for all admin"], _source.Asked);
    }

    [Fact]
    public void Without_any_the_user_is_prompted_unless_none_is_required()
    {
        Assert.Null(Resolver().Resolve(new CredentialInput(), isRequired: false));
        Assert.Empty(_source.Asked);
        AssertIs("typed", "typed password", Resolver().Resolve(new CredentialInput(UserName: ""), isRequired: true));
        Assert.Equal(["prompt "], _source.Asked);
    }

    [Fact]
    public void A_password_without_a_user_is_that_of_the_null_user() =>
        AssertIs("", "p", Resolver().Resolve(new CredentialInput(Password: Cell.Secret("p")), isRequired: true));

    [Fact]
    public void The_user_is_known_without_a_prompt_or_a_vault()
    {
        Assert.Equal("admin", Resolver(FakeCredentialSource.Make("admin", "a")).UserOf(new CredentialInput()));
        Assert.Equal("admin", Resolver(Cell.CredentialText("admin")).UserOf(new CredentialInput()));
        Assert.Equal("root", Resolver(FakeCredentialSource.Make("admin", "a")).UserOf(new CredentialInput(UserName: "root")));
        Assert.Equal("", Resolver().UserOf(new CredentialInput(Password: Cell.Secret("p"))));
        Assert.Equal("own", Resolver().UserOf(new CredentialInput(FakeCredentialSource.Make("own", "o"), "root")));
        Assert.Equal("secret bmc v", Resolver().UserOf(new CredentialInput(Cell.CredentialText("bmc"), Vault: "v")));
        Assert.Null(Resolver().UserOf(new CredentialInput()));
        Assert.Empty(_source.Asked);
    }

    [Fact]
    public void A_key_is_taken_as_given_or_from_a_vault()
    {
        Assert.Null(Resolver().ResolveKey(new CredentialInput()));
        Assert.Equal("kg", Secrets.Reveal(Resolver().ResolveKey(new CredentialInput(BmcKey: Secrets.Protect("kg")))!));
        Assert.Equal("vault key", Secrets.Reveal(Resolver().ResolveKey(new CredentialInput(BmcKey: Cell.Key("secret: rack1 "), Vault: " "))!));
        Assert.Equal(["key rack1 in any"], _source.Asked);
    }

    [Fact]
    public void Plain_text_is_warned_of_once()
    {
        CredentialResolver resolver = Resolver();
        resolver.Resolve(new CredentialInput(UserName: "a", Password: Secrets.Protect("p")), isRequired: true);
        Assert.Empty(_warnings);
        resolver.Resolve(new CredentialInput(UserName: "a", Password: Cell.Secret("p")), isRequired: true);
        resolver.ResolveKey(new CredentialInput(BmcKey: Cell.Secret("kg")));
        Assert.Contains("plain text", Assert.Single(_warnings));
    }

    private CredentialResolver Resolver(PSCredential? shared = null) => new(_source, shared, _warnings.Add);

    private static void AssertIs(string userName, string password, BmcCredential? credential)
    {
        Assert.Equal(userName, credential?.UserName);
        Assert.True(SecretBytes.Equal(Secrets.Protect(password), credential!.Password));
    }
}
