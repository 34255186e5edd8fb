using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Configuration;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;

namespace IpmiPS.Tests.Configuration;

/// <summary>A virtual BMC without a network that has every section, with a list of the commands that change something.</summary>
internal sealed class ConfiguredBmc : IIpmiConnection
{
    private readonly Bench _bench = new(new SimulatorOptions { SerialChannel = true });
    private readonly ConcurrentQueue<string> _changes = new();

    public string ComputerName => "bmc1";

    public BmcProfile Profile => _bench.Profile;

    public Bench Bench => _bench;

    /// <summary>The names of commands that change something, in their order.</summary>
    public IReadOnlyList<string> Changes => [.. _changes];

    /// <summary>Refuses a command with a completion code.</summary>
    public Func<string, byte?>? Refuse { get; set; }

    /// <summary>What the own log-in is.</summary>
    public string OwnName { get; init; } = "admin";

    public ConfigurationContext Context(params (string Name, string Password)[] passwords) => new(this)
    {
        OwnName = OwnName,
        OwnSuite = static () => 17,
        Passwords = passwords.ToDictionary(static pair => pair.Name, static pair => SimulatedRack.Secret(pair.Password)),
    };

    public Task<BmcConfiguration> ReadAsync(params string[] sections) =>
        ConfigurationReader.ReadAsync(Context(), [.. ConfigurationSections.All.Where(section => sections.Length == 0 || sections.Contains(section.Name))], default);

    public async Task<ConfigurationUpdate> SetAsync(BmcConfiguration wanted, params (string Name, string Password)[] passwords) =>
        await (await PrepareAsync(wanted, passwords)).RunAsync(default);

    public Task<ConfigurationChange> PrepareAsync(BmcConfiguration wanted, params (string Name, string Password)[] passwords) =>
        ConfigurationChange.PrepareAsync(Context(passwords), wanted, "file", null, default);

    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        if (Refuse?.Invoke(command.Name) is { } code)
            return command.ReadAnswer([code]);
        // Set Serial/Modem Mux also asks for the state only.
        bool isRead = command.Name.StartsWith("Get ", StringComparison.Ordinal) || command.Name is "Reserve SDR Repository" or "Reserve Device SDR Repository" or "Set Serial/Modem Mux";
        TResponse response = await _bench.SendAsync(command, target, cancellationToken);
        if (!isRead)
            _changes.Enqueue(command.Name);
        return response;
    }

    /// <summary>A configuration with these sections.</summary>
    public static BmcConfiguration File(params (string Name, object Value)[] sections) => BmcConfiguration.Parse(Part([("Format", 1), .. sections]));

    /// <summary>A part of a configuration.</summary>
    public static ConfigurationObject Part(params (string Name, object Value)[] members)
    {
        var part = new ConfigurationObject();
        foreach (var (name, value) in members)
            part.Set(name, value is int or double ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) : value);
        return part;
    }

    /// <summary>A list of text.</summary>
    public static string[] List(params string[] items) => items;

    /// <summary>The paths of all settings of a part, with their values.</summary>
    public static IEnumerable<(string Path, object Value)> Settings(ConfigurationObject part, string path = "") => part.SettingNames.SelectMany(name =>
        part[name] is ConfigurationObject inner ? Settings(inner, $"{path}{name}/") : [(path + name, part[name]!)]);
}
