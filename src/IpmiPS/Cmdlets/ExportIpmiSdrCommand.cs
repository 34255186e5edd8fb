using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>Writes the sensor data records of BMCs to files, as ipmitool's "sdr dump" does.</summary>
[Cmdlet(VerbsData.Export, "IpmiSdr", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SdrExport))]
public sealed class ExportIpmiSdrCommand : ControllerCmdlet
{
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file, or a folder in which each BMC gets a file of its name with the ending .sdr. An existing file is replaced.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User) { Action = $"Read the sensor data records and write them to '{Path}'" };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        string path = await BinaryFile.ResolveAsync(this, output, nameof(Path), Path, target.ComputerName, ".sdr", cancellationToken).ConfigureAwait(false);
        lock (_written)
        {
            if (!_written.Add(path))
                throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The file '{path}' has the records of another BMC.", "Name a folder, in which each BMC gets a file of its own.");
        }

        SdrImage image = await SdrImage.ReadAsync(bmc, cancellationToken).ConfigureAwait(false);
        byte[] bytes = image.ToBytes();
        BinaryFile.Write(nameof(Path), path, bytes);
        output.Write(new SdrExport { ComputerName = target.ComputerName, Path = path, Records = image.Records.Count, Length = bytes.Length });
        if (image.Problem is { } problem)
            output.Warning($"Some records may be missing: {problem}");
    }
}
