using System;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Sends entries of event logs, alerts, verdicts and texts to a syslog server, over UDP, TCP or TLS. One connection serves the whole pipeline.</summary>
[Cmdlet(VerbsCommunications.Send, "IpmiSyslog", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class SendIpmiSyslogCommand : PSCmdlet, IDisposable
{
    private const int DefaultPort = 514, DefaultTlsPort = 6514;

    /// <summary>What every receiver of datagrams should take, RFC 5426 section 3.2; and more than any message here over TCP.</summary>
    private const int MaximumDatagram = 2048, MaximumMessage = 65536;

    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineQueue _queue = new();
    private SyslogOptions _options = null!;
    private SyslogConnection? _connection;

    /// <summary>Name or address of the syslog server.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Server { get; set; } = "";

    /// <summary>Entries of event logs, alerts, verdicts about health, events of a watch, and texts. A text that is a message of RFC 5424 is sent as it is.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>UDP, TCP or TLS.</summary>
    [Parameter]
    public SyslogTransport Transport { get; set; } = SyslogTransport.Udp;

    /// <summary>Port; default 514, with TLS 6514.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>How TCP and TLS separate messages: by the length before each, or by a line feed after each, for servers that read lines.</summary>
    [Parameter]
    public SyslogFraming Framing { get; set; } = SyslogFraming.OctetCounting;

    /// <summary>Structured data and text, CEF, or JSON; always with the header of RFC 5424.</summary>
    [Parameter]
    public SyslogFormat Format { get; set; } = SyslogFormat.Rfc5424;

    /// <summary>Facility of the messages.</summary>
    [Parameter]
    public SyslogFacility Facility { get; set; } = SyslogFacility.Daemon;

    /// <summary>APP-NAME of the messages: at most 48 printable ASCII characters without spaces.</summary>
    [Parameter]
    [ValidatePattern("^[!-~]{1,48}$")]
    public string AppName { get; set; } = "IpmiPS";

    /// <summary>Private enterprise number of your organization, for the name of the structured data. 32473 is the number for examples.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int EnterpriseNumber { get; set; } = 32473;

    /// <summary>Bytes of a message; a longer one is shortened, with a warning. Default 2048 with UDP, otherwise 65536.</summary>
    [Parameter]
    [ValidateRange(480, 65507)]
    public int MaximumLength { get; set; }

    /// <summary>Seconds that one message may take, with all attempts to connect.</summary>
    [Parameter]
    [ValidateRange(0.1, 86400)]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Certificate of this computer, with its private key, for servers that want one.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>SHA-256 or SHA-1 of the only certificate that the server may have; its authority and name are not checked then.</summary>
    [Parameter]
    [ValidatePattern("^([0-9A-Fa-f]{2}[ :]?){20}$|^([0-9A-Fa-f]{2}[ :]?){32}$")]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Accept any certificate: an attacker could pretend to be the server and read the messages.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Return each object that was sent.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        bool isTls = Transport == SyslogTransport.Tls;
        if (!isTls && (Certificate is not null || CertificateThumbprint is not null || SkipCertificateCheck))
            ThrowTerminatingError(ErrorRecords.InvalidParameter("Certificates are for -Transport Tls only.", null, "Give -Transport Tls, or no parameter about certificates."));
        if (Transport == SyslogTransport.Udp && Framing != SyslogFraming.OctetCounting)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Framing is for -Transport Tcp and Tls: with UDP, each message is a datagram.", null, "Give -Transport Tcp or Tls, or leave out -Framing."));
        if (Certificate is { HasPrivateKey: false })
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Certificate has no private key.", null, "Give a certificate of this computer with its private key."));
        _options = new(Facility, AppName, EnterpriseNumber, Format);
        var server = new SyslogServer(Server, Port != 0 ? Port : isTls ? DefaultTlsPort : DefaultPort, Transport)
        {
            Framing = Framing,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            Certificate = Certificate,
            Thumbprint = CertificateThumbprint,
            SkipsCertificateCheck = SkipCertificateCheck,
        };
        if (!ShouldProcess(server.ToString(), "Send messages of syslog"))
            return;
        if (SkipCertificateCheck)
            WriteWarning($"The certificate of {Server} is not checked: an attacker could pretend to be the server and read the messages.");
        _connection = new SyslogConnection(server) { Warned = text => _queue.Post(() => WriteWarning(text)) };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            if (MessageOf(item) is not { } message)
            {
                WriteError(MonitoringTextCmdlet.NotConverted(item));
                continue;
            }

            if (_connection is { } connection && Send(connection, message) && PassThru)
                WriteObject(item);
        }
    }

    /// <summary>Everything that was sent is known to be read only when the server ends the connection, too.</summary>
    protected override void EndProcessing()
    {
        if (_connection is { } connection)
            Wait(connection.CloseAsync(_stop.Token));
    }

    /// <summary>Called on another thread.</summary>
    protected override void StopProcessing() => _stop.CancelSafely();

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _stop.Dispose();
    }

    private SyslogMessage? MessageOf(PSObject item) => item.BaseObject is string text ? SyslogMessage.Of(text, _options, DateTimeOffset.Now)
        : MonitoringEvent.From(item.BaseObject) is { } known ? SyslogMessage.Of(known, _options)
        : null;

    private bool Send(SyslogConnection connection, SyslogMessage message)
    {
        int maximum = MaximumLength != 0 ? MaximumLength : Transport == SyslogTransport.Udp ? MaximumDatagram : MaximumMessage;
        byte[] bytes = message.ToBytes(maximum, out bool isShortened);
        if (isShortened)
            WriteWarning($"A message is longer than {maximum} bytes, and was shortened: {message.Beginning}");
        try
        {
            Wait(connection.SendAsync(bytes, _stop.Token));
            return true;
        }
        catch (IpmiException error)
        {
            // The message, so that it can be sent again.
            ErrorRecord record = ErrorRecords.From(error, null);
            WriteError(new ErrorRecord(error, record.FullyQualifiedErrorId, record.CategoryInfo.Category, message.ToString()) { ErrorDetails = record.ErrorDetails });
            return false;
        }
    }

    /// <summary>Waits for the connection, and writes its warnings meanwhile: PowerShell takes them from this thread only.</summary>
    private void Wait(Task task)
    {
        task.ContinueWith(_ => _queue.Post(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
            _queue.Take(Timeout.InfiniteTimeSpan)?.Invoke();
        while (_queue.Take(TimeSpan.Zero) is { } action)
            action();
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
