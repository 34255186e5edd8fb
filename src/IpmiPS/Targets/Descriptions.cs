using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>The SDRs, for those cmdlets that only want names from them.</summary>
internal static class Descriptions
{
    /// <summary>Reads the SDRs; null, and a line of -Verbose, where there are none to be had. What they are wanted for works without.</summary>
    public static async Task<SdrRepository?> TryReadAsync(IIpmiConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        try
        {
            SdrRepository repository = await SdrCache.GetAsync(bmc, refresh: false, cancellationToken).ConfigureAwait(false);
            output.Note($"{repository.Records.Count} sensor data records are known.");
            if (repository.Problem is { } problem)
                output.Note($"The SDR repository could not be read as a whole: {problem}");
            return repository;
        }
        catch (IpmiException error) when (error is IpmiCommandException || error.Kind is IpmiErrorKind.ProtocolError)
        {
            output.Note($"There are no SDRs, so sensors have no names: {error.Message}");
            return null;
        }
    }
}
