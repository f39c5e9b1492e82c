using Angioboard.Jobs.Supervision;
using Hangfire;

namespace Angioboard.Jobs.Hosting;

/// <summary>Makes the background jobs for Hangfire.</summary>
internal sealed class RunJobActivator(Supervisor supervisor) : JobActivator
{
    /// <inheritdoc/>
    public override object ActivateJob(Type jobType) => new RunJob(supervisor);
}
