using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using IpmiPS.Monitoring;
using Xunit;

namespace IpmiPS.Tests.Monitoring;

/// <summary>What a connection says; what it sends is tested with a real server by tests/Pester/Syslog.Tests.ps1.</summary>
public sealed class SyslogConnectionTests
{
    [Fact]
    public void A_certificate_that_is_not_accepted_is_explained()
    {
        X509ChainStatus expired = new() { Status = X509ChainStatusFlags.NotTimeValid, StatusInformation = "certificate has expired\r\n" };
        X509ChainStatus bare = new() { Status = X509ChainStatusFlags.PartialChain, StatusInformation = "" };
        Assert.Equal(
            "it is not for the name siem; certificate has expired; PartialChain",
            SyslogConnection.Describe(SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors, [expired, expired, bare], "siem"));
        Assert.Equal("RemoteCertificateNotAvailable", SyslogConnection.Describe(SslPolicyErrors.RemoteCertificateNotAvailable, [], "siem"));
    }
}
