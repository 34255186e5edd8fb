using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Dcmi;

namespace IpmiPS.Energy;

/// <summary>Reads power limits. DCMI 1.5 section 6.6.2.</summary>
public static class PowerLimitReader
{
    /// <summary>Reads the power limit: that of DCMI, or else that of Node Manager.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has neither.</exception>
    public static async Task<PowerLimit> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetDcmiAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException error) when (error is IpmiCommandException || error.Kind == IpmiErrorKind.ProtocolError)
        {
            var limit = await TryGetPolicyAsync(connection, error, cancellationToken).ConfigureAwait(false);
            if (limit is null)
                throw;
            return limit;
        }
    }

    /// <summary>Reads the limit of DCMI. Completion code 80h says that none is in force; the values may follow it.</summary>
    internal static async Task<PowerLimit> GetDcmiAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var limit = await connection.SendAsync(new GetPowerLimit(), cancellationToken).ConfigureAwait(false);
            bool isSet = limit.IsActive || limit.Watts != 0;
            return new PowerLimit
            {
                ComputerName = connection.ComputerName,
                State = limit.IsActive ? PowerLimitState.Active : PowerLimitState.Inactive,
                Watts = isSet ? limit.Watts : null,
                CorrectionMilliseconds = limit.CorrectionTime,
                SamplingSeconds = limit.SamplingPeriod,
                ExceptionAction = ActionOf(limit.ExceptionAction),
                Source = PowerSource.Dcmi,
                Notes = isSet ? [] : ["Watts: no limit is set."],
            };
        }
        catch (IpmiCommandException none) when ((byte)none.CompletionCode == GetPowerLimit.NoActiveLimit)
        {
            return new PowerLimit
            {
                ComputerName = connection.ComputerName,
                State = PowerLimitState.Inactive,
                Source = PowerSource.Dcmi,
                Notes = ["Watts, CorrectionMilliseconds, SamplingSeconds, ExceptionAction: the BMC reports that no limit is active, without values."],
            };
        }
    }

    internal static PowerLimitAction ActionOf(byte code) => code switch
    {
        0x00 => PowerLimitAction.None,
        0x01 => PowerLimitAction.PowerOff,
        0x11 => PowerLimitAction.LogOnly,
        >= 0x02 and <= 0x10 => PowerLimitAction.Oem,
        _ => PowerLimitAction.Unknown,
    };

    internal static byte? CodeOf(PowerLimitAction action) => action switch
    {
        PowerLimitAction.None => 0x00,
        PowerLimitAction.PowerOff => 0x01,
        PowerLimitAction.LogOnly => 0x11,
        _ => null,
    };

    /// <summary>The limit of Node Manager; null if there is no Node Manager, or it cannot be asked.</summary>
    private static async Task<PowerLimit?> TryGetPolicyAsync(IIpmiConnection connection, IpmiException withoutDcmi, CancellationToken cancellationToken)
    {
        var found = await OptionalRequest.TryAsync(() => NodeManagerLocator.FindAsync(connection, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!found.Succeeded || found.Value is not { } target)
            return null;
        string note = $"Dcmi: {withoutDcmi.Message}";
        try
        {
            return (await NodeManagerLimit.FindAsync(connection, target, cancellationToken).ConfigureAwait(false)).ToLimit(connection.ComputerName, note);
        }
        catch (IpmiException error) when (error is IpmiCommandException || error.Kind is IpmiErrorKind.ProtocolError or IpmiErrorKind.InsufficientPrivilege)
        {
            return new PowerLimit { ComputerName = connection.ComputerName, Source = PowerSource.NodeManager, Notes = [note, $"NodeManager: {error.Message}"] };
        }
    }
}
