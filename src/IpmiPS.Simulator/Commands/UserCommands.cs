using System;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Users of the BMC. IPMI 2.0 section 22.26 to 22.30.</summary>
internal static class UserCommands
{
    private const CompletionCode PasswordMismatch = (CompletionCode)0x80, PasswordSizeMismatch = (CompletionCode)0x81;

    public static void AddTo(CommandTable table)
    {
        table.Add(NetFn.App, 0x43, PrivilegeLevel.Administrator, 3, 4, SetAccess);
        table.Add(NetFn.App, 0x44, PrivilegeLevel.Operator, 2, 2, GetAccess);
        table.Add(NetFn.App, 0x45, PrivilegeLevel.Administrator, 17, 17, SetName);
        table.Add(NetFn.App, 0x46, PrivilegeLevel.Operator, 1, 1, GetName);
        table.Add(NetFn.App, 0x47, PrivilegeLevel.Administrator, 2, 22, SetPassword);
    }

    /// <summary>Request: bit 7 change the flags, 6 callback only, 5 link authentication, 4 messaging, 3:0 channel; user; privilege limit; [session limit].</summary>
    private static CompletionCode SetAccess(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte flags = request.ReadByte();
        if (!Channels.IsLan(flags) || context.Bmc.Users.Find(request.ReadByte() & 0x3F) is not { } user)
            return CompletionCode.InvalidDataField;
        byte limit = (byte)(request.ReadByte() & 0x0F);
        if (limit is 0 or (> 5 and < 0xF))
            return CompletionCode.InvalidDataField;
        if ((flags & 0x80) != 0)
        {
            user.CallbackOnly = (flags & 0x40) != 0;
            user.LinkAuthentication = (flags & 0x20) != 0;
            user.MayMessage = (flags & 0x10) != 0;
        }

        user.Privilege = limit;
        user.SessionLimit = request.ReadByteOr(user.SessionLimit);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetAccess(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (!Channels.IsLan(request.ReadByte()))
            return CompletionCode.InvalidDataField;
        if (context.Bmc.Users.Find(request.ReadByte() & 0x3F) is not { } user)
            return CompletionCode.ParameterOutOfRange;
        new UserAccess
        {
            Capacity = UserTable.Capacity,
            Status = user.IsEnabled ? UserEnableStatus.Enabled : UserEnableStatus.Disabled,
            EnabledCount = (byte)context.Bmc.Users.EnabledCount(),
            FixedNameCount = 1,
            IsCallbackOnly = user.CallbackOnly,
            LinkAuthentication = user.LinkAuthentication,
            IpmiMessaging = user.MayMessage,
            PrivilegeLimit = user.Privilege,
        }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode SetName(CommandContext context, ByteReader request, ByteWriter response)
    {
        // User 1 is the null user, and its name is fixed.
        byte id = (byte)(request.ReadByte() & 0x3F);
        if (id == 1 || context.Bmc.Users.Find(id) is not { } user)
            return CompletionCode.InvalidDataField;
        user.SetName(User.Trimmed(request.ReadBytes(User.NameLength)));
        return CompletionCode.Ok;
    }

    private static CompletionCode GetName(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (context.Bmc.Users.Find(request.ReadByte() & 0x3F) is not { } user)
            return CompletionCode.ParameterOutOfRange;
        response.WriteBytes(user.Name);
        response.WriteRepeated(0, User.NameLength - user.Name.Length);
        return CompletionCode.Ok;
    }

    /// <summary>Request: bit 7 password of 20 bytes, 5:0 user; 0 disable, 1 enable, 2 set, 3 test; [password].</summary>
    private static CompletionCode SetPassword(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte id = request.ReadByte();
        bool isLong = (id & 0x80) != 0;
        if (context.Bmc.Users.Find(id & 0x3F) is not { } user)
            return CompletionCode.InvalidDataField;
        int operation = request.ReadByte() & 0x03;
        if (operation < 2)
        {
            user.IsEnabled = operation == 1;
            return CompletionCode.Ok;
        }

        if (request.Remaining != (isLong ? User.LongPasswordLength : User.ShortPasswordLength))
            return CompletionCode.InvalidLength;
        byte[] password = User.Trimmed(request.ReadRest());
        if (operation == 2)
        {
            user.SetPassword(password, isLong);
            return CompletionCode.Ok;
        }

        if (user.HasLongPassword != isLong)
            return PasswordSizeMismatch;
        return user.HasPassword(password) ? CompletionCode.Ok : PasswordMismatch;
    }
}
