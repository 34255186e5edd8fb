using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that changes sensors. Rows of one BMC are collected, so that it is logged in to once; its sensors are read together, confirmed one by one and
/// then changed together.
/// </summary>
public abstract class SensorChangeCmdlet : ControllerCmdlet
{
    private const int NotGiven = -1;

    private readonly RowGroups _groups = new();
    private bool _isNamedByRows;

    /// <summary>The sensors. Wildcards are permitted; * is all of them.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(SensorNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Number of the sensor, 0 to 254, instead of its name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Number", 0, 254, NotGiven)]
    public int Number
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Owner of the sensor with this number: a controller's slave address, 32 for the BMC; default any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("OwnerId", 0, 255, NotGiven)]
    public int OwnerId
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>LUN of the owner, 0 to 3; default any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("OwnerLun", 0, 3, NotGiven)]
    public int OwnerLun
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        Settings = new SensorRow(
            new SensorSelection
            {
                Names = NamePatterns.Of(Name),
                Number = Number == NotGiven ? null : (byte)Number,
                OwnerId = OwnerId == NotGiven ? null : (byte)OwnerId,
                OwnerLun = OwnerLun == NotGiven ? null : (byte)OwnerLun,
            },
            CopySettings()),
    };

    /// <summary>What to do, without the sensor, such as "Set thresholds of".</summary>
    private protected abstract string Verb { get; }

    /// <summary>What has to be given, such as "Give a threshold."; null if nothing has to be.</summary>
    private protected abstract string? Advice { get; }

    /// <summary>Copies the parameters that the next row may change; null if nothing is given.</summary>
    private protected abstract object? CopySettings();

    /// <summary>Whether the work makes sense for a sensor that a wildcard has found.</summary>
    private protected abstract bool Applies(SensorRecord sensor);

    /// <summary>Reads the present settings of a sensor and prepares its change.</summary>
    private protected abstract Task<SensorJob> PrepareAsync(IPayloadConnection bmc, SensorRoutes routes, SdrRepository repository, SensorRecord sensor, object settings, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void Begin()
    {
        _isNamedByRows = !MyInvocation.BoundParameters.ContainsKey(nameof(Name)) && !MyInvocation.BoundParameters.ContainsKey(nameof(Number));
        if (_isNamedByRows && !MyInvocation.ExpectingInput)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("No sensor is named.", null, "Give -Name or -Number; -Name * stands for all sensors."));
        base.Begin();
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        foreach (BmcTarget row in ReadTargets())
            _groups.Add(row);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (BmcTarget target in _groups.Targets)
            StartOn(target);
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        IReadOnlyList<SensorRow> rows = _groups.SettingsOf<SensorRow>(target);
        if (!_isNamedByRows && rows.Any(static row => row.Settings is null))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", Advice);
        SdrRepository repository = await SdrCache.GetAsync(bmc, refresh: false, cancellationToken).ConfigureAwait(false);
        var routes = new SensorRoutes(bmc, Task.FromResult<SdrRepository?>(repository));
        var batch = new Dictionary<SensorRecord, SensorRow>();
        foreach (var (sensor, row) in rows.SelectMany(row => Find(repository, row, output).Select(sensor => (sensor, row))))
        {
            // A sensor that is named again is changed after the first change was read back.
            if (batch.ContainsKey(sensor))
                await ChangeAsync(target, bmc, routes, repository, batch, output, cancellationToken).ConfigureAwait(false);
            batch.Add(sensor, row);
        }

        await ChangeAsync(target, bmc, routes, repository, batch, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The sensors of a row. That there are none of a name is an error record, and the other rows go on.</summary>
    private SensorRecord[] Find(SdrRepository repository, SensorRow row, TargetOutput output)
    {
        if (row.Settings is null)
            return [];
        try
        {
            if (row.Selection is { Number: null, Names.Count: 0 })
                throw new IpmiException(IpmiErrorKind.InvalidParameter, "No sensor is named.", "Give -Name or -Number, or columns of these names; * stands for all sensors.");
            var found = row.Selection.Find(repository);
            return [.. row.Selection.IsWildcard ? found.Where(Applies) : found];
        }
        catch (IpmiException error)
        {
            output.Fail(ErrorRecords.From(error, output.ComputerName));
            return [];
        }
    }

    private async Task ChangeAsync(
        BmcTarget target, IPayloadConnection bmc, SensorRoutes routes, SdrRepository repository, Dictionary<SensorRecord, SensorRow> batch, TargetOutput output, CancellationToken cancellationToken)
    {
        var prepared = await Task.WhenAll(batch.Select(pair => TryAsync(() => PrepareAsync(bmc, routes, repository, pair.Key, pair.Value.Settings!, cancellationToken), output))).ConfigureAwait(false);
        batch.Clear();
        var confirmed = new List<SensorJob>();
        foreach (SensorJob job in prepared.OfType<SensorJob>())
        {
            if (job.Description is not { } description || await ConfirmAsync(target, bmc, $"{Verb} {description}", output, cancellationToken).ConfigureAwait(false))
                confirmed.Add(job);
        }

        Task<object?>[] running = [.. confirmed.Select(job => TryAsync<object>(() => job.RunAsync(cancellationToken), output))];
        foreach (Task<object?> work in running)
        {
            if (await work.ConfigureAwait(false) is not { } result)
                continue;
            output.Write(result);
            if (result is ISettingsUpdate { Difference: { } difference })
                output.Fail(ErrorRecords.From(difference, output.ComputerName));
        }
    }

    /// <summary>Does something for one sensor. An error becomes an error record, and the other sensors go on.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> work, TargetOutput output)
        where T : class
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (IpmiException error)
        {
            output.Fail(ErrorRecords.From(error, output.ComputerName));
            return null;
        }
    }
}

/// <summary>Which sensors a row names, and what it sets; null if nothing.</summary>
internal sealed record SensorRow(SensorSelection Selection, object? Settings);

/// <summary>A prepared change of one sensor.</summary>
/// <param name="Description">What would change; null if nothing.</param>
/// <param name="RunAsync">Makes the change and returns the result.</param>
internal sealed record SensorJob(string? Description, Func<CancellationToken, Task<object>> RunAsync);
