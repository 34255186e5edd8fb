using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Simulator;
using IpmiPS.Tests.Fuzz;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>The privileges of the commands are those of IPMI 2.0 appendix G, and virtual BMCs demand the same.</summary>
public sealed class PrivilegeTests
{
    /// <summary>The commands that appendix G gives to operators; what is named nowhere here is a user's.</summary>
    private static readonly string[] s_operator =
    [
        "ChassisControl", "ChassisIdentify", "SetPowerRestorePolicy", "SetSystemBootOptions", "GetSystemBootOptions",
        "PlatformEvent", "SetSensorHysteresis", "SetSensorThresholds", "SetSensorEventEnable", "RearmSensorEvents", "SetSensorType",
        "GetUserAccess", "GetUserName", "GetUserPayloadAccess",
        "WriteFruData", "AddSelEntry", "PartialAddSelEntry", "DeleteSelEntry", "ClearSel", "SetSelTime", "SetSelTimeUtcOffset",
        "GetLanConfigurationParameters",
    ];

    private static readonly string[] s_administrator =
    [
        "SetFrontPanelButtonEnables", "ColdReset", "WarmReset", "SetAcpiPowerState",
        "SetUserAccess", "SetUserName", "SetUserPassword", "SetUserPayloadAccess", "SetLanConfigurationParameters", "SetSolConfigurationParameters",
    ];

    /// <summary>The session is closed at any level; the GUID is asked without a session.</summary>
    private static readonly string[] s_callback = ["CloseSession", "GetSystemGuid"];

    [Fact]
    public void Commands_have_the_privileges_of_appendix_G()
    {
        var wrong = from command in Commands()
                    let name = command.GetType().Name
                    let level = s_operator.Contains(name) ? PrivilegeLevel.Operator
                        : s_administrator.Contains(name) ? PrivilegeLevel.Administrator
                        : s_callback.Contains(name) ? PrivilegeLevel.Callback : PrivilegeLevel.User
                    where command.Privilege != level
                    select $"{name}: {command.Privilege}, not {level}";
        Assert.Empty(wrong);
        Assert.Empty(s_operator.Concat(s_administrator).Concat(s_callback).Except(Commands().Select(static command => command.GetType().Name)));
    }

    [Fact]
    public void Virtual_BMCs_demand_the_privilege_that_the_command_names()
    {
        var wrong = from command in Commands()
                    let entry = CommandTable.Standard.Find((byte)command.NetFn, command.Code)
                    where entry is not null
                    where entry.Privilege is { } demanded ? demanded != command.Privilege : command.Privilege > PrivilegeLevel.User
                    select $"{command.GetType().Name}: {command.Privilege}, a virtual BMC demands {entry.Privilege}";
        Assert.Empty(wrong);
    }

    private static IEnumerable<IpmiCommand> Commands() =>
        typeof(IpmiCommand).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(IpmiCommand).IsAssignableFrom(type) && type != typeof(RawCommand))
            .Select(static type => (IpmiCommand)Codec.Create(type));
}
