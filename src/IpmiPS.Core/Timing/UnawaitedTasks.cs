using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS;

/// <summary>Tasks that go on without anybody waiting for them.</summary>
internal static class UnawaitedTasks
{
    /// <summary>Lets a task end by itself; what goes wrong in it is told elsewhere, or is nobody's concern any more.</summary>
    public static void Forget(this Task task) =>
        task.ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
