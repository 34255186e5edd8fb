using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Reads sensors. IPMI 2.0 sections 35 and 36.</summary>
public static class SensorReader
{
    /// <summary>So many sensors are begun before the first of them is done: more than requests fit in flight.</summary>
    private const int Ahead = 32;

    /// <summary>After so many sensors in a row without an answer the BMC itself is taken to be gone.</summary>
    private const int DoubtLimit = 3;

    /// <summary>
    /// Reads all sensors that are wanted and gives them out in the order of their records, each as soon as those before it are
    /// there. A sensor that cannot be read is given out without reading; it does not end the sweep.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="repository">Its records.</param>
    /// <param name="query">Which sensors are wanted.</param>
    /// <param name="onSensor">Takes each sensor. It is called by one thread at a time.</param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    /// <exception cref="IpmiException">The connection is lost, or the BMC answers no longer.</exception>
    public static async Task ReadAllAsync(IIpmiConnection connection, SdrRepository repository, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken)
    {
        var routes = new SensorRoutes(connection, repository);
        var begun = new Queue<Task<SensorResult>>();
        var doubtful = new List<SensorResult>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            foreach (SensorRecord sensor in repository.Sensors.Where(query.Wants))
            {
                if (begun.Count == Ahead)
                    Take(await begun.Dequeue().ConfigureAwait(false));
                begun.Enqueue(new SensorInquiry(connection.Name, routes, query, sensor).RunAsync(ending.Token));
            }

            while (begun.Count > 0)
                Take(await begun.Dequeue().ConfigureAwait(false));
            if (doubtful.Count > 0 && routes.Answers == 0)
                throw doubtful[0].Doubt!;
            GiveOutDoubtful();
        }
        finally
        {
            // What was begun and is wanted no longer: the caller has had enough, or an error ended the sweep.
            ending.Cancel();
            foreach (Task rest in begun)
                _ = rest.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        // One sensor without an answer is that sensor's matter; several in a row, and no other with one, are the BMC's.
        void Take(SensorResult result)
        {
            if (result.Doubt is not null)
            {
                doubtful.Add(result);
                if (doubtful.Count == DoubtLimit)
                    throw result.Doubt;
                return;
            }

            GiveOutDoubtful();
            onSensor(result.Sensor);
        }

        void GiveOutDoubtful()
        {
            foreach (SensorResult result in doubtful)
                onSensor(result.Sensor);
            doubtful.Clear();
        }
    }
}
