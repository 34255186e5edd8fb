using System;
using System.Text;
using IpmiPS.Tests.Fuzz;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Input;

/// <summary>Files with rules for events: whatever is in them, they end as rules or as an error that names what is wrong. A longer run: IPMIPS_FUZZ_COUNT.</summary>
public class SelRuleFileFuzzTests
{
    private static readonly string[] s_files =
    [
        "@{ Rules = @( @{ SensorType = 'Memory'; Severity = 'Critical' } ) }",
        "@{ Rules = @{ SensorName = 'Fan*', 'PSU ?'; Event = '*lost*'; Offset = 3; EventType = 0x6F; RecordType = 2; Direction = 'Assertion'; Ignore = $true } }",
        "# Rules\n@{\n  Rules = @(\n    @{ Manufacturer = 'Dell', 10876; Severity = 'Warning' }\n    @{ Event = 'a'; Ignore = $false; Severity = 'Information' }\n  )\n}",
        "@{ Rules = @( @{ Offset = 15 + 1; Severity = $(Get-Date) } ) }",
    ];

    [Fact]
    public void A_file_is_read_or_refused()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("IPMIPS_FUZZ_COUNT"), out int wanted) ? wanted : 2000;
        var mutator = new Mutator(1, Array.ConvertAll(s_files, Encoding.UTF8.GetBytes));
        for (int i = 0; i < count; i++)
        {
            string text = Encoding.UTF8.GetString(mutator.Next());
            Exception? error = Record.Exception(() => SelRuleFile.Parse(text));
            Assert.True(error is null or IpmiException { Kind: IpmiErrorKind.InvalidParameter }, $"Input {i}, '{text}': {error}");
        }
    }
}
