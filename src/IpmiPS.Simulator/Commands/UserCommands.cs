using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Users of the BMC. IPMI 2.0 sections 22.26 to 22.30.</summary>
internal static class UserCommands
{
    /// <summary>User 1 is the null user, and its name is fixed.</summary>
    private const byte NullUser = 1;

    public static void AddTo(CommandTable table)
    {
        table.On(SetUserAccess.Definition, SetAccess);
        table.On(GetUserAccess.Definition, GetAccess);
        table.On(SetUserName.Definition, SetName);
        table.On(GetUserName.Definition, GetName);
        table.On(SetUserPassword.Definition, SetPassword);
    }

    private static CompletionCode SetAccess(CommandContext context, SetUserAccess request)
    {
        if (!Channels.IsLan(request.Channel) || context.Bmc.Users.Find(request.UserId) is not { } user
            || request.Access.PrivilegeLimit is 0 or (> (byte)PrivilegeLevel.Oem and < UserAccess.NoAccess))
            return CompletionCode.InvalidDataField;
        if (request.ChangeFlags)
        {
            user.CallbackOnly = request.Access.IsCallbackOnly;
            user.LinkAuthentication = request.Access.LinkAuthentication;
            user.MayMessage = request.Access.IpmiMessaging;
        }

        user.Privilege = request.Access.PrivilegeLimit;
        user.SessionLimit = request.SessionLimit ?? user.SessionLimit;
        return CompletionCode.Ok;
    }

    private static CommandResult<UserAccess> GetAccess(CommandContext context, GetUserAccess request)
    {
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Users.Find(request.UserId) is not { } user)
            return CompletionCode.ParameterOutOfRange;
        return new UserAccess
        {
            Capacity = UserTable.Capacity,
            Status = user.IsEnabled ? UserEnableStatus.Enabled : UserEnableStatus.Disabled,
            EnabledCount = (byte)context.Bmc.Users.EnabledCount(),
            FixedNameCount = 1,
            IsCallbackOnly = user.CallbackOnly,
            LinkAuthentication = user.LinkAuthentication,
            IpmiMessaging = user.MayMessage,
            PrivilegeLimit = user.Privilege,
        };
    }

    private static CompletionCode SetName(CommandContext context, SetUserName request)
    {
        if (request.UserId == NullUser || context.Bmc.Users.Find(request.UserId) is not { } user)
            return CompletionCode.InvalidDataField;
        user.SetName(request.UserName.ToBytes());
        return CompletionCode.Ok;
    }

    private static CommandResult<UserName> GetName(CommandContext context, GetUserName request) =>
        context.Bmc.Users.Find(request.UserId) is { } user ? UserName.Read(new ByteReader(user.Name)) : CompletionCode.ParameterOutOfRange;

    private static CompletionCode SetPassword(CommandContext context, SetUserPassword request)
    {
        if (context.Bmc.Users.Find(request.UserId) is not { } user)
            return CompletionCode.InvalidDataField;
        switch (request.Operation)
        {
            case UserPasswordOperation.SetPassword:
                if (!user.HasPassword(request.Password))
                    context.Bmc.Counters.AddPasswordChange();
                user.SetPassword(request.Password, request.IsLong);
                return CompletionCode.Ok;
            case UserPasswordOperation.TestPassword when user.HasLongPassword != request.IsLong:
                return SetUserPassword.PasswordSizeMismatch;
            case UserPasswordOperation.TestPassword:
                return user.HasPassword(request.Password) ? CompletionCode.Ok : SetUserPassword.PasswordMismatch;
            default:
                user.IsEnabled = request.Operation == UserPasswordOperation.EnableUser;
                return CompletionCode.Ok;
        }
    }
}
