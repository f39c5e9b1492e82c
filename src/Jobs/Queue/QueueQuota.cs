using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// How much one user of the browser may have in the queue. The owner of the data folder, at a terminal, has no such limit.
/// </summary>
internal sealed class QueueQuota(AngioboardOptions options, RunStore runs, Scheduler scheduler)
{
    /// <summary>
    /// Makes sure that there is room for the runs of a launch. The scheduler's intake lock makes concurrent launches count each other.
    /// </summary>
    /// <exception cref="InputException">There is no room.</exception>
    public void RequireLaunch(string owner, int more)
    {
        int waiting = runs.All.Count(run => run.Owner == owner && run.Status == RunStatus.Queued);
        if (waiting + more <= options.Limits.QueuedRuns) return;
        throw new InputException(
            $"settings: {waiting} runs of {owner} wait already, and {options.Limits.QueuedRuns} is the most that one user may have in the "
                + $"queue; launch {more} more when some have run, or take some out");
    }

    /// <summary>Makes sure that there is room for an evaluation, or a run that is queued again.</summary>
    /// <exception cref="InputException">There is no room.</exception>
    public void RequireTurn(Actor actor, string by)
    {
        if (actor.Kind == ActorKind.Account && scheduler.Queue.Count(entry => entry.Owner == by) is var waiting
            && waiting >= options.Limits.QueuedRuns)
            throw new InputException(
                $"{waiting} runs and evaluations of {by} wait already, which is the most that one user may have in the queue; wait until "
                    + $"some have run, or take some out");
    }
}
