using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace Angioboard.Dashboard.Tests;

/// <summary>
/// Replaces Hangfire for pages without devices, where no job ever begins. Hangfire itself would log to the last application that ran in
/// this process, which no longer exists.
/// </summary>
internal sealed class NoBackgroundJobs : IBackgroundJobClient
{
    public string Create(Job job, IState state) => throw new InvalidOperationException("without devices no job begins");

    public bool ChangeState(string jobId, IState state, string expectedState) =>
        throw new InvalidOperationException("without devices no job begins");
}
