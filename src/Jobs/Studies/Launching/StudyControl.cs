using Angioboard.Core;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>Pauses, continues and stops the runs of a study together. What is done to each is done by <see cref="RunControl"/>.</summary>
public sealed class StudyControl(RunStore runs, RunControl control, StudyLibrary library, Rights rights)
{
    /// <summary>Holds the waiting runs back, and lets the trainers of the others save a checkpoint and end.</summary>
    /// <exception cref="InputException">No run waits or trains.</exception>
    public Task<StudySteps> PauseAsync(Actor actor, string study, CancellationToken cancellation) => EachAsync(
        actor, AuditActions.RunPause, study, "paused", "waits or trains, so there is nothing to pause",
        run => !run.Status.IsFinal() && !run.IsPausedByHand,
        run => control.PauseAsync(actor, run, cancellation));

    /// <summary>Puts the paused runs back in line; those that the study's own search holds stay held.</summary>
    /// <exception cref="InputException">No run is paused.</exception>
    public Task<StudySteps> GoOnAsync(Actor actor, string study, CancellationToken cancellation) => EachAsync(
        actor, AuditActions.RunGoOn, study, "put back in line", "is paused",
        run => run.IsPausedByHand, run => control.GoOnAsync(actor, run, cancellation));

    /// <summary>Takes the waiting runs out of the queue, and ends the trainers of the others.</summary>
    /// <exception cref="InputException">No run waits or trains.</exception>
    public Task<StudySteps> StopAsync(Actor actor, string study, CancellationToken cancellation) => EachAsync(
        actor, AuditActions.RunStop, study, "stopped", "waits or trains, so there is nothing to stop",
        run => !run.Status.IsFinal() && (run.Status != RunStatus.Stopping || run.PausedBy is not null),
        run => control.StopAsync(actor, run, cancellation));

    /// <summary>
    /// Lets variants go on, whatever the study's search says of them, and puts their runs back in line that it holds. They continue where
    /// they were.
    /// </summary>
    /// <exception cref="InputException">There is no such variant, or the study does not search.</exception>
    public Task<StudySteps> PromoteAsync(
        Actor actor, string study, IReadOnlyList<string> variants, CancellationToken cancellation) => rights.DoAsync(
        actor, Roles.Researcher, AuditActions.StudyPromote, study, async _ =>
        {
            if (variants.Count == 0) throw new InputException($"{study}: no variant is named; name those that are to go on");
            using (await StudyLauncher.TakeAsync(library.OpenOwn(study).Path, cancellation))
            {
                StudyDirectory opened = library.OpenOwn(study);
                opened.Change(opened.Plan.Promote(variants), folds: null);
            }
            HashSet<string> names = [.. variants.Select(VisibleText.Line)];
            // The search would release them itself, some moments later.
            return await EachAsync(study, "put back in line", backwards: false,
                run => run is { IsPausedBySearch: true, Status: RunStatus.Queued } && names.Contains(run.Study!.Variant),
                run => control.GoOnAsync(Actor.Search, run, cancellation));
        }, _ => string.Join(", ", variants.Select(VisibleText.Line)));

    private async Task<StudySteps> EachAsync(
        Actor actor, string action, string study, string done, string nothing, Func<Run, bool> concerns, Func<string, Task> act)
    {
        rights.Require(actor, Roles.Researcher, action, study);
        StudySteps steps = await EachAsync(study, done, backwards: action != AuditActions.RunGoOn, concerns, act);
        return steps.Changed > 0 || steps.Refused.Count > 0 ? steps : throw new InputException($"{study}: no run {nothing}");
    }

    private async Task<StudySteps> EachAsync(
        string study, string done, bool backwards, Func<Run, bool> concerns, Func<string, Task> act)
    {
        IReadOnlyList<Run> all = RunsOfStudy.Of(runs, study);
        if (all.Count == 0) throw new InputException($"{study}: there is no such study, or it has no runs yet");
        HashSet<string> changed = [];
        Dictionary<string, string> refused = [];
        // Those that wait come first, the last of them before the others, or else they would start on the devices that the others leave.
        // What goes on goes in the study's order. One may have started meanwhile.
        int direction = backwards ? -1 : 1;
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
        return new StudySteps(done, changed.Count, RunsOfStudy.Of(runs, study).Count(run => run.Status == RunStatus.Finished), all.Count,
            [.. refused.Values]);
    }
}
