using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace Angioboard.Dashboard.Tests;

/// <summary>
/// In the place of Hangfire for pages without devices, where no job ever begins. Hangfire itself would log by the last application that ran in
/// this process, which is gone.
/// </summary>
internal sealed class NoBackgroundJobs : IBackgroundJobClient
{
    public string Create(Job job, IState state) => throw new InvalidOperationException("without devices no job begins");

    public bool ChangeState(string jobId, IState state, string expectedState) => throw new InvalidOperationException("without devices no job begins");
}
