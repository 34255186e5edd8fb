using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Oem;

namespace IpmiPS.Cooling;

/// <summary>
/// Sets the duty of the fans, or leaves them to the BMC. Only for makers whose fan control is known; for others nothing is sent. If the duty cannot be set, the fans are left
/// to the BMC again.
/// </summary>
public sealed class FanChange : IPreparedChange<FanUpdate>
{
    private readonly IIpmiConnection _connection;
    private readonly FanController _fans;
    private readonly int? _percent;
    private readonly FanControlState _before;

    private FanChange(IIpmiConnection connection, FanController fans, int? percent, FanControlState before) =>
        (_connection, _fans, _percent, _before) = (connection, fans, percent, before);

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => IsAsWanted(_before) ? null : $"fans {Describe(_before)} -> {(_percent is { } percent ? $"{percent} %" : "automatic")}";

    /// <summary>Finds the maker and reads how the fans are controlled. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="percent">Duty of all fans in percent, from the maker's minimum to 100; null to leave the fans to the BMC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">CommandNotSupported: no way is known to control the fans of this maker. InvalidParameter: the duty is too low. Other kinds: the BMC refused, or
    /// does not respond.</exception>
    public static Task<FanChange> PrepareAsync(IIpmiConnection connection, int? percent, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, percent, Clock.System, cancellationToken);

    internal static async Task<FanChange> PrepareAsync(IIpmiConnection connection, int? percent, Clock clock, CancellationToken cancellationToken)
    {
        var id = await connection.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
        if (OemProfiles.Find(id.ManufacturerId, id.ProductId).Fans is not { } control)
        {
            throw new IpmiException(
                IpmiErrorKind.CommandNotSupported, $"No reliable way is known to control the fans of this maker: {Manufacturers.Describe(id.ManufacturerId)}. Nothing was sent.",
                "Use the fan settings of the BMC's web page or of the BIOS. Fans of Dell and Supermicro can be controlled.");
        }

        if (percent < control.MinimumPercent || percent > 100)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"A duty of {percent} % is out of range: {control.MinimumPercent} to 100.", "A lower duty could stop the fans.");
        var fans = new FanController(connection, control, clock);
        return new(connection, fans, percent, await fans.ReadAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes the change and reads it back.</summary>
    /// <exception cref="IpmiException">The BMC refused; the message says whether the fans are left to it again. OutcomeUnknown: it did not respond.</exception>
    public async Task<FanUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Description is null)
            return Result(_before, changed: false);
        if (_percent is { } percent)
            await SetAsync((byte)percent, cancellationToken).ConfigureAwait(false);
        else
            await SetAutomaticAsync(cancellationToken).ConfigureAwait(false);
        return Result(await _fans.ReadAsync(cancellationToken).ConfigureAwait(false), changed: true);
    }

    /// <summary>Leaves the fans to the BMC; tried three times.</summary>
    internal Task SetAutomaticAsync(CancellationToken cancellationToken) => _fans.SetAutomaticAsync(cancellationToken);

    /// <summary>The fans may still be where they were put.</summary>
    internal static IpmiException NotAutomatic(Exception cause) => new(
        IpmiErrorKind.OutcomeUnknown, $"The fans could not be left to the BMC again, so they may keep their present speed. {cause.Message}", "Run Set-IpmiFan -Automatic now.", cause);

    private static string Describe(FanControlState state) =>
        state.IsAutomatic switch { null => "(unknown)", true => "automatic", false => state.Percent is { } percent ? $"{percent} %" : "manual" };

    private bool IsAsWanted(FanControlState state) => state.IsAutomatic == (_percent is null) && (_percent is null || state.Percent == _percent);

    private async Task SetAsync(byte percent, CancellationToken cancellationToken)
    {
        try
        {
            await _fans.SetDutyAsync(percent, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
            await RestoreAsync(error).ConfigureAwait(false);
            if (error is IpmiException refused && IsRefusal(refused) && _fans.Control.RefusedAdvice is { } advice)
                throw new IpmiException(refused.Kind, refused.Description, advice, refused);
            throw;
        }
    }

    /// <summary>Leaves the fans to the BMC after an error, since a part may have been carried out. A BMC that refuses this for the same reason has carried out nothing.</summary>
    private async Task RestoreAsync(Exception error)
    {
        try
        {
            using var limit = new CancellationTokenSource(FanHold.RestoreTime);
            await SetAutomaticAsync(limit.Token).ConfigureAwait(false);
        }
        catch (IpmiException refused) when (IsRefusal(refused) && error is IpmiException first && first.Kind == refused.Kind)
        {
            // Nothing was changed.
        }
        catch (Exception failed) when (failed is IpmiException or OperationCanceledException)
        {
            throw NotAutomatic(failed);
        }
    }

    private static bool IsRefusal(IpmiException error) => error is IpmiCommandException || error.Kind == IpmiErrorKind.InsufficientPrivilege;

    private FanUpdate Result(FanControlState now, bool changed) => new()
    {
        ComputerName = _connection.ComputerName,
        Automatic = now.IsAutomatic ?? _percent is null,
        Percent = _percent is null ? null : now.Percent ?? _percent,
        Changed = changed,
        Verified = IsAsWanted(now),
        Difference = now.IsAutomatic is null || IsAsWanted(now) ? null : new IpmiException(
            IpmiErrorKind.CommandFailed, $"The BMC accepted the fan setting and reads back: {Describe(now)}.", "Set the fans to automatic, and see the BMC's documentation."),
    };
}
