using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using IpmiPS.Cmdlets.Tests.Support;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Input;

/// <summary>Cells of rows: what they may hold, what an empty one means, and that a malformed one is a fault of its own parameter that shows no text.</summary>
public sealed class CellTests
{
    private static readonly CellAttribute s_port = new NumberCellAttribute("Port", 1, 65535, 0);
    private static readonly CellAttribute s_seconds = new SecondsCellAttribute("TimeoutSeconds");
    private static readonly CellAttribute s_suite = new CipherSuiteCellAttribute();
    private static readonly CellAttribute s_level = new EnumCellAttribute("PrivilegeLevel", typeof(PrivilegeLevel));
    private static readonly CellAttribute s_switch = new SwitchCellAttribute("AllowInsecure");

    [Theory]
    [InlineData("623", 623)]
    [InlineData(" 623 ", 623)]
    [InlineData(6230, 6230)]
    [InlineData(6230.0, 6230)]
    public void A_number_is_read(object cell, int expected) => AssertReads(s_port, cell, expected);

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("6 23")]
    [InlineData("623.5")]
    [InlineData("six")]
    [InlineData(0)]
    public void A_number_out_of_range_is_a_fault(object cell) => AssertFault(s_port, cell, 0, "Port");

    [Theory]
    [InlineData("2.5", 2.5)]
    [InlineData(7, 7.0)]
    [InlineData("86400", 86400.0)]
    public void Seconds_are_read(object cell, double expected) => AssertReads(s_seconds, cell, expected);

    [Theory]
    [InlineData("0")]
    [InlineData("86401")]
    [InlineData("2,5")]
    [InlineData("NaN")]
    public void Seconds_that_make_no_sense_are_a_fault(object cell) => AssertFault(s_seconds, cell, 0.0, "TimeoutSeconds");

    [Theory]
    [InlineData("17", 17)]
    [InlineData(0, 0)]
    public void A_cipher_suite_is_read(object cell, byte expected) => AssertReads(s_suite, cell, expected);

    [Theory]
    [InlineData("20")]
    [InlineData("-1")]
    [InlineData("best")]
    public void A_cipher_suite_that_does_not_exist_is_a_fault(object cell) => AssertFault(s_suite, cell, CipherSuiteCellAttribute.NotGivenSuite, "CipherSuite");

    [Theory]
    [InlineData("Operator", PrivilegeLevel.Operator)]
    [InlineData("admin", PrivilegeLevel.Administrator)]
    [InlineData(PrivilegeLevel.User, PrivilegeLevel.User)]
    public void An_enumeration_is_read_by_name_or_the_beginning_of_one(object cell, PrivilegeLevel expected) => AssertReads(s_level, cell, expected);

    [Theory]
    [InlineData("King")]
    [InlineData("4")]
    [InlineData("")]
    public void A_name_that_an_enumeration_does_not_have_is_a_fault_and_an_empty_cell_is_not(string cell)
    {
        if (cell.Length > 0)
            AssertFault(s_level, cell, (PrivilegeLevel)0, "PrivilegeLevel");
        else
            AssertReads(s_level, cell, (PrivilegeLevel)0);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("$TRUE", true)]
    [InlineData("0", false)]
    [InlineData(true, true)]
    [InlineData(0, false)]
    public void A_switch_is_read(object cell, bool expected) => AssertReads(s_switch, cell, new SwitchParameter(expected));

    [Fact]
    public void A_switch_that_is_neither_yes_nor_no_is_a_fault() => AssertFault(s_switch, "maybe", new SwitchParameter(false), "AllowInsecure");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_cell_means_not_given(object? cell)
    {
        AssertReads(s_port, cell, 0);
        AssertReads(s_suite, cell, CipherSuiteCellAttribute.NotGivenSuite);
        AssertReads(s_seconds, DBNull.Value, 0.0);
        Assert.Null(CredentialCellAttribute.Given((PSCredential)new CredentialCellAttribute().Transform(null!, cell)!));
    }

    [Fact]
    public void Blanks_are_part_of_a_password()
    {
        Assert.Equal(" a ", Secrets.Reveal(Cell.Secret(" a ")));
        Assert.Equal("  ", Secrets.Reveal(Cell.Secret("  ")));
    }

    [Fact]
    public void Text_in_place_of_a_secret_is_remembered_as_plain_text()
    {
        SecureString given = Secrets.Protect("p");
        Assert.Same(given, new SecureCellAttribute("Password").Transform(null!, given));
        Assert.False(SecureCellAttribute.WasText(given));
        Assert.True(SecureCellAttribute.WasText(Cell.Secret("p")));
    }

    [Theory]
    [InlineData("secret: rack1", "rack1")]
    [InlineData("SECRET:rack1 ", "rack1")]
    [InlineData("rack1", null)]
    public void A_key_may_name_a_secret(string cell, string? name)
    {
        Assert.Equal(name, KeyCellAttribute.NameOf(Cell.Key(cell)));
        Assert.Equal(name is null, SecureCellAttribute.WasText(Cell.Key(cell)));
    }

    [Fact]
    public void A_key_that_names_no_secret_is_a_fault() => AssertFault(new KeyCellAttribute(), "secret:", null, "BmcKey");

    [Fact]
    public void Text_in_place_of_a_credential_is_kept_as_text()
    {
        Assert.Equal("bmc", CredentialCellAttribute.TextOf(Cell.CredentialText(" bmc ")));
        PSCredential given = FakeCredentialSource.Make("u", "p");
        Assert.Same(given, new CredentialCellAttribute().Transform(null!, given));
        Assert.Null(CredentialCellAttribute.TextOf(given));
    }

    [Fact]
    public void A_fault_goes_when_another_value_takes_its_place_and_belongs_to_one_parameter()
    {
        var faults = new CellFaults();
        Bind(faults, s_port, "no port", "Port");
        Bind(faults, s_seconds, "never", "TimeoutSeconds");
        Assert.Equal("Port is not a whole number from 1 to 65535. TimeoutSeconds is not a number of seconds, more than 0 and at most 86400, with a point before decimals.", faults.Text);
        Bind(faults, s_port, "623", "Port");
        Assert.StartsWith("TimeoutSeconds", faults.Text);
        Bind(faults, s_seconds, "", "TimeoutSeconds");
        Assert.Null(faults.Text);
    }

    private static void Bind(CellFaults faults, CellAttribute cell, object? value, string parameter) => faults.Take(cell.Transform(null!, value), parameter);

    private static void AssertReads(CellAttribute cell, object? value, object? expected)
    {
        foreach (object? form in new[] { value, value is null ? null : new PSObject(value) })
        {
            var faults = new CellFaults();
            Assert.Equal(expected, faults.Take(cell.Transform(null!, form), "P"));
            Assert.Null(faults.Text);
        }
    }

    private static void AssertFault(CellAttribute cell, object value, object? placeholder, string parameter)
    {
        var faults = new CellFaults();
        Assert.Equal(placeholder, faults.Take(cell.Transform(null!, value), "P"));
        Assert.StartsWith(parameter, faults.Text);

        // Where columns have shifted, text may be a password.
        if (value is string text && text.Any(char.IsLetter) && text != "NaN")
            Assert.DoesNotContain($"'{text}'", faults.Text);
    }
}
