using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;

namespace IpmiPS.Sol;

/// <summary>
/// Finds the bit rate at which a console is readable: sets the volatile rate, opens the console, presses Enter, and judges what comes. A rate is in force from the
/// next time the console is opened, so it is opened for each. IPMI 2.0 section 26.3, parameter 6.
/// </summary>
public sealed class SolBitRateFinder
{
    /// <summary>Fewer characters say nothing.</summary>
    private const int MinimumCharacters = 4;

    /// <summary>A wrong rate gives characters at random, of which a third can be printed.</summary>
    private const double MinimumShare = 0.9;

    private static readonly SolBitRate[] Rates = [SolBitRate.Bps115200, SolBitRate.Bps9600, SolBitRate.Bps57600, SolBitRate.Bps38400, SolBitRate.Bps19200];

    private readonly IPayloadConnection _connection;
    private readonly SolOptions _options;
    private readonly Action<string> _tell;

    private SolBitRateFinder(IPayloadConnection connection, SolOptions options, Action<string> tell) => (_connection, _options, _tell) = (connection, options, tell);

    /// <summary>How long output is waited for at one rate.</summary>
    internal TimeSpan Listen { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Tries the present rate, then the others, and leaves the one that is readable set. If none is, the present one is set again.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="options">How the console is opened.</param>
    /// <param name="tell">Gets a line of text for each rate.</param>
    /// <param name="cancellationToken">Stops the search; the present rate is set again.</param>
    /// <returns>The rate; null if none was readable.</returns>
    /// <exception cref="IpmiException">The console cannot be opened, or the BMC does not let the rate be set.</exception>
    public static Task<SolBitRate?> FindAsync(IPayloadConnection connection, SolOptions options, Action<string> tell, CancellationToken cancellationToken = default) =>
        new SolBitRateFinder(connection, options, tell).RunAsync(cancellationToken);

    internal static Task<SolBitRate?> FindAsync(IPayloadConnection connection, SolOptions options, TimeSpan listen, Action<string> tell, CancellationToken cancellationToken) =>
        new SolBitRateFinder(connection, options, tell) { Listen = listen }.RunAsync(cancellationToken);

    /// <summary>The share of characters that can be printed, 0 to 1; 0 if there are too few. Bytes above ASCII count if they are UTF-8.</summary>
    internal static double Readable(IReadOnlyCollection<byte> output)
    {
        string text = new System.Text.UTF8Encoding(false, false).GetString([.. output]);
        return text.Length < MinimumCharacters ? 0 : (double)text.Count(static c => c is >= ' ' and <= '~' or '\r' or '\n' or '\t' or '\b' or '\a' or '\u001B' || c > '\u009F' && c != '\uFFFD') / text.Length;
    }

    private async Task<SolBitRate?> RunAsync(CancellationToken cancellationToken)
    {
        var before = (await _connection.ReadAsync(SolParameters.VolatileBitRate, GetChannelInfo.PresentChannel, cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
        var set = before;
        SolBitRate? found = null;
        try
        {
            foreach (var rate in Rates.Prepend(before).Distinct())
            {
                if (rate != set)
                    await SetAsync(rate, cancellationToken).ConfigureAwait(false);
                set = rate;
                double share = Readable(await ListenAsync(cancellationToken).ConfigureAwait(false));
                _tell($"bit rate {rate}: {(share > 0 ? $"{share * 100:0} % of the output can be read" : "no output that says anything")}");
                if (share >= MinimumShare)
                    return found = rate;
            }

            return null;
        }
        finally
        {
            if (found is null && set != before)
                await SetAsync(before, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task SetAsync(SolBitRate rate, CancellationToken cancellationToken)
    {
        var change = new ParameterValuesChange(SolParameters.Family, GetChannelInfo.PresentChannel, [ParameterWrite.Of(SolParameters.VolatileBitRate, rate)]);
        await new ParameterTransaction(_connection, change, _options.Clock).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<byte>> ListenAsync(CancellationToken cancellationToken)
    {
        var output = new List<byte>();
        using var console = await SolConsole.OpenAsync(_connection, _options, cancellationToken).ConfigureAwait(false);
        console.Output += Take;
        try
        {
            // The first Enter may wake the port up; the second one gives a prompt.
            for (int i = 0; i < 2; i++)
            {
                // A machine that is off does not accept it; that is not waited for.
                var written = console.WriteAsync("\r", cancellationToken);
                written.Forget();
                await _options.Clock.DelayAsync(TimeSpan.FromTicks(Listen.Ticks / 2), cancellationToken).ConfigureAwait(false);
                if (written.IsCompleted)
                    await written.ConfigureAwait(false);
            }
        }
        finally
        {
            console.Output -= Take;
            await console.CloseAsync().ConfigureAwait(false);
        }

        lock (output)
            return [.. output];

        void Take(byte[] bytes)
        {
            lock (output)
                output.AddRange(bytes);
        }
    }
}
