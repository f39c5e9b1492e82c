using Angioboard.Jobs.Supervision;
using Hangfire;

namespace Angioboard.Jobs.Hosting;

/// <summary>Hangfire's job for a training or an evaluation: from when it gets a device until the device is free again.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RunJob
{
    /// <summary>Hangfire's queue of these jobs.</summary>
    public const string QueueName = "trainers";

    private readonly Supervisor supervisor;

    /// <summary>Created by Hangfire for each job.</summary>
    internal RunJob(Supervisor supervisor) => this.supervisor = supervisor;

    /// <summary>Starts the trainer, or finds it alive, and follows it to its end.</summary>
    /// <param name="jobId">The run, or a run and a dataset.</param>
    /// <param name="device">Its device.</param>
    /// <param name="cancellation">The dashboard ends; the trainer keeps running.</param>
    [JobDisplayName("{0} on {1}")]
    public Task ExecuteAsync(string jobId, string device, CancellationToken cancellation) =>
        supervisor.WorkAsync(jobId, device, cancellation);
}
