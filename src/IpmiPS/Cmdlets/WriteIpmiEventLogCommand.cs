using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Management.Automation;
using System.Runtime.InteropServices;
using IpmiPS.Monitoring;

namespace IpmiPS.Cmdlets;

/// <summary>Writes entries of event logs, alerts and verdicts to the event log of Windows. Windows only; PowerShell 7 has no Write-EventLog.</summary>
[Cmdlet(VerbsCommunications.Write, "IpmiEventLog", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class WriteIpmiEventLogCommand : PSCmdlet, IDisposable
{
    /// <summary>Longest text of an event, in characters.</summary>
    private const int MaximumText = 31839;

    /// <summary>Event IDs, by source.</summary>
    private static readonly Dictionary<string, int> EventIds = new() { ["SEL"] = 1, ["PET"] = 2, ["TRAP"] = 3, ["HEALTH"] = 4, ["WATCH"] = 5, ["SENSOR"] = 6 };

    private IntPtr _log;

    /// <summary>Entries of event logs, alerts, verdicts about health, and events of a watch.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Source of the events. A source that an administrator has registered decides the log; any other one writes to Application.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Source { get; set; } = "IpmiPS";

    /// <summary>Return each object that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            ThrowTerminatingError(ErrorRecords.From(
                new IpmiException(IpmiErrorKind.CommandNotSupported, "Only Windows has an event log of this kind.", "Use Send-IpmiSyslog, or ConvertTo-IpmiSyslog with the command logger."), null));
        }

        if (!ShouldProcess($"source {Source}", "Write to the event log of Windows"))
            return;
        _log = NativeMethods.RegisterEventSource(null, Source);
        if (_log == IntPtr.Zero)
            ThrowTerminatingError(ErrorRecords.From(Failure("The event log cannot be opened"), null));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            if (MonitoringEvent.From(item.BaseObject) is not { } known)
                WriteError(MonitoringTextCmdlet.NotConverted(item));
            else if (_log != IntPtr.Zero && Write(known) && PassThru)
                WriteObject(item);
        }
    }

    /// <summary>Closes the log.</summary>
    public void Dispose()
    {
        if (_log != IntPtr.Zero)
            NativeMethods.DeregisterEventSource(_log);
        _log = IntPtr.Zero;
    }

    private bool Write(MonitoringEvent item)
    {
        if (NativeMethods.ReportEvent(_log, TypeOf(item.Severity), 0, EventIds[item.Source], IntPtr.Zero, 1, 0, [TextOf(item)], IntPtr.Zero))
            return true;
        WriteError(ErrorRecords.From(Failure("The event cannot be written"), item.ComputerName));
        return false;
    }

    /// <summary>Error, warning or information.</summary>
    private static short TypeOf(SelSeverity severity) => severity switch
    {
        SelSeverity.Critical or SelSeverity.NonRecoverable => 1,
        SelSeverity.Warning => 2,
        _ => 4,
    };

    private static string TextOf(MonitoringEvent item)
    {
        string text = item.ToLines();
        return text.Length <= MaximumText ? text : text.Substring(0, MaximumText);
    }

    private static IpmiException Failure(string what)
    {
        var error = new Win32Exception(Marshal.GetLastWin32Error());
        return new(IpmiErrorKind.CommandFailed, $"{what}: {error.Message}", "Check that the service \"Windows Event Log\" runs, that the log is not full, and that you may write to it.", error);
    }

    private static class NativeMethods
    {
        [DllImport("advapi32.dll", EntryPoint = "RegisterEventSourceW", CharSet = CharSet.Unicode, SetLastError = true)]
        public static extern IntPtr RegisterEventSource(string? server, string source);

        [DllImport("advapi32.dll", EntryPoint = "ReportEventW", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ReportEvent(IntPtr log, short type, short category, int eventId, IntPtr user, short textCount, int dataSize, string[] texts, IntPtr data);

        [DllImport("advapi32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool DeregisterEventSource(IntPtr log);
    }
}
