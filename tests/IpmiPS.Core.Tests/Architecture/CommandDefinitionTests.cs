using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Simulator;
using IpmiPS.Tests.Fuzz;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>Every command has one definition, which agrees with appendix G of the specification.</summary>
public sealed class CommandDefinitionTests
{
    /// <summary>
    /// NetFn/command, lowest privilege ("Any" before a log-in too), whether a lost request may be repeated, name. IPMI 2.0 appendix G and, for
    /// 2Ch, DCMI 1.5 section 6. Send Message and the SOL parameters are looser there than in the appendix.
    /// </summary>
    private const string AppendixG = """
        00/00 User          yes  Get Chassis Capabilities
        00/01 User          yes  Get Chassis Status
        00/02 Operator      no   Chassis Control
        00/04 Operator      yes  Chassis Identify
        00/05 Administrator yes  Set Chassis Capabilities
        00/06 Operator      yes  Set Power Restore Policy
        00/07 User          yes  Get System Restart Cause
        00/08 Operator      yes  Set System Boot Options
        00/09 Operator      yes  Get System Boot Options
        00/0A Administrator yes  Set Front Panel Button Enables
        00/0B Administrator yes  Set Power Cycle Interval
        00/0F User          yes  Get POH Counter
        04/00 Administrator no   Set Event Receiver
        04/01 User          yes  Get Event Receiver
        04/02 Operator      no   Platform Event Message
        04/10 User          yes  Get PEF Capabilities
        04/20 User          yes  Get Device SDR Info
        04/21 User          yes  Get Device SDR
        04/22 User          yes  Reserve Device SDR Repository
        04/23 User          yes  Get Sensor Reading Factors
        04/24 Operator      yes  Set Sensor Hysteresis
        04/25 User          yes  Get Sensor Hysteresis
        04/26 Operator      yes  Set Sensor Thresholds
        04/27 User          yes  Get Sensor Thresholds
        04/28 Operator      yes  Set Sensor Event Enable
        04/29 User          yes  Get Sensor Event Enable
        04/2A Operator      no   Re-arm Sensor Events
        04/2B User          yes  Get Sensor Event Status
        04/2D User          yes  Get Sensor Reading
        04/2E Operator      yes  Set Sensor Type
        04/2F User          yes  Get Sensor Type
        06/01 User          yes  Get Device ID
        06/02 Administrator no   Cold Reset
        06/03 Administrator no   Warm Reset
        06/04 User          yes  Get Self Test Results
        06/06 Administrator yes  Set ACPI Power State
        06/07 User          yes  Get ACPI Power State
        06/08 User          yes  Get Device GUID
        06/22 Operator      yes  Reset Watchdog Timer
        06/24 Operator      yes  Set Watchdog Timer
        06/25 User          yes  Get Watchdog Timer
        06/2F User          yes  Get BMC Global Enables
        06/34 User          no   Send Message
        06/37 Any           yes  Get System GUID
        06/38 Any           yes  Get Channel Authentication Capabilities
        06/39 Any           yes  Get Session Challenge
        06/3A Any           yes  Activate Session
        06/3B User          yes  Set Session Privilege Level
        06/3C Callback      yes  Close Session
        06/3D User          yes  Get Session Info
        06/40 Administrator yes  Set Channel Access
        06/41 User          yes  Get Channel Access
        06/42 User          yes  Get Channel Info
        06/43 Administrator yes  Set User Access
        06/44 Operator      yes  Get User Access
        06/45 Administrator yes  Set User Name
        06/46 Operator      yes  Get User Name
        06/47 Administrator no   Set User Password
        06/48 User          no   Activate Payload
        06/49 User          yes  Deactivate Payload
        06/4A User          yes  Get Payload Activation Status
        06/4B User          yes  Get Payload Instance Info
        06/4C Administrator yes  Set User Payload Access
        06/4D Operator      yes  Get User Payload Access
        06/4E User          yes  Get Channel Payload Support
        06/4F User          yes  Get Channel Payload Version
        06/54 Any           yes  Get Channel Cipher Suites
        06/55 User          yes  Suspend/Resume Payload Encryption
        06/56 Administrator no   Set Channel Security Keys
        06/58 Administrator yes  Set System Info Parameters
        06/59 User          yes  Get System Info Parameters
        0A/10 User          yes  Get FRU Inventory Area Info
        0A/11 User          yes  Read FRU Data
        0A/12 Operator      yes  Write FRU Data
        0A/20 User          yes  Get SDR Repository Info
        0A/21 User          yes  Get SDR Repository Allocation Info
        0A/22 User          yes  Reserve SDR Repository
        0A/23 User          yes  Get SDR
        0A/24 Operator      no   Add SDR
        0A/26 Operator      no   Delete SDR
        0A/27 Operator      no   Clear SDR Repository
        0A/28 User          yes  Get SDR Repository Time
        0A/40 User          yes  Get SEL Info
        0A/41 User          yes  Get SEL Allocation Info
        0A/42 User          yes  Reserve SEL
        0A/43 User          yes  Get SEL Entry
        0A/44 Operator      no   Add SEL Entry
        0A/45 Operator      no   Partial Add SEL Entry
        0A/46 Operator      no   Delete SEL Entry
        0A/47 Operator      no   Clear SEL
        0A/48 User          yes  Get SEL Time
        0A/49 Operator      no   Set SEL Time
        0A/5C User          yes  Get SEL Time UTC Offset
        0A/5D Operator      yes  Set SEL Time UTC Offset
        0C/01 Administrator yes  Set LAN Configuration Parameters
        0C/02 Operator      yes  Get LAN Configuration Parameters
        0C/04 User          yes  Get IP/UDP/RMCP Statistics
        0C/20 User          yes  SOL Activating
        0C/10 Administrator yes  Set Serial/Modem Configuration
        0C/11 Operator      yes  Get Serial/Modem Configuration
        0C/12 Operator      yes  Set Serial/Modem Mux
        0C/21 Administrator yes  Set SOL Configuration Parameters
        0C/22 User          yes  Get SOL Configuration Parameters
        2C/01 Any           yes  Get DCMI Capabilities Info
        2C/02 User          yes  Get Power Reading
        2C/03 User          yes  Get Power Limit
        2C/06 User          yes  Get Asset Tag
        """;

    [Fact]
    public void Each_command_has_a_definition_that_its_requests_carry()
    {
        foreach (var type in AllCommands.Types)
        {
            var definition = AllCommands.DefinitionOf(type);
            Assert.True(definition is not null, $"{type.Name} has no static property Definition.");
            Assert.Equal(type, TypedDefinition(definition.GetType()).GetGenericArguments()[0]);
            var command = (IpmiCommand)Codec.Create(type);
            Assert.Equal((definition.NetFn, definition.Code, definition.Name), (command.NetFn, command.Code, command.Name));
        }
    }

    [Fact]
    public void No_two_commands_have_the_same_number() =>
        Assert.Empty(AllCommands.Definitions.GroupBy(static definition => (definition.NetFn, definition.Code, definition.Group)).Where(static same => same.Count() > 1)
            .Select(static same => string.Join(", ", same)));

    [Fact]
    public void Definitions_agree_with_appendix_G()
    {
        var table = AppendixG.Split('\n').Select(static line => line.Trim()).ToDictionary(static line => line.Substring(0, 5));
        var wrong = from definition in AllCommands.Definitions
                    where table.TryGetValue(Number(definition), out string? expected) && expected != Line(definition)
                    select $"{Line(definition)}, not {table[Number(definition)]}";
        Assert.Empty(wrong);
        Assert.True(AllCommands.Definitions.Count(definition => table.ContainsKey(Number(definition))) >= 90);
    }

    [Fact]
    public void Virtual_BMCs_use_the_definitions() =>
        Assert.Empty(from definition in AllCommands.Definitions
                     let entry = CommandTable.Standard.Find((byte)definition.NetFn, definition.Code, definition.Group)
                     where entry is not null && entry.Definition != definition
                     select definition.Name);

    private static Type TypedDefinition(Type type)
    {
        while (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(CommandDefinition<,>))
            type = type.BaseType!;
        return type;
    }

    private static string Number(CommandDefinition definition) => string.Format(CultureInfo.InvariantCulture, "{0:X2}/{1:X2}", (byte)definition.NetFn, definition.Code);

    private static string Line(CommandDefinition definition) =>
        $"{Number(definition)} {definition.Privilege?.ToString() ?? "Any",-13} {(definition.IsIdempotent ? "yes" : "no"),-4} {definition.Name}";
}
