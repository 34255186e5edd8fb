using System;
using System.Linq;
using IpmiPS.Parameters;
using Xunit;

namespace IpmiPS.Tests.Events;

public class GravityTests
{
    /// <summary>Scripts filter with -ge: what is not known must not be among what is bad.</summary>
    [Theory]
    [InlineData(typeof(SensorHealth), "Unknown Ok Warning Critical NonRecoverable")]
    [InlineData(typeof(SelSeverity), "Unknown Information Warning Critical NonRecoverable")]
    [InlineData(typeof(SecuritySeverity), "Information Low Medium High Critical")]
    [InlineData(typeof(ConfigurationSeverity), "Information Warning Critical")]
    [InlineData(typeof(SecurityStatus), "NotChecked Passed NotApplicable Failed")]
    public void Severities_are_ordered_by_gravity(Type type, string expected) =>
        Assert.Equal(expected.Split(' '), Enum.GetValues(type).Cast<Enum>().OrderBy(value => value).Select(value => value.ToString()));

    [Fact]
    public void No_other_enumeration_tells_severity() =>
        Assert.Equal(
            [nameof(ConfigurationSeverity), nameof(PefSeverity), nameof(SecuritySeverity), nameof(SecurityStatus), nameof(SelSeverity), nameof(SensorHealth)],
            typeof(Sensor).Assembly.GetExportedTypes()
                .Where(type => type.IsEnum && type != typeof(Ipv6AddressState) && type != typeof(PasswordJournalState) && Enum.GetNames(type).Intersect(["Warning", "Critical", "NonRecoverable", "Failed", "High"]).Any())
                .Select(type => type.Name).OrderBy(name => name, StringComparer.Ordinal));

    [Fact]
    public void What_is_not_known_is_not_well()
    {
        Assert.Equal(SensorHealth.Unknown, new Sensor().Health);
        Assert.Equal(SelSeverity.Unknown, new SelEntry().Severity);
        Assert.Equal(SecurityStatus.NotChecked, new SecurityFinding().Status);
    }
}
