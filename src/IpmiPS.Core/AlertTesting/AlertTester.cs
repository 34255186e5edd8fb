using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Alerts;
using IpmiPS.Commands.App;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Transport;
using IpmiPS.Device;
using IpmiPS.Parameters;
using IpmiPS.Pef;

namespace IpmiPS.AlertTesting;

/// <summary>
/// Tests alerts end to end: reads how a BMC sends them, makes it send one to a destination (Alert Immediate), and listens. The alert leaves no trace on the BMC. If it is wanted, an event goes
/// through the filters as well, and stays in the event log. IPMI 2.0 sections 17 and 30.
/// </summary>
public static class AlertTester
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    /// <summary>Tests one BMC.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="arrivals">The alerts that arrive here.</param>
    /// <param name="options">What is tested.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <exception cref="IpmiException">The BMC does not respond, or nothing can be received any more.</exception>
    public static async Task<AlertTest> RunAsync(IIpmiConnection connection, AlertArrivals arrivals, AlertTestOptions options, CancellationToken cancellationToken = default)
    {
        var timer = connection.TrySendAsync(new ArmPefPostponeTimer(ArmPefPostponeTimer.ReadOnly), cancellationToken);
        var tables = await AlertTableReader.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var target = AlertTarget.Choose(tables, options, AlertTarget.OwnAddresses());
        var chain = new AlertChain(tables, Timing(tables, await timer.ConfigureAwait(false)), target, options);
        var run = new Run(connection, arrivals, options, tables, target, chain);
        if (target is { GetsTraps: true } && tables.IsSupported != false)
        {
            arrivals.Add(await DescribeAsync(connection, options, tables, cancellationToken).ConfigureAwait(false), await AddressesAsync(connection, options, target, cancellationToken).ConfigureAwait(false));
            await run.SendAlertAsync(cancellationToken).ConfigureAwait(false);
            if (options.SendsEvent)
                await run.SendEventAsync(cancellationToken).ConfigureAwait(false);
        }

        if (arrivals.Failure is { } failure)
            throw failure;
        return run.Result;
    }

    /// <summary>A BMC without the command has no timer, and a delay that is not in force does not count.</summary>
    private static AlertTiming Timing(AlertTables tables, OptionalResponse<byte> left) => new(
        left.Succeeded ? left.Value : left.Error?.Kind == IpmiErrorKind.CommandNotSupported ? (byte)0 : null,
        tables.Control?.HasFlag(PefControl.AlertStartupDelay) == true && PefParameters.AlertStartupDelay.TryDecode(tables.Switch(PefParameters.AlertStartupDelay), out var wait) ? wait : null);

    /// <summary>The computer as its alerts name it: by the GUID of the PEF parameter, or that of the system.</summary>
    private static async Task<AlertComputer> DescribeAsync(IIpmiConnection connection, AlertTestOptions options, AlertTables tables, CancellationToken cancellationToken)
    {
        var system = await connection.TrySendAsync(new GetSystemGuid(), cancellationToken).ConfigureAwait(false);
        byte[]? guid = PefParameters.SystemGuid.TryDecode(tables.Switch(PefParameters.SystemGuid), out var used) && used.IsUsed ? used.Bytes : system.Succeeded ? system.Value.Bytes : null;
        return new(connection.ComputerName, options.BmcPort, guid is null ? null : GuidOrder.Interpret(guid, out _));
    }

    /// <summary>The addresses from which its alerts come: that of the session, and that of the channel.</summary>
    private static async Task<IEnumerable<IPAddress>> AddressesAsync(IIpmiConnection connection, AlertTestOptions options, AlertTarget target, CancellationToken cancellationToken)
    {
        var addresses = new List<IPAddress>();
        if (options.BmcAddress is { } known)
            addresses.Add(known);
        if (LanParameters.IPAddress.TryDecode(await connection.TryReadDataAsync(LanParameters.IPAddress, target.Channel, 0, cancellationToken).ConfigureAwait(false), out var own) && AlertChannelTables.IsSet(own))
            addresses.Add(own);
        return addresses;
    }

    /// <summary>One test, after the settings were read.</summary>
    private sealed class Run(IIpmiConnection connection, AlertArrivals arrivals, AlertTestOptions options, AlertTables tables, AlertTarget? target, AlertChain chain)
    {
        private readonly List<string> _notes = [.. tables.Notes.Where(static note => note != AlertTableReader.NoPef)];
        private DateTimeOffset? _sent;
        private bool? _acknowledged;
        private bool _isDeferred;
        private Alert? _alert;

        public AlertTest Result => new()
        {
            ComputerName = connection.ComputerName,
            Receiver = target?.Address.ToString(),
            Channel = target?.Channel,
            Destination = target?.Destination,
            Sent = _sent,
            Received = _alert?.Received,
            Acknowledged = _acknowledged,
            Links = chain.Links,
            Alert = _alert,
            Notes = [.. _notes],
        };

        private AlertTarget Target => target!;

        /// <summary>Sends an alert without an event to the destination. It says nothing about filters and policies.</summary>
        public async Task SendAlertAsync(CancellationToken cancellationToken)
        {
            var arrival = arrivals.ExpectAsync(connection.ComputerName, static _ => true);
            var deadline = Clock.System.Now + options.WaitTime;
            await connection.TrySendAsync(new AlertImmediate(Target.Channel, AlertOperation.ClearStatus, Target.Destination), cancellationToken).ConfigureAwait(false);
            _sent = DateTimeOffset.UtcNow;
            if (await RequestAsync(deadline, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                _sent = null;
                NotSent(refusal);
                return;
            }

            AlertStatus? status = null;
            while (Clock.System.Now < deadline && !(arrival.IsCompleted && (!Target.IsAcknowledged || IsFinal(status))) && !IsFailed(status))
            {
                var response = await connection.TrySendAsync(new AlertImmediate(Target.Channel, AlertOperation.GetStatus, Target.Destination), cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                status = response.Succeeded ? response.Value : status;
                await Task.WhenAny(arrival, Clock.System.DelayAsync(s_poll, cancellationToken)).ConfigureAwait(false);
            }

            if (IsFailed(status))
                await Task.WhenAny(arrival, Clock.System.DelayAsync(s_poll, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            _alert = arrival.IsCompleted ? await arrival.ConfigureAwait(false) : null;
            Judge(status);
        }

        /// <summary>Sends an event through filters and policies.</summary>
        public async Task SendEventAsync(CancellationToken cancellationToken)
        {
            if (chain.IsBroken(AlertLink.Pef, AlertLink.Switch, AlertLink.Action, AlertLink.Timer, AlertLink.Filter, AlertLink.Policy, AlertLink.Channel))
            {
                _notes.Add("No event was sent, because nothing would come of it.");
                return;
            }

            if (_isDeferred)
            {
                _notes.Add("No event was sent, because its alert would wait for the end of the session.");
                return;
            }

            if (AlertTestEvent.Choose(tables, Target, (ushort)Environment.TickCount) is not { } test)
            {
                _notes.Add("No event was sent: none that comes over the network would be alerted to this destination, and do nothing else.");
                return;
            }

            var arrival = arrivals.ExpectAsync(connection.ComputerName, test.IsOf);
            var sent = DateTimeOffset.UtcNow;
            await connection.SendAsync(test.Message, cancellationToken).ConfigureAwait(false);
            _notes.Add($"An event was sent for event filter {test.Filter} (sensor type {test.Message.SensorType:X2}h, event data {test.Message.EventData1:X2} {test.Message.EventData2:X2} {test.Message.EventData3:X2}). It stays in the event log.");
            await Task.WhenAny(arrival, Clock.System.DelayAsync(options.WaitTime, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (arrival.IsCompleted)
            {
                (_sent, _alert) = (sent, await arrival.ConfigureAwait(false));
                chain.Prove(AlertLink.Pef, AlertLink.Switch, AlertLink.Action, AlertLink.Timer, AlertLink.Filter, AlertLink.Policy, AlertLink.Channel);
                Arrived();
            }
            else if (!chain.IsBroken(AlertLink.Network))
            {
                chain.Set(
                    AlertLink.Filter,
                    AlertLinkState.Broken,
                    $"The event was sent, and no alert arrived within {options.WaitTime.TotalSeconds:0} s, although all settings are as they have to be.{await ProgressAsync(cancellationToken).ConfigureAwait(false)}",
                    "Look whether alerts before it wait for their acknowledgement, and whether the BMC defers alerts while a session is open");
            }
        }

        /// <summary>Requests the alert. Another one that is in progress is waited for. Returns a refusal.</summary>
        private async Task<IpmiException?> RequestAsync(TimeSpan deadline, CancellationToken cancellationToken)
        {
            while (true)
            {
                try
                {
                    await connection.SendAsync(new AlertImmediate(Target.Channel, AlertOperation.Send, Target.Destination), cancellationToken).ConfigureAwait(false);
                    return null;
                }
                catch (IpmiCommandException refusal) when ((byte)refusal.CompletionCode == AlertImmediate.AlertInProgress && Clock.System.Now < deadline)
                {
                    await Clock.System.DelayAsync(s_poll, cancellationToken).ConfigureAwait(false);
                }
                catch (IpmiCommandException refusal)
                {
                    return refusal;
                }
            }
        }

        private void NotSent(IpmiException refusal)
        {
            _isDeferred = refusal is IpmiCommandException { CompletionCode: var code } && (byte)code == AlertImmediate.SessionActive;
            chain.Set(
                AlertLink.Network,
                AlertLinkState.Unknown,
                _isDeferred ? "The BMC sends no alert while a session is open on the channel, and the test is one." : $"The BMC does not send a test alert: {refusal.Message}",
                _isDeferred ? "Wait for a real event, with Receive-IpmiAlert" : "Test-IpmiAlert -SendEvent");
        }

        private void Judge(AlertStatus? status)
        {
            string receiver = $"{Target.Address}, port {arrivals.Port}";
            if (Target.IsAcknowledged)
                _acknowledged = status switch { AlertStatus.Sent => true, AlertStatus.NotAcknowledged or AlertStatus.InProgress => false, _ => null };
            if (_alert is not null)
            {
                chain.Prove(AlertLink.Destination);
                Arrived();
            }
            else if (_acknowledged == true)
            {
                chain.Prove(AlertLink.Destination);
                chain.Set(AlertLink.Network, AlertLinkState.Proven, $"The receiver at {Target.Address} has acknowledged the alert, which did not come here.");
                chain.Set(AlertLink.Community, AlertLinkState.Ok, "The receiver has accepted the alert.");
            }
            else
            {
                chain.Set(AlertLink.Network, AlertLinkState.Broken, $"The BMC {(IsFailed(status) ? "reports that it could not deliver the test alert" : "has sent the test alert")} to {Target.Address}, and nothing arrived at port {arrivals.Port} of this computer within {options.WaitTime.TotalSeconds:0} s.", RouteAdvice());
            }

            if (!Target.IsAcknowledged)
                chain.Set(AlertLink.Acknowledgement, AlertLinkState.Ok, "The BMC does not wait for an acknowledgement.");
            else if (_acknowledged == true)
                chain.Set(AlertLink.Acknowledgement, AlertLinkState.Proven, "The BMC got the acknowledgement.");
            else if (_acknowledged == false && _alert is not null)
                chain.Set(AlertLink.Acknowledgement, AlertLinkState.Broken, "The alert arrived and was acknowledged, but the BMC did not get the acknowledgement.", $"Let UDP port {options.BmcPort} of the BMC be reached from the receiver, or Set-IpmiAlertDestination -Channel {Target.Channel} -Number {Target.Destination} -Acknowledged $false");
            else if (_acknowledged == false)
                chain.Set(AlertLink.Acknowledgement, AlertLinkState.Broken, $"The BMC got no acknowledgement from {Target.Address}.", $"Receive with Receive-IpmiAlert -Acknowledge, or Set-IpmiAlertDestination -Channel {Target.Channel} -Number {Target.Destination} -Acknowledged $false");
            else
                chain.Set(AlertLink.Acknowledgement, AlertLinkState.Unknown, "The BMC does not say whether it got an acknowledgement.");
        }

        /// <summary>An alert has arrived: what that proves of the network and the community.</summary>
        private void Arrived()
        {
            string route = _alert!.Sender is { } sender && options.BmcAddress is { } own && sender != own.ToString() ? $" It came from {sender}, not from the BMC's address {own}." : "";
            chain.Set(AlertLink.Network, AlertLinkState.Proven, $"An alert arrived at port {arrivals.Port} of this computer.{route}");
            if (options.CommunityBytes is not { } wanted)
                chain.Set(AlertLink.Community, AlertLinkState.Ok, "It was not compared with one (-Community).");
            else if (SnmpTrap.Read([.. _alert.Raw]).Community.SequenceEqual(wanted))
                chain.Set(AlertLink.Community, AlertLinkState.Proven, "The alert has the community.");
            else
                chain.Set(AlertLink.Community, AlertLinkState.Broken, "The alert has another community than the one that the receiver accepts.", "Set-IpmiAlert -Community, or correct that of the receiver");
        }

        private string RouteAdvice() => Target.IsLocal
            ? $"Let UDP port {AlertReceiverOptions.DefaultPort} through the firewall of this computer and those on the way; check gateway and VLAN of the BMC (Get-IpmiNetwork). A BMC always sends to port {AlertReceiverOptions.DefaultPort}"
            : $"{Target.Address} is no address of this computer: run the test there, have what arrives there forwarded to here, or Set-IpmiAlert -Receiver with an address of this computer";

        /// <summary>How far the BMC has processed the log.</summary>
        private async Task<string> ProgressAsync(CancellationToken cancellationToken)
        {
            var progress = await connection.TrySendAsync(new GetLastProcessedEventId(), cancellationToken).ConfigureAwait(false);
            return !progress.Succeeded ? "" : progress.Value.LastBmcId == progress.Value.LastRecordId ? " The BMC says that it has processed the event." : " The BMC has not processed the event yet.";
        }

        private static bool IsFinal(AlertStatus? status) => status is AlertStatus.Sent or AlertStatus.NotAcknowledged or AlertStatus.DialFailed;

        private static bool IsFailed(AlertStatus? status) => status is AlertStatus.NotAcknowledged or AlertStatus.DialFailed;
    }
}
