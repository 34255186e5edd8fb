using System;
using System.Linq;
using System.Security.Cryptography;
using IpmiPS.Crypto;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Crypto;

public sealed class AesCbcConfidentialityTests : IDisposable
{
    // NIST SP 800-38A, F.2.1 and F.2.2: CBC-AES128.
    private const string Key = "2B7E151628AED2A6ABF7158809CF4F3C";
    private const string Vector = "000102030405060708090A0B0C0D0E0F";
    private const string Plain = "6BC1BEE22E409F96E93D7E117393172A AE2D8A571E03AC9C9EB76FAC45AF8E51 30C81C46A35CE411E5FBC1191A0A52EF F69F2445DF4F9B17AD2B417BE66C3710";
    private const string Cipher = "7649ABAC8119B246CEE98E9B12E9197D 5086CB9B507219EE95DB113A917678B2 73BED6B8E3C1743B7116E69E22229516 3FF1CAA1681FAC09120ECA307586E1A7";

    // K2 may be longer than the key; what is beyond 16 bytes is not used.
    private readonly AesCbcConfidentiality _aes = new(Hex.Parse(Key + "DEADBEEF"));

    public void Dispose() => _aes.Dispose();

    /// <summary>The NIST text does not end in an IPMI pad length; flipping bits in the block before the last one makes it.</summary>
    [Theory]
    [InlineData(0x00, 63)]
    [InlineData(0x01, 62)]
    [InlineData(0x0F, 48)]
    public void The_nist_vector_is_decrypted(byte padLength, int payloadLength)
    {
        byte[] sealedData = Hex.Parse(Vector + Cipher), plain = Hex.Parse(Plain);
        sealedData[16 + 47] ^= (byte)(plain[63] ^ padLength);
        var payload = _aes.Decrypt(new ArraySegment<byte>(sealedData));
        Assert.Equal(payloadLength, payload.Count);

        // The third block is the one that was touched.
        Assert.Equal(plain.Take(32), payload.Take(32));
        Assert.Equal(plain.Skip(48).Take(payloadLength - 48), payload.Skip(48));
    }

    [Theory]
    [InlineData(0x10)]
    [InlineData(0x11)]
    [InlineData(0xFF)]
    public void A_pad_that_does_not_fit_is_refused(byte padLength)
    {
        byte[] sealedData = Hex.Parse(Vector + Cipher), plain = Hex.Parse(Plain);
        sealedData[16 + 47] ^= (byte)(plain[63] ^ padLength);
        Assert.Throws<MalformedDataException>(() => _aes.Decrypt(new ArraySegment<byte>(sealedData)));
    }

    [Fact]
    public void Only_a_vector_and_whole_blocks_are_decrypted()
    {
        byte[] sealedData = [.. _aes.Encrypt(new ArraySegment<byte>(new byte[40]))];
        for (int length = 0; length < sealedData.Length; length++)
        {
            var part = new ArraySegment<byte>(sealedData, 0, length);
            if (length < 32 || length % 16 != 0)
                Assert.Throws<MalformedDataException>(() => _aes.Decrypt(part));
        }
    }

    /// <summary>IPMI 2.0 section 13.29.2: pad bytes 01h 02h .., then their number, so that whole blocks come out.</summary>
    [Fact]
    public void Every_length_is_padded_as_the_specification_says()
    {
        using var reference = Aes.Create();
        reference.Key = Hex.Parse(Key);
        reference.Mode = CipherMode.CBC;
        reference.Padding = PaddingMode.None;
        for (int length = 0; length <= 300; length++)
        {
            byte[] payload = [.. Enumerable.Range(0, length).Select(value => (byte)(value * 3))];
            byte[] sealedData = [.. _aes.Encrypt(new ArraySegment<byte>([0xEE, .. payload, 0xEE], 1, length))];
            using var decryptor = reference.CreateDecryptor(reference.Key, [.. sealedData.Take(16)]);
            byte[] plain = decryptor.TransformFinalBlock(sealedData, 16, sealedData.Length - 16);
            int padLength = plain[plain.Length - 1];
            Assert.InRange(padLength, 0, 15);
            Assert.Equal(length, plain.Length - padLength - 1);
            Assert.Equal(payload, plain.Take(length));
            Assert.Equal(Enumerable.Range(1, padLength).Select(value => (byte)value), plain.Skip(length).Take(padLength));
            Assert.Equal(payload, _aes.Decrypt(new ArraySegment<byte>(sealedData)).ToArray());
        }
    }

    [Fact]
    public void Each_packet_has_a_vector_of_its_own()
    {
        var payload = new ArraySegment<byte>(new byte[20]);
        Assert.NotEqual(_aes.Encrypt(payload).Take(16), _aes.Encrypt(payload).Take(16));
    }

    [Fact]
    public void A_refusal_names_the_pad_length()
    {
        byte[] sealedData = Hex.Parse(Vector + Cipher), plain = Hex.Parse(Plain);
        sealedData[16 + 47] ^= (byte)(plain[63] ^ 0x10);
        Assert.Contains("16 pad bytes", Assert.Throws<MalformedDataException>(() => _aes.Decrypt(new ArraySegment<byte>(sealedData))).Message);
    }
}
