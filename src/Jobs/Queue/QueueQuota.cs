using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>How much one user of the browser may have in the queue. Who works at the terminal of the data folder's owner has no such limit.</summary>
internal sealed class QueueQuota(AngioboardOptions options, RunStore runs, Scheduler scheduler)
{
    /// <summary>Makes sure that there is room for runs of a launch. Launches at the same time count each other under the scheduler's intake.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public void RequireLaunch(string owner, int more)
    {
        int waiting = runs.All.Count(run => run.Owner == owner && run.Status == RunStatus.Queued);
        if (waiting + more <= options.Limits.QueuedRuns) return;
        throw new InputException($"settings: {waiting} runs of {owner} wait already, and {options.Limits.QueuedRuns} is the most that one user may have in the queue; launch {more} more when some have run, or take some out");
    }

    /// <summary>Makes sure that there is room for a run that is queued again, or an evaluation.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public void RequireTurn(Actor actor, string by)
    {
        if (actor.Kind == ActorKind.Account && scheduler.Queue.Count(entry => entry.Owner == by) is var waiting && waiting >= options.Limits.QueuedRuns)
            throw new InputException($"{waiting} runs and evaluations of {by} wait already, which is the most that one user may have in the queue; wait until some have run, or take some out");
    }
}
