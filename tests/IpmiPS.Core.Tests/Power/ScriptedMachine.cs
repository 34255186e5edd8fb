using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.Chassis;
using IpmiPS.Power;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Power;

/// <summary>A machine whose power follows orders after a time, behind a BMC that may lose, refuse or not know commands.</summary>
internal sealed class ScriptedMachine
{
    private readonly List<(TimeSpan At, bool On)> _changes = [];

    public ScriptedMachine(bool on)
    {
        Bmc = new ScriptedBmc(Answer);
        _changes.Add((TimeSpan.MinValue, on));
    }

    public FakeClock Clock { get; } = new();

    public ScriptedBmc Bmc { get; }

    /// <summary>Time from order to effect.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How long a cycle is off; null: the order has no effect.</summary>
    public TimeSpan? OffTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The order is carried out, but its answer is lost.</summary>
    public bool LosesAnswer { get; set; }

    /// <summary>The order does not arrive, and so is not answered.</summary>
    public bool LosesOrder { get; set; }

    /// <summary>The operating system does not react to soft shut-down.</summary>
    public bool IgnoresOrders { get; set; }

    /// <summary>Completion codes by action.</summary>
    public Dictionary<ChassisControlAction, byte> Refusals { get; } = [];

    /// <summary>Bytes 2 and 3 of the status, beside the power bit.</summary>
    public byte Fault { get; set; }

    public byte LastEvent { get; set; }

    /// <summary>The restart cause, or null where the BMC does not know the command.</summary>
    public RestartCause? Cause { get; set; }

    /// <summary>The status is not answered while this says so.</summary>
    public Func<TimeSpan, bool> IsSilent { get; set; } = _ => false;

    public Action? OnOrder { get; set; }

    public List<ChassisControlAction> Orders { get; } = [];

    public int StatusCount => Bmc.Requests.Count(r => r.Code == GetChassisStatus.Definition.Code);

    public bool IsOn => _changes.Last(c => c.At <= Clock.Now).On;

    public PowerOptions Options(bool wait = false, bool force = false, double waitSeconds = 300) =>
        new() { Clock = Clock, Wait = wait, Force = force, WaitTimeout = TimeSpan.FromSeconds(waitSeconds) };

    public void ChangeAt(TimeSpan time, bool on) => _changes.Add((time, on));

    private byte[] Answer(SentRequest request) => request.Command switch
    {
        GetChassisStatus when IsSilent(Clock.Now) => [],
        GetChassisStatus => [0, (byte)((IsOn ? 1 : 0) | Fault), LastEvent, 0],
        GetSystemRestartCause => Cause is { } cause ? [0, (byte)cause, 1] : [0xC1],
        ChassisControl => Order(ChassisControl.ReadRequest(new ByteReader(request.Data)).Action),
        _ => [0xC1],
    };

    private byte[] Order(ChassisControlAction action)
    {
        Orders.Add(action);
        if (Refusals.TryGetValue(action, out byte code))
            return [code];
        if (!LosesOrder)
        {
            OnOrder?.Invoke();
            TimeSpan at = Clock.Now + Delay;
            switch (action)
            {
                case ChassisControlAction.PowerUp when !IgnoresOrders:
                    ChangeAt(at, true);
                    break;
                case ChassisControlAction.PowerDown or ChassisControlAction.SoftShutdown when !IgnoresOrders:
                    ChangeAt(at, false);
                    break;
                case ChassisControlAction.PowerCycle when OffTime is { } time && !IgnoresOrders:
                    ChangeAt(at, false);
                    ChangeAt(at + time, true);
                    break;
            }
        }

        return LosesAnswer || LosesOrder ? [] : [0];
    }
}
