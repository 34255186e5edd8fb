using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS;

/// <summary>
/// Records which BMCs a run works on, and under which name, so that a change is made once on each BMC, however many names the input has for
/// it. All addresses of a name are one BMC, and so are addresses with the same system GUID. A name may claim its own BMC again.
/// </summary>
internal sealed class BmcClaims
{
    private readonly object _gate = new();
    private readonly Dictionary<object, string> _owners = [];

    /// <summary>Claims the endpoints of a name, before anything is sent to them.</summary>
    /// <exception cref="SameBmcException">One of them belongs to another name.</exception>
    public void Claim(string name, IReadOnlyCollection<BmcEndpoint> endpoints) =>
        Claim(name, endpoints, static endpoint => $"it has the address {endpoint.Address}");

    /// <summary>Claims the system GUID of a BMC, if it identifies one machine.</summary>
    /// <param name="name">The name of the BMC in the input.</param>
    /// <param name="guid">The 16 bytes of the GUID, in an order that is the same for each BMC; null if the BMC has none.</param>
    /// <exception cref="SameBmcException">It belongs to another name.</exception>
    public void ClaimGuid(string name, byte[]? guid)
    {
        if (guid is not null && IdentifiesMachine(guid))
            Claim(name, [BitConverter.ToString(guid)], static _ => "it answers with the same system GUID");
    }

    private void Claim<T>(string name, IReadOnlyCollection<T> identities, Func<T, string> describe)
        where T : notnull
    {
        lock (_gate)
        {
            foreach (T identity in identities)
                if (_owners.TryGetValue(identity, out string? owner) && !string.Equals(owner, name, StringComparison.OrdinalIgnoreCase))
                    throw new SameBmcException(owner, describe(identity));
            foreach (T identity in identities)
                _owners[identity] = name;
        }
    }

    /// <summary>
    /// Firmware without a GUID returns zeros, one byte sixteen times, or bytes that count up or down, often with zeros between them, as in
    /// 03000200-0400-0500-0006-000700080009. Many machines share such a GUID.
    /// </summary>
    private static bool IdentifiesMachine(byte[] guid)
    {
        byte[] bytes = [.. guid.Where(static value => value != 0)];
        return bytes.Skip(1).Zip(bytes, static (next, value) => (byte)(next - value)).Distinct().Count() > 1;
    }
}

/// <summary>The error if a run works on the BMC under another name already. It is skipped under this name.</summary>
/// <param name="firstName">The other name.</param>
/// <param name="how">What shows that it is the same.</param>
internal sealed class SameBmcException(string firstName, string how) : IpmiException(
    IpmiErrorKind.InvalidParameter,
    $"This is the BMC that the input also names '{firstName}': {how}. It is done once, under that name; nothing was changed under this one.",
    "Name each BMC once.")
{
    /// <summary>The name under which the run works on it.</summary>
    public string FirstName => firstName;
}
