using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Finds out whether BMCs can be reached and logged in to, and why not: presence ping, protocol versions, cipher suites, log-in.
/// Without a credential it does what needs none. A BMC that fails the test is a result, not an error; -Quiet gives true or false.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "IpmiConnection", DefaultParameterSetName = ByName)]
[OutputType(typeof(IpmiConnectionTest))]
[OutputType(typeof(bool))]
public sealed class TestIpmiConnectionCommand : TargetCmdlet
{
    private static readonly (int Bit, string Name)[] AuthenticationTypes = [(0, "None"), (1, "MD2"), (2, "MD5"), (4, "Password"), (5, "OEM")];

    /// <summary>Give only true or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Do not log in, even with a credential.</summary>
    [Parameter]
    public SwitchParameter SkipLogIn { get; set; }

    private protected override BmcNeeds Needs => new(Privilege: null) { RequiresCredential = false };

    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        var test = new IpmiConnectionTest(target.ComputerName);
        try
        {
            if (target.Session is not null)
                await TrySessionAsync(target, test, output, cancellationToken).ConfigureAwait(false);
            else
                await TryAsync(target.Options! with { Trace = output }, target.HasCredential && !SkipLogIn, test, cancellationToken).ConfigureAwait(false);
            test.Success = true;
        }
        catch (IpmiException error) when (error.Kind != IpmiErrorKind.InvalidParameter)
        {
            Fail(test, error);
        }
        catch (OperationCanceledException) when (target.TimeLimit is { } limit)
        {
            // If the pipeline was stopped instead, nothing reads the result.
            Fail(test, new IpmiException(IpmiErrorKind.Timeout, $"The test was not done within {limit.TotalSeconds:0.###} s (-TimeoutSeconds)."));
        }

        output.Write(Quiet ? test.Success : test);
    }

    private static void Fail(IpmiConnectionTest test, IpmiException error)
    {
        test.ErrorId = ErrorRecords.From(error, null).FullyQualifiedErrorId;
        test.Reason = error.Message;
        test.RecommendedAction = error.RecommendedAction;
    }

    private async Task TryAsync(IpmiConnectOptions options, bool logIn, IpmiConnectionTest test, CancellationToken cancellationToken)
    {
        IpmiProbe probe = await Workers.ContactAsync(IpmiProbe.RunAsync(options, cancellationToken)).ConfigureAwait(false);
        test.Address = probe.Endpoint?.Address;
        test.Pong = probe.Pong;
        test.RoundTrip = probe.RoundTrip;
        test.CipherSuites = [.. probe.CipherSuites?.Select(static suite => suite.Id) ?? []];
        if (probe.Capabilities is { } capabilities)
        {
            test.Ipmi20 = capabilities.SupportsIpmi20;
            test.Ipmi15 = capabilities.SupportsIpmi15;
            test.BmcKeySet = capabilities.BmcKeySet;
            test.AuthenticationTypes = [.. from type in AuthenticationTypes where (capabilities.AuthenticationTypes & 1 << type.Bit) != 0 select type.Name];
        }

        if (!logIn)
            return;
        test.LogIn = false;
        IBmcSession client = await Opener.LogInAsync(options, cancellationToken).ConfigureAwait(false);
        Describe(client, test);
        PendingCloses.Add(client);
    }

    private async Task TrySessionAsync(BmcTarget target, IpmiConnectionTest test, TargetOutput output, CancellationToken cancellationToken)
    {
        test.LogIn = false;
        using ConnectionScope scope = await ConnectionScope.OpenAsync(target, output, Opener.LogInAsync, cancellationToken).ConfigureAwait(false);
        await scope.Connection.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
        Describe(((SessionLink)scope.Connection).Client, test);
    }

    private static void Describe(IBmcSession client, IpmiConnectionTest test)
    {
        test.LogIn = true;
        test.Address = client.Endpoint.Address;
        test.Protocol = client.Protocol;
        test.CipherSuite = client.CipherSuite?.Id;
        test.PrivilegeLevel = client.Privilege;
        test.RoundTrip = client.RoundTrip ?? test.RoundTrip;
    }
}
