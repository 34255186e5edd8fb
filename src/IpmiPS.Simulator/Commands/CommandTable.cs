using System;
using System.Collections.Generic;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Executes a command: reads the request's data, writes the response's, and returns the completion code. Data written with a code other than 00h is dropped.</summary>
internal delegate CompletionCode CommandHandler(CommandContext context, ByteReader request, ByteWriter response);

/// <summary>The commands that virtual BMCs know. Number, privilege and codec come from the commands' definitions.</summary>
internal sealed class CommandTable
{
    /// <summary>The one table.</summary>
    public static readonly CommandTable Standard = Build();

    private readonly Dictionary<(byte NetFn, byte Command, int Body), CommandEntry> _entries = [];

    /// <summary>All commands.</summary>
    public IEnumerable<CommandEntry> All => _entries.Values;

    /// <summary>Finds a command.</summary>
    /// <param name="netFn">Network function of the request.</param>
    /// <param name="command">Command number.</param>
    /// <param name="body">The body that defined the command, which the data begin with: one byte for the network function Group Extension, three for OEM/Group.</param>
    public CommandEntry? Find(byte netFn, byte command, int? body) =>
        _entries.TryGetValue((netFn, command, netFn is (byte)NetFn.GroupExtension or (byte)NetFn.OemGroup ? body ?? 0 : 0), out var entry) ? entry : null;

    /// <summary>Adds a command with a response.</summary>
    /// <param name="definition">The command's definition.</param>
    /// <param name="handler">What the command does.</param>
    /// <param name="exists">Whether a BMC, or the controller of the request, has the command; null for all.</param>
    /// <param name="anyController">Whether satellite controllers have the command too.</param>
    public void On<TRequest, TResponse>(
        CommandDefinition<TRequest, TResponse> definition, Func<CommandContext, TRequest, CommandResult<TResponse>> handler,
        Func<CommandContext, bool>? exists = null, bool anyController = false)
        where TRequest : IpmiCommand<TResponse> =>
        Add(definition, exists, anyController, (context, request, response) =>
        {
            var result = handler(context, request);
            context.HasDataWithCode = result.HasDataWithCode;
            if (result.Code == CompletionCode.Ok || result.HasDataWithCode)
                definition.WriteResponse(response, result.Response!);
            return result.Code;
        });

    /// <summary>Adds a command whose response is only a completion code.</summary>
    public void On<TRequest>(
        ActionDefinition<TRequest> definition, Func<CommandContext, TRequest, CompletionCode> handler,
        Func<CommandContext, bool>? exists = null, bool anyController = false)
        where TRequest : IpmiAction =>
        Add(definition, exists, anyController, (context, request, _) => handler(context, request));

    private void Add<TRequest, TResponse>(
        CommandDefinition<TRequest, TResponse> definition, Func<CommandContext, bool>? exists, bool anyController,
        Func<CommandContext, TRequest, ByteWriter, CompletionCode> handler)
        where TRequest : IpmiCommand<TResponse> =>
        _entries.Add(((byte)definition.NetFn, definition.Code, definition.Group ?? definition.Iana ?? 0), new CommandEntry(
            definition,
            anyController,
            reader => Read(definition, reader, out _),
            (context, reader, response) =>
            {
                var code = Read(definition, reader, out var request);
                if (code != CompletionCode.Ok)
                    return code;
                return exists?.Invoke(context) == false ? CompletionCode.InvalidCommand : handler(context, request!, response);
            },
            exists));

    /// <summary>Reads a request. Returns C7h if its length is wrong, and CCh if it has values that the command does not know.</summary>
    private static CompletionCode Read<TRequest, TResponse>(CommandDefinition<TRequest, TResponse> definition, ByteReader reader, out TRequest? request)
        where TRequest : IpmiCommand<TResponse>
    {
        request = null;
        try
        {
            request = definition.ReadRequest(reader);
        }
        catch (MalformedDataException error)
        {
            return error.IsTruncated ? CompletionCode.InvalidLength : CompletionCode.InvalidDataField;
        }

        return reader.IsAtEnd ? CompletionCode.Ok : CompletionCode.InvalidLength;
    }

    private static CommandTable Build()
    {
        var table = new CommandTable();
        LogInCommands.AddTo(table);
        SessionCommands.AddTo(table);
        DeviceCommands.AddTo(table);
        WatchdogCommands.AddTo(table);
        ChassisCommands.AddTo(table);
        SensorCommands.AddTo(table);
        PefCommands.AddTo(table);
        SdrCommands.AddTo(table);
        DeviceSdrCommands.AddTo(table);
        SelCommands.AddTo(table);
        FruCommands.AddTo(table);
        UserCommands.AddTo(table);
        ChannelCommands.AddTo(table);
        LanCommands.AddTo(table);
        SerialCommands.AddTo(table);
        SystemInfoCommands.AddTo(table);
        MessagingCommands.AddTo(table);
        FirewallCommands.AddTo(table);
        BridgeCommands.AddTo(table);
        DcmiCommands.AddTo(table);
        DcmiPowerCommands.AddTo(table);
        NodeManagerCommands.AddTo(table);
        FanCommands.AddTo(table);
        PayloadCommands.AddTo(table);
        return table;
    }
}

/// <summary>A command that virtual BMCs know.</summary>
/// <param name="Definition">The command's definition.</param>
/// <param name="AnyController">Whether satellite controllers have the command too.</param>
/// <param name="Check">Checks the data of a request.</param>
/// <param name="Handler">Checks the data of a request and executes it.</param>
/// <param name="Exists">Whether a BMC has the command; null for all.</param>
internal sealed record CommandEntry(
    CommandDefinition Definition, bool AnyController, Func<ByteReader, CompletionCode> Check, CommandHandler Handler, Func<CommandContext, bool>? Exists);
