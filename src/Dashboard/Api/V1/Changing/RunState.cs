using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>A run, after something was done to it.</summary>
/// <param name="Id">Its id: <c>experiment/Train_N</c>.</param>
/// <param name="Name">Its name; null if it has none.</param>
/// <param name="Status">Its status.</param>
/// <param name="Reason">Why it waits or has failed.</param>
/// <param name="Url">Where to read more.</param>
internal sealed record RunState(string Id, string? Name, RunStatus Status, string? Reason, string Url)
{
    /// <summary>The state of a run.</summary>
    public static RunState Of(Run run, HttpContext context) => new(run.Id, run.Name, run.Status, run.Reason,
        $"{context.Request.PathBase}{ApiProblem.Root}/runs/{Uri.EscapeDataString(run.Experiment)}/{run.Train}");
}
