using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>Pauses, continues and stops the runs of a study together. What is done to each is done by <see cref="RunControl"/>.</summary>
public sealed class StudyControl(RunStore runs, RunControl control, Rights rights)
{
    /// <summary>Holds the waiting runs back, and lets the trainers of the others save a checkpoint and end.</summary>
    /// <exception cref="InputException">No run waits or trains.</exception>
    public Task<StudySteps> PauseAsync(Actor actor, string study, CancellationToken cancellation) => EachAsync(
        actor, AuditActions.RunPause, study, "paused", "waits or trains, so there is nothing to pause",
        run => !run.Status.IsFinal() && (run.PausedBy is null || IsBySearch(run)), run => control.PauseAsync(actor, run, cancellation));

    /// <summary>Puts the paused runs back in line; those that the study's own search holds stay held.</summary>
    /// <exception cref="InputException">No run is paused.</exception>
    public Task<StudySteps> GoOnAsync(Actor actor, string study, CancellationToken cancellation) => EachAsync(
        actor, AuditActions.RunGoOn, study, "put back in line", "is paused",
        run => run.PausedBy is not null && !IsBySearch(run), run => control.GoOnAsync(actor, run, cancellation));

    /// <summary>Takes the waiting runs out of the queue, and ends the trainers of the others.</summary>
    /// <exception cref="InputException">No run waits or trains.</exception>
    public Task<StudySteps> StopAsync(Actor actor, string study, CancellationToken cancellation) => EachAsync(
        actor, AuditActions.RunStop, study, "stopped", "waits or trains, so there is nothing to stop",
        run => !run.Status.IsFinal() && (run.Status != RunStatus.Stopping || run.PausedBy is not null),
        run => control.StopAsync(actor, run, cancellation));

    private static bool IsBySearch(Run run) => run.PausedBy == Actor.Search.Name;

    private async Task<StudySteps> EachAsync(
        Actor actor, string action, string study, string done, string nothing, Func<Run, bool> concerns, Func<string, Task> act)
    {
        rights.Require(actor, Roles.Researcher, action, study);
        IReadOnlyList<Run> all = RunsOfStudy.Of(runs, study);
        if (all.Count == 0) throw new InputException($"{study}: there is no such study, or it has no runs yet");
        HashSet<string> changed = [];
        Dictionary<string, string> refused = [];
        // Those that wait come first, the last of them before the others, or else they would start on the devices that the others leave.
        // What goes on goes in the study's order. One may have started meanwhile.
        int direction = action == AuditActions.RunGoOn ? 1 : -1;
        for (int round = 0; round < 2; round++)
        {
            Run[] left = [.. RunsOfStudy.Of(runs, study).Where(run => concerns(run) && !changed.Contains(run.Id))
                .OrderBy(run => run.Status.IsActive()).ThenBy(run => direction * run.Key)];
            foreach (Run run in left)
            {
                try
                {
                    await act(run.Id);
                    changed.Add(run.Id);
                    refused.Remove(run.Id);
                }
                catch (InputException e) when (e is not NotAllowedException)
                {
                    refused[run.Id] = e.Problems[0];
                }
            }
        }
        if (changed.Count == 0 && refused.Count == 0) throw new InputException($"{study}: no run {nothing}");
        return new StudySteps(done, changed.Count, RunsOfStudy.Of(runs, study).Count(run => run.Status == RunStatus.Finished), all.Count,
            [.. refused.Values]);
    }
}
