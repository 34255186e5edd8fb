using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS.Inventory;

/// <summary>A FRU device that is to be written: what it has now, and how it is reached.</summary>
internal sealed class FruRewrite
{
    /// <summary>Some devices return the new content only a moment after they accepted it.</summary>
    private static readonly TimeSpan[] ReadBackWaits = [TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)];

    private readonly FruDeviceReader _reader;
    private readonly IIpmiConnection _connection;
    private readonly FruDevice _device;
    private readonly Clock _clock;

    private FruRewrite(IIpmiConnection connection, FruDevice device, FruDeviceReader reader, byte[] image, Clock clock) =>
        (_connection, _device, _reader, Image, _clock) = (connection, device, reader, image, clock);

    /// <summary>The whole content of the device before the change.</summary>
    public byte[] Image { get; }

    /// <summary>The device, with its size.</summary>
    public FruDescription Description => _device.Description with { Size = Image.Length };

    /// <summary>Bytes that were written.</summary>
    public int Written { get; private set; }

    /// <summary>Reads a whole device.</summary>
    /// <exception cref="IpmiException">NotPresent: the device is absent. Other kinds: it could not be read.</exception>
    public static async Task<FruRewrite> OpenAsync(IIpmiConnection connection, FruDevice device, Clock clock, CancellationToken cancellationToken)
    {
        var description = device.Description;
        if (description.Id is not { } id)
            throw new IpmiException(IpmiErrorKind.NotPresent, device.Unreadable ?? "The device has no FRU device ID.");
        connection = new BoundedConnection(connection, clock);
        var size = new FruReadSize(!description.Target.IsBmc, connection.Profile);
        var reader = new FruDeviceReader(connection, description.Target, id, device.Lun, size, clock);
        byte[] image = await reader.ReadWholeAsync(cancellationToken).ConfigureAwait(false);
        return new FruRewrite(connection, device, reader, image, clock);
    }

    /// <summary>
    /// Writes new content, reads it back, and writes the previous content again if that fails. Once the first block is sent, this runs to its end.
    /// </summary>
    /// <param name="wanted">The new content, of the same length.</param>
    /// <param name="backup">Where the previous content was saved.</param>
    /// <exception cref="IpmiException">CommandFailed: the device has its previous content, or the message says that it has not. OutcomeUnknown: it does not respond any more.</exception>
    public async Task WriteAsync(byte[] wanted, string backup)
    {
        var description = _device.Description;
        var writer = new FruDeviceWriter(_connection, description.Target, description.Id!.Value, _device.Lun, _reader.Unit, _clock);
        IpmiException failure;
        try
        {
            await writer.WriteAsync(Image, wanted).ConfigureAwait(false);
            byte[] read = await ReadBackAsync(wanted).ConfigureAwait(false);
            if (!read.SequenceEqual(wanted))
            {
                await writer.WriteAsync(read, wanted).ConfigureAwait(false);
                read = await ReadBackAsync(wanted).ConfigureAwait(false);
            }

            Written = writer.Written;
            if (read.SequenceEqual(wanted))
                return;
            failure = new IpmiException(IpmiErrorKind.CommandFailed,
                read.SequenceEqual(Image) ? "The BMC accepted what was written to the FRU device, and the content is as before." : $"The BMC accepted what was written to the FRU device, and returns something else from byte {FirstDifference(read, wanted)} on.",
                "The device may be write-protected, or its BMC may manage it by other means.");
        }
        catch (IpmiException error)
        {
            failure = error;
        }

        throw await RestoreAsync(writer, failure, backup).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadBackAsync(byte[] wanted)
    {
        byte[] read = [];
        foreach (var wait in ReadBackWaits)
        {
            if (wait > TimeSpan.Zero)
                await _clock.DelayAsync(wait, CancellationToken.None).ConfigureAwait(false);
            read = await _reader.ReadWholeAsync(CancellationToken.None).ConfigureAwait(false);
            if (read.SequenceEqual(wanted))
                break;
        }

        return read;
    }

    /// <summary>Writes the previous content, once. Returns the error that says what the device has now.</summary>
    private async Task<IpmiException> RestoreAsync(FruDeviceWriter writer, IpmiException failure, string backup)
    {
        bool isProtected = failure is IpmiCommandException { CompletionCode: (CompletionCode)Commands.Storage.FruCompletionCode.WriteProtected };
        string what = isProtected ? $"FRU device {_device.Description.Id} is write-protected." : failure.Message;
        try
        {
            byte[] read = await _reader.ReadWholeAsync(CancellationToken.None).ConfigureAwait(false);
            if (read.SequenceEqual(Image))
                return new IpmiException(KindOf(failure), $"{what} Nothing was changed.", failure.RecommendedAction, failure);
            await writer.WriteAsync(read, Image).ConfigureAwait(false);
            read = await ReadBackAsync(Image).ConfigureAwait(false);
            return read.SequenceEqual(Image)
                ? new IpmiException(KindOf(failure), $"{what} The previous content was restored.", failure.RecommendedAction, failure)
                : NotRestored(IpmiErrorKind.CommandFailed, what, "", backup, failure);
        }
        catch (IpmiException second)
        {
            return NotRestored(second is IpmiCommandException ? IpmiErrorKind.CommandFailed : IpmiErrorKind.OutcomeUnknown, what, $" {second.Message}", backup, second);
        }
    }

    /// <summary>Once the device is known to be as before, a lost response is a failure whose outcome is known.</summary>
    private static IpmiErrorKind KindOf(IpmiException failure) => failure.Kind == IpmiErrorKind.OutcomeUnknown ? IpmiErrorKind.CommandFailed : failure.Kind;

    private static IpmiException NotRestored(IpmiErrorKind kind, string what, string second, string backup, IpmiException cause) => new(
        kind, $"{what} The previous content could not be restored.{second} It is in '{backup}'.", "Write it again with Import-IpmiFru -Path, as soon as the BMC accepts it.", cause);

    private static int FirstDifference(byte[] one, byte[] other)
    {
        int i = 0;
        while (i < one.Length && i < other.Length && one[i] == other[i])
            i++;
        return i;
    }
}
