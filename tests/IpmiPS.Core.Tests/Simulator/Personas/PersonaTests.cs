using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>
/// The client does with every persona what it does with a BMC that keeps the rules, by default options; what it finds is compared line by line with
/// what it finds at the plain one. Every quirk has to show in that, or in a test of its own.
/// </summary>
public sealed class PersonaTests
{
    /// <summary>Lines that a persona has more (+) and less (-) than the plain one, and rightly so.</summary>
    private static readonly Dictionary<string, string[]> Differences = new()
    {
    };

    private static readonly Task<List<string>> Plain = SurveyAsync("plain", _ => { });

    public static TheoryData<string> Personas => [.. SimulatorRack.PersonaNames.Where(name => name != "plain")];

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task The_client_copes_without_a_flag(string persona)
    {
        var plain = await Plain;
        string[] unseen = [];
        var lines = await SurveyAsync(persona, bmc => unseen = [.. MachineProfiles.Load(persona).Quirks.Names.Where(name => !bmc.QuirkCounts.ContainsKey(name))]);
        string[] differences = [.. plain.Except(lines).Select(line => "-" + line), .. lines.Except(plain).Select(line => "+" + line)];
        Assert.Equal(Differences.TryGetValue(persona, out string[]? known) ? known : [], differences);
        Assert.Empty(unseen);
    }

    private static async Task<List<string>> SurveyAsync(string persona, Action<VirtualBmc> inspect)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = persona });
        using var client = await rack.ConnectAsync();
        var lines = await new Survey(client).TakeAsync();
        inspect(rack.Bmc);
        return lines;
    }
}
