using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>Quirks of users and their passwords.</summary>
internal static class UserQuirks
{
    private const int Disable = 0, Enable = 1;

    private const byte LongPassword = 0x80;

    private static readonly SimulatedCommand SetName = SimulatedCommand.Of(SetUserName.Definition);

    private static readonly SimulatedCommand GetName = SimulatedCommand.Of(GetUserName.Definition), SetPassword = SimulatedCommand.Of(SetUserPassword.Definition);

    public static IEnumerable<KeyValuePair<string, Action<QuirkSet, QuirkLine>>> All { get; } = new Dictionary<string, Action<QuirkSet, QuirkLine>>
    {
        // Set User Password: user; 0 disable, 1 enable; a password, which these operations do not need.
        ["user-enable-with-password"] = (quirks, line) => quirks.Refuse(line.Name, SetPassword, line.Code(0xC7), (_, request) => request.Length == 2 && (request[1] & 0x03) is Disable or Enable),
        ["user-enable-last"] = (quirks, line) => quirks.Refuse(line.Name, SetPassword, line.Code(0xCC), (context, request) => (request[1] & 0x03) == Enable && UserOf(context, request) is { Password.Length: 0 }),
        ["user-name-kept"] = (quirks, line) => quirks.Ignore(line.Name, SetName, static (_, request) => request.Skip(1).All(static value => value == 0)),
        ["password-16"] = (quirks, line) => quirks.Refuse(line.Name, SetPassword, line.Code(0xC7), static (_, request) => (request[0] & LongPassword) != 0),
        ["user-no-name"] = (quirks, line) => quirks.Refuse(line.Name, GetName, line.Code(0xCC), (context, request) => UserOf(context, request) is { Name.Length: 0 }),
    };

    private static User? UserOf(CommandContext context, byte[] request) => context.Bmc.Users.Find(request[0] & 0x3F);
}
