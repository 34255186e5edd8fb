using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpmiPS.Cmdlets;

/// <summary>Completes cipher suites, the sound ones first, with what each is made of. IPMI 2.0 section 22.15.2, table 22-20.</summary>
public sealed class CipherSuiteCompleter : IArgumentCompleter
{
    private static readonly (string Value, string Description)[] Suites =
    [
        ("17", "RAKP-HMAC-SHA256, HMAC-SHA256-128, AES-CBC-128: the best"),
        ("3", "RAKP-HMAC-SHA1, HMAC-SHA1-96, AES-CBC-128: sound"),
        ("12", "RAKP-HMAC-MD5, MD5-128, AES-CBC-128: weak, needs -AllowInsecure"),
        ("8", "RAKP-HMAC-MD5, HMAC-MD5-128, AES-CBC-128: weak, needs -AllowInsecure"),
        ("16", "RAKP-HMAC-SHA256, HMAC-SHA256-128, not encrypted: needs -AllowInsecure"),
        ("2", "RAKP-HMAC-SHA1, HMAC-SHA1-96, not encrypted: needs -AllowInsecure"),
        ("18", "RAKP-HMAC-SHA256, HMAC-SHA256-128, xRC4-128: weak, needs -AllowInsecure"),
        ("4", "RAKP-HMAC-SHA1, HMAC-SHA1-96, xRC4-128: weak, needs -AllowInsecure"),
        ("1", "RAKP-HMAC-SHA1, neither signed nor encrypted: needs -AllowInsecure"),
        ("0", "no authentication at all: anybody may log in; needs -AllowInsecure"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, Suites);
}
