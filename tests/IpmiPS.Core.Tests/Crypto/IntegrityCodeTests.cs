using System;
using System.Linq;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Crypto;

public class IntegrityCodeTests
{
    /// <summary>The test cases "with truncation" (5) of RFC 2202 and RFC 4231.</summary>
    [Theory]
    [InlineData(1, 20, "4C1A03424B55E07FE7F27BE1")]
    [InlineData(2, 16, "56461EF2342EDC00F9BAB995690EFD4C")]
    [InlineData(4, 20, "A3B6167473100EE06E0C796C2955552B")]
    public void Hmac_codes_are_those_of_the_rfcs_cut_to_their_length(byte algorithm, int keyLength, string code)
    {
        byte[] key = [.. Enumerable.Repeat((byte)0x0C, keyLength)];
        using var integrity = new IntegrityCode((IntegrityAlgorithm)algorithm, key, Encoding.ASCII.GetBytes("not used"));
        Assert.Equal(code.Length / 2, integrity.Length);
        byte[] text = Encoding.ASCII.GetBytes("<Test With Truncation>");
        var inner = new ArraySegment<byte>(text, 1, text.Length - 2);
        Assert.Equal(code, Hex.Format(integrity.Compute(inner)));
        Assert.Equal(code, Hex.Format(integrity.Compute(inner)));
    }

    /// <summary>IPMI 2.0 section 13.28.4: MD5 over password, data, password, the password padded to 20 bytes. Computed with Python's hashlib.</summary>
    [Theory]
    [InlineData("secret", "6909F99379F200AC9EFA052C3364514E")]
    public void Md5_128_is_keyed_with_the_padded_password(string password, string code)
    {
        using var integrity = new IntegrityCode(IntegrityAlgorithm.Md5_128, [1, 2, 3], Encoding.ASCII.GetBytes(password));
        byte[] data = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];
        Assert.Equal(code, Hex.Format(integrity.Compute(new ArraySegment<byte>(data))));
        Assert.Equal(16, integrity.Length);
    }

    [Fact]
    public void Without_integrity_there_is_no_code()
    {
        using var integrity = new IntegrityCode(IntegrityAlgorithm.None, [], []);
        Assert.Equal(0, integrity.Length);
        Assert.Equal(0, integrity.Compute(new ArraySegment<byte>([1, 2, 3])).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void No_code_is_computed_after_disposing(byte algorithm)
    {
        var integrity = new IntegrityCode((IntegrityAlgorithm)algorithm, new byte[20], new byte[20]);
        integrity.Dispose();
        Assert.ThrowsAny<System.Exception>(() => integrity.Compute(new ArraySegment<byte>([1, 2, 3])));
    }
}
