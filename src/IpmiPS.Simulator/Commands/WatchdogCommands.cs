using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>The watchdog timer. IPMI 2.0 section 27.</summary>
internal static class WatchdogCommands
{
    public static void AddTo(CommandTable table)
    {
        table.On(ResetWatchdogTimer.Definition, Reset);
        table.On(SetWatchdogTimer.Definition, Set);
        table.On(GetWatchdogTimer.Definition, Get);
    }

    private static CompletionCode Reset(CommandContext context, ResetWatchdogTimer request) =>
        context.Bmc.Watchdog.Start() ? CompletionCode.Ok : (CompletionCode)ResetWatchdogTimer.NotInitialized;

    private static CompletionCode Set(CommandContext context, SetWatchdogTimer request)
    {
        context.Bmc.Watchdog.Set(request.Timer);
        return CompletionCode.Ok;
    }

    private static CommandResult<WatchdogTimerState> Get(CommandContext context, GetWatchdogTimer request) => context.Bmc.Watchdog.State();
}
