using System.Linq;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Crypto;

public class RakpAuthenticationTests
{
    /// <summary>RFC 2202 (MD5, SHA-1) and RFC 4231 (SHA-256): test cases 1, 2, 3 and the one with a key longer than a block.</summary>
    [Theory]
    [InlineData(2, "0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B", "Hi There", "9294727A3638BB1C13F48EF8158BFC9D")]
    [InlineData(2, "4A656665", "what do ya want for nothing?", "750C783E6AB0B503EAA86E310A5DB738")]
    [InlineData(1, "0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B", "Hi There", "B617318655057264E28BC0B6FB378C8EF146BE00")]
    [InlineData(1, "4A656665", "what do ya want for nothing?", "EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79")]
    [InlineData(3, "0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B", "Hi There", "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7")]
    [InlineData(3, "4A656665", "what do ya want for nothing?", "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843")]
    public void Hmacs_are_those_of_the_rfcs(byte algorithm, string key, string data, string code)
    {
        using var hmac = RakpAuthentication.CreateHmac((AuthenticationAlgorithm)algorithm, Hex.Parse(key));
        hmac.AppendData(Encoding.ASCII.GetBytes(data));
        Assert.Equal(code, Hex.Format(hmac.GetHashAndReset()));
    }

    /// <summary>
    /// IPMI 2.0 section 13.31 and 13.32, computed once with Python's hmac module from the fields' definitions:
    /// SIDm 11223344h, SIDc 55667788h, Rm 00h.., Rc 10h.., GUID 20h.., role 14h, user "operator", a password of 20 bytes, Kg 40h...
    /// </summary>
    public static TheoryData<byte, string, string, string, string, string, string, string> Codes => new()
    {
        {
            1, "3E35A9F36F463692A39F52611606104EBE64A6D0", "1BEFDBDD2B81944949E544414B8547319B5D5DA6", "45B7482F74B6767682DE31F1E83D4B680C26D135",
            "272D0C3A31552088C7B458DAF01AB806BC03FACE", "DAE308691801E6C069183E40", "767781D8A7A4F53B0D6218AAADBF634CD8F0A5FF", "920542A4178B2C3BDFA296127B222CFAB2EC8778"
        },
        {
            2, "CDDD4F8C60136BF882374327B20083E8", "03CF21C593A0E1C31E24A24F8E3C0BEA", "56675689DE759F5D291E8AAD2C7D0715",
            "AF5A127AA54B4DB041338C08C950ECBD", "0A469D8251CFBE6E8751F956AA161B56", "C0221F054203521DF468C705314DD9E9", "689B80B49B21FDC5175FD4D86EE93194"
        },
        {
            3, "585244DBDE0569DF409A1BC658A4C4F8B4D0D26DA646A6381DCBAD07333BB0E1", "73913637849F7A9536505EC26CF0DDEC080AC21AC5A3DC3B74B937F97052DFF9",
            "E26CD5D4D45FBD25A9D36D429BB354A641C98D7D1F525759269561419FB316CB", "E90E8E3FDF6F7EBC3BA6E09A8387C77C4AD3E5814D701514C737CACB3628F4FF",
            "4702A6274EEDEA8A49EA8FBC26C9E212", "0E3D6E1658076B5995083B035C4B7907AE383F29691EB1D2DA7622E7FAF21440", "09FB50C273E3C6DDE0E2F1FC9DDA060160961539BA1C63F61939F7C16B1C65A5"
        },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Codes_and_keys_are_made_as_the_specification_says(
        byte algorithm, string rakp2, string rakp3, string integrityKey, string integrityKeyOfKg, string rakp4, string k1, string k2)
    {
        var rakp = Sample((AuthenticationAlgorithm)algorithm);
        Assert.Equal(rakp2, Hex.Format(rakp.Rakp2Code(rakp.Role)));
        Assert.Equal(rakp3, Hex.Format(rakp.Rakp3Code()));
        byte[] key = rakp.SessionIntegrityKey([]);
        Assert.Equal(integrityKey, Hex.Format(key));
        Assert.Equal(integrityKeyOfKg, Hex.Format(rakp.SessionIntegrityKey(Ascending(0x40, 20))));
        Assert.Equal(rakp4, Hex.Format(rakp.Rakp4Code(key)));
        using var keys = new SessionKeys((AuthenticationAlgorithm)algorithm, key);
        Assert.Equal(k1, Hex.Format(keys.K1));
        Assert.Equal(k2, Hex.Format(keys.K2));
        Assert.Equal(rakp2.Length / 2, RakpAuthentication.CodeLength((AuthenticationAlgorithm)algorithm));
        Assert.Equal(rakp4.Length / 2, RakpAuthentication.Rakp4CodeLength((AuthenticationAlgorithm)algorithm));
    }

    [Fact]
    public void Without_authentication_there_are_no_codes_and_no_keys()
    {
        var rakp = Sample(AuthenticationAlgorithm.None);
        Assert.Empty(rakp.Rakp2Code(rakp.Role));
        Assert.Empty(rakp.Rakp3Code());
        Assert.Empty(rakp.Rakp4Code(rakp.SessionIntegrityKey(Ascending(0x40, 20))));
        using var keys = new SessionKeys(AuthenticationAlgorithm.None, []);
        Assert.Empty(keys.K1);
        Assert.Empty(keys.K2);
    }

    /// <summary>IPMI 2.0 section 13.33: a Kg of zeros is none; the user's key takes its place.</summary>
    [Fact]
    public void A_bmc_key_of_zeros_is_none()
    {
        var rakp = Sample(AuthenticationAlgorithm.HmacSha1);
        Assert.Equal(rakp.SessionIntegrityKey(null), rakp.SessionIntegrityKey(new byte[20]));
        Assert.NotEqual(rakp.SessionIntegrityKey(null), rakp.SessionIntegrityKey([0, 0, 1]));
    }

    [Fact]
    public void A_short_key_counts_as_padded_with_zeros()
    {
        var rakp = Sample(AuthenticationAlgorithm.HmacSha256);
        Assert.Equal(rakp.SessionIntegrityKey([1, 2, 3]), rakp.SessionIntegrityKey([1, 2, 3, .. new byte[17]]));
    }

    private static RakpAuthentication Sample(AuthenticationAlgorithm algorithm) => new(algorithm, Encoding.ASCII.GetBytes("a password of 20 by!"))
    {
        ConsoleSessionId = 0x11223344,
        BmcSessionId = 0x55667788,
        ConsoleRandom = Ascending(0x00, 16),
        BmcRandom = Ascending(0x10, 16),
        BmcGuid = Ascending(0x20, 16),
        Role = 0x14,
        UserName = Encoding.ASCII.GetBytes("operator"),
    };

    private static byte[] Ascending(int first, int count) => [.. Enumerable.Range(first, count).Select(value => (byte)value)];
}
