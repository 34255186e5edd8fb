using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Serves the page of a dashboard on 127.0.0.1. Whoever asks has to know the token: for the page in its address, for all else in the header Authorization, which no page of another
/// origin can set and no browser adds by itself. A request under another host name (DNS rebinding), or from another origin, gets nothing.
/// </summary>
internal sealed class DashboardServer : IDisposable
{
    private const string Host = "127.0.0.1";

    /// <summary>Requests at a time; more are refused.</summary>
    private const int MaximumRequests = 64;

    /// <summary>Pages that are kept up to date at a time; more are refused.</summary>
    private const int MaximumStreams = 24;

    private const int FirstDynamicPort = 49152, PortAttempts = 50;

    private static readonly Regex OwnHost = new(@"\A127\.0\.0\.1(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant);

    private static readonly TimeSpan UpdateInterval = TimeSpan.FromSeconds(1), QuietInterval = TimeSpan.FromSeconds(15), WriteTimeout = TimeSpan.FromSeconds(30), MetricsAge = TimeSpan.FromSeconds(5);

    /// <summary>What a page may ask for.</summary>
    private static readonly PowerAction[] Actions = [PowerAction.On, PowerAction.Soft, PowerAction.Off, PowerAction.Cycle, PowerAction.Reset];

    private readonly Dashboard _dashboard;
    private readonly DashboardOptions _options;
    private readonly HttpListener _listener;
    private readonly PowerTickets _tickets = new(Clock.System);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _metricsGate = new();
    private (TimeSpan Time, byte[] Text)? _metrics;
    private int _requests, _streams;

    /// <exception cref="IpmiException">The port cannot be used (kind InvalidParameter).</exception>
    public DashboardServer(Dashboard dashboard, DashboardOptions options)
    {
        _dashboard = dashboard;
        _options = options;
        (_listener, Port) = Listen(options.Port);
        _ = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>The address without the token.</summary>
    public string Address => $"http://{Host}:{Port.ToString(CultureInfo.InvariantCulture)}/";

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Close();
    }

    /// <summary>Listens. HttpListener cannot choose a port itself, so free ones are tried from those that IANA leaves for it.</summary>
    private static (HttpListener Listener, int Port) Listen(int wanted)
    {
        var random = new Random();
        for (int attempt = 1; ; attempt++)
        {
            int port = wanted == 0 ? random.Next(FirstDynamicPort, ushort.MaxValue + 1) : wanted;
            var listener = new HttpListener { IgnoreWriteExceptions = false };
            listener.Prefixes.Add($"http://{Host}:{port.ToString(CultureInfo.InvariantCulture)}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (Exception error) when (error is HttpListenerException or SocketException)
            {
                listener.Close();
                if (wanted == 0 && attempt < PortAttempts)
                    continue;
                throw new IpmiException(IpmiErrorKind.InvalidParameter, $"Port {port} cannot be used: {error.Message}", "Give another -ListenPort, or none for a free one.", error);
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync().ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, or a client that was gone before it had asked. If it is neither, this thread must not be busy with it.
                await Task.Delay(UpdateInterval).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A request that fails must not end the others, and its client is gone or gets an error without details.</summary>
    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _requests) > MaximumRequests)
                await RespondAsync(context, 503, "There are too many requests at a time.").ConfigureAwait(false);
            else
                await AnswerAsync(context).ConfigureAwait(false);
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            context.Response.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    private Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        if (!IsOwnHost(request) || !IsOwnOrigin(request))
            return RespondAsync(context, 403, "This address or origin is not allowed.");
        string route = $"{request.HttpMethod} {request.Url.AbsolutePath}";
        if (route == "GET /")
            return _options.Token.Is(request.QueryString["token"]) ? SendPageAsync(context) : RespondAsync(context, 401, "The token in the address is missing or wrong.");
        if (!IsAllowed(request, route))
            return RespondAsync(context, 401, "The token is missing or wrong.");
        return route switch
        {
            "GET /metrics" => SendAsync(context, 200, "text/plain; version=0.0.4; charset=utf-8", Metrics()),
            "GET /stream" => StreamAsync(context),
            "GET /server" => SendServerAsync(context),
            "POST /power" => PreparePowerAsync(context),
            "POST /power/run" => RunPowerAsync(context),
            _ => RespondAsync(context, 404, "There is nothing here."),
        };
    }

    /// <summary>Under another name, the page of a stranger could be of the same origin as this one.</summary>
    private static bool IsOwnHost(HttpListenerRequest request) => OwnHost.IsMatch(request.UserHostName ?? "");

    /// <summary>Browsers say where a request comes from. The page itself may be opened by a link.</summary>
    private static bool IsOwnOrigin(HttpListenerRequest request)
    {
        if (request.Headers["Origin"] is { } origin && origin != "http://" + request.UserHostName)
            return false;
        return request.Headers["Sec-Fetch-Site"] is null or "same-origin" or "none"
            || (request.HttpMethod == "GET" && request.Url.AbsolutePath == "/" && request.Headers["Sec-Fetch-Dest"] == "document");
    }

    private bool IsAllowed(HttpListenerRequest request, string route)
    {
        const string Bearer = "Bearer ";
        string? given = request.Headers["Authorization"] is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header.Substring(Bearer.Length).Trim() : null;
        return _options.Token.Is(given) | (_options.MetricsToken.Is(given) & route == "GET /metrics");
    }

    private Task SendPageAsync(HttpListenerContext context)
    {
        string data = PageData.WriteBoard(_options.Page with { Created = DateTimeOffset.Now }, _dashboard.Board, _options.Interval, _options.AllowPower);
        context.Response.Headers["Content-Security-Policy"] = Page.PolicyOf("'self'") + "; frame-ancestors 'none'";
        return SendAsync(context, 200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Page.Create(_options.Page.Title, data, "'self'")));
    }

    private Task SendServerAsync(HttpListenerContext context) => FindServer(context.Request) is { } index
        ? SendJsonAsync(context, PageData.WriteDetails(_dashboard.Board[index], _dashboard.Board.HistoryOf(index)))
        : RespondAsync(context, 404, "There is no such server.");

    /// <summary>Sends changes, once a second at most, as server-sent events. A client that is slow gets fewer and larger ones: nothing waits for it.</summary>
    private async Task StreamAsync(HttpListenerContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _streams) > MaximumStreams)
            {
                await RespondAsync(context, 503, "There are too many pages at a time.").ConfigureAwait(false);
                return;
            }

            if (!long.TryParse(context.Request.QueryString["since"], NumberStyles.None, CultureInfo.InvariantCulture, out long version))
                version = 0;
            Prepare(context, 200, "text/event-stream; charset=utf-8");
            context.Response.SendChunked = true;
            TimeSpan? lastSent = null;
            while (!_stop.IsCancellationRequested)
            {
                FleetChanges changes = _dashboard.Board.Since(version);
                bool isPortion = changes.Servers.Count == FleetBoard.MaximumBatch;
                if (!changes.IsEmpty || lastSent is null || Clock.System.Now - lastSent > QuietInterval)
                {
                    // A comment tells the page that the connection is there.
                    string text = changes.IsEmpty ? ": nothing new\n\n" : $"id: {changes.Version.ToString(CultureInfo.InvariantCulture)}\ndata: {PageData.WriteUpdate(changes)}\n\n";
                    await WriteAsync(context.Response.OutputStream, Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
                    lastSent = Clock.System.Now;
                }

                version = changes.Version;
                await Task.Delay(isPortion ? TimeSpan.FromMilliseconds(100) : UpdateInterval, _stop.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
            context.Response.Abort();
        }
    }

    /// <summary>Gives a ticket for an action, which the user of the page confirms.</summary>
    private Task PreparePowerAsync(HttpListenerContext context)
    {
        if (!_options.AllowPower)
            return RespondAsync(context, 403, "The dashboard was started without -AllowPower.");
        if (FindServer(context.Request) is not { } index || !Enum.TryParse(context.Request.QueryString["action"], out PowerAction action) || !Actions.Contains(action))
            return RespondAsync(context, 400, "There is no such server or action.");
        return SendJsonAsync(context, PageData.WriteTicket(_tickets.Issue(index, action)));
    }

    private async Task RunPowerAsync(HttpListenerContext context)
    {
        if (!_options.AllowPower)
        {
            await RespondAsync(context, 403, "The dashboard was started without -AllowPower.").ConfigureAwait(false);
            return;
        }

        if (_tickets.Take(context.Request.Headers["X-Ticket"]) is not { } ticket)
        {
            await RespondAsync(context, 409, "The request was made before, or the confirmation took longer than a minute. Nothing was sent.").ConfigureAwait(false);
            return;
        }

        string text;
        bool succeeded = true;
        try
        {
            text = Dashboard.Describe(await _dashboard.ChangePowerAsync(ticket.Server, ticket.Action).ConfigureAwait(false));
        }
        catch (IpmiException error)
        {
            // What is recommended names parameters, which the page does not have.
            (text, succeeded) = (error.Message, false);
        }

        await SendJsonAsync(context, PageData.WriteOutcome(succeeded, text)).ConfigureAwait(false);
    }

    private int? FindServer(HttpListenerRequest request) =>
        int.TryParse(request.QueryString["server"], NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _dashboard.Board.Count ? index : null;

    /// <summary>Several that ask at once get the same text.</summary>
    private byte[] Metrics()
    {
        lock (_metricsGate)
        {
            if (_metrics is not { } known || Clock.System.Now - known.Time > MetricsAge)
                _metrics = known = (Clock.System.Now, Encoding.UTF8.GetBytes(_dashboard.ToMetrics()));
            return known.Text;
        }
    }

    private static Task SendJsonAsync(HttpListenerContext context, string json) => SendAsync(context, 200, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(json));

    private static Task RespondAsync(HttpListenerContext context, int status, string text) => SendAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    private static async Task SendAsync(HttpListenerContext context, int status, string type, byte[] body)
    {
        Prepare(context, status, type);
        context.Response.ContentLength64 = body.Length;

        // HttpListener would send the body of a HEAD request, which has none.
        if (context.Request.HttpMethod != "HEAD")
            await WriteAsync(context.Response.OutputStream, body).ConfigureAwait(false);
        context.Response.Close();
    }

    private static void Prepare(HttpListenerContext context, int status, string type)
    {
        HttpListenerResponse response = context.Response;

        // To use the connection again, HttpListener would wait for the body, which no request needs.
        response.KeepAlive = !context.Request.HasEntityBody;
        response.StatusCode = status;
        response.ContentType = type;
        response.Headers["Cache-Control"] = "no-store";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["X-Frame-Options"] = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Content-Security-Policy"] ??= "default-src 'none'; frame-ancestors 'none'";
    }

    /// <summary>A client that does not read is given up.</summary>
    private static async Task WriteAsync(Stream stream, byte[] bytes)
    {
        Task write = WriteAllAsync();
        if (await Task.WhenAny(write, Task.Delay(WriteTimeout)).ConfigureAwait(false) != write)
            throw new TimeoutException();
        await write.ConfigureAwait(false);

        async Task WriteAllAsync()
        {
            await stream.WriteAsync(bytes, 0, bytes.Length).ConfigureAwait(false);
            await stream.FlushAsync().ConfigureAwait(false);
        }
    }
}
