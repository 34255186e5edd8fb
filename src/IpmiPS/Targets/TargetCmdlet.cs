using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that works on BMCs: it reads from its parameters and from rows which ones, and runs <see cref="WorkAsync"/> on each. Most derive from
/// <see cref="BmcCmdlet"/>, which logs in as well.
/// </summary>
public abstract partial class TargetCmdlet : FanOutCmdlet
{
    private TargetReader _reader = null!;
    private TargetWorker _worker = null!;
    private TargetSelection _selection = null!;
    private StreamChoice _streams;
    private int _row;

    /// <summary>What the cmdlet needs of the BMCs of the present input object.</summary>
    private protected abstract BmcNeeds Needs { get; }

    /// <summary>Whom the work for the present input object is for: the BMC itself, or a controller behind it.</summary>
    private protected virtual IpmbTarget Controller => IpmbTarget.Bmc;

    /// <summary>Logs in to the BMCs of this run.</summary>
    private protected ConnectionOpener Opener { get; private set; } = null!;

    /// <summary>Finds the credentials of this run.</summary>
    private protected CredentialResolver Credentials { get; private set; } = null!;

    /// <summary>Works on one BMC. Not on the pipeline thread: output goes to <paramref name="output"/>.</summary>
    private protected abstract Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken);

    /// <summary>Creates the object that decides which of the named BMCs are worked on.</summary>
    private protected virtual TargetSelection CreateSelection() => new(ShouldProcess, this);

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (_cells.Text is { } faults)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(faults, null));
        BeginInput();
        BmcNeeds needs = Needs;
        StopTimeout = needs.StopTimeout;
        _streams = StreamChoice.Of(this);
        _selection = CreateSelection();
        LogInGuard? guard = IgnoreLogInGuard ? null : new LogInGuard(text => Workers.Post(() => WriteWarning(text)));
        Credentials = new CredentialResolver(new CredentialSource(this), Credential, WriteWarning);
        Opener = new ConnectionOpener(BmcConnector.ConnectAsync, Workers, guard, needs.OncePerBmc, needs.OncePerGuid);
        _reader = new TargetReader(_selection, Credentials, this);
        _worker = new TargetWorker(Opener, _selection);
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        foreach (BmcTarget target in ReadTargets())
            StartOn(target);
    }

    /// <summary>Returns the BMCs that the parameters name for this input object and that are to be worked on.</summary>
    private protected IEnumerable<BmcTarget> ReadTargets()
    {
        _row++;
        return _reader.Read(ReadInput(), Needs with { Controller = Controller });
    }

    /// <summary>Starts the work on one BMC.</summary>
    private protected void StartOn(BmcTarget target)
    {
        TargetOutput output = CreateOutput(target);
        Workers.Start(stop => _worker.RunAsync(target, output, limit => WorkAsync(target, output, limit), stop), ThrottleLimit);
    }

    /// <summary>Creates the output of one BMC.</summary>
    private protected TargetOutput CreateOutput(BmcTarget target) => new(Workers, this, target.ComputerName, _streams) { Controller = target.Needs.Controller };

    /// <summary>Reports the error of one BMC, or that it is skipped because it has another name in the input.</summary>
    private protected void ReportFailure(BmcTarget target, IpmiException error, TargetOutput output)
    {
        if (error is SameBmcException same)
            _selection.OnSameBmc(target, same, output);
        else
            output.Fail(ErrorRecords.From(error, target.ComputerName));
    }

    /// <summary>ShouldProcess, where -Force answers the question. -WhatIf and -Confirm, if given, go before it.</summary>
    private protected bool ShouldProcess(string computerName, BmcNeeds needs)
    {
        if (!needs.Force || IsGiven("Confirm") || IsWhatIf)
            return ShouldProcess(NameOf(computerName, needs), needs.Action);
        WriteVerbose($"Performing the operation \"{needs.Action}\" on target \"{NameOf(computerName, needs)}\".");
        return true;
    }

    /// <summary>Whether nothing is to be done, only said.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.ContainsKey("WhatIf") ? IsGiven("WhatIf") : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && LanguagePrimitives.IsTrue(value);

    /// <summary>The target as a question names it.</summary>
    private protected static string NameOf(string computerName, BmcNeeds needs) => needs.Controller.IsBmc ? computerName : $"{computerName}, controller {needs.Controller}";

    /// <summary>
    /// From now on values come by pipeline, and from one side only: a BMC that is named beside a pipeline would be worked on as well as, or instead
    /// of, those of the pipeline.
    /// </summary>
    private void BeginInput()
    {
        _defaults.BeginInput();
        string? given = new[] { nameof(ComputerName), nameof(Session) }.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey);
        if (given is not null && MyInvocation.ExpectingInput)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(
                $"The BMCs are given twice: by -{given}, and by the pipeline.",
                null,
                $"Leave one of them out. A script block for {given} in $PSDefaultParameterValues counts as -{given}."));
    }
}
