using System;
using System.Runtime.CompilerServices;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace IpmiPS.Crypto;

/// <summary>
/// What .NET lacks: MD2 and RC4. The only file that names BouncyCastle; the library is loaded when one of these first runs, which
/// no log-in with suite 3 or 17 does. Inlining is forbidden because it would move the load into the caller.
/// </summary>
internal static class LegacyCrypto
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte[] Md2(ArraySegment<byte> data)
    {
        var digest = new MD2Digest();
        digest.BlockUpdate(data.Array!, data.Offset, data.Count);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>An RC4 key stream.</summary>
    public sealed class Rc4
    {
        private readonly RC4Engine _engine;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public Rc4(byte[] key)
        {
            _engine = new RC4Engine();
            _engine.Init(true, new KeyParameter(key));
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public byte[] Transform(ArraySegment<byte> data)
        {
            var output = new byte[data.Count];
            if (data.Count > 0)
                _engine.ProcessBytes(data.Array!, data.Offset, data.Count, output, 0);
            return output;
        }
    }
}
