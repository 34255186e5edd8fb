using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS;

/// <summary>Tasks that nothing awaits.</summary>
internal static class UnawaitedTasks
{
    /// <summary>Lets a task run without awaiting it. Its exception is observed and ignored: it is reported elsewhere, or no longer matters.</summary>
    public static void Forget(this Task task) =>
        task.ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
