using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Runs.Texts;

/// <summary>
/// What people add to runs: name, tags, note, and whether a run is archived or a baseline. Researchers may do so for anybody's runs.
/// </summary>
public sealed class RunTexts(RunStore runs, Rights rights)
{
    /// <summary>Sets a run's name, tags and note.</summary>
    /// <exception cref="InputException">There is no such run.</exception>
    public void Describe(Actor actor, string id, string? name, IReadOnlyList<string> tags, string note) =>
        Change(actor, AuditActions.RunDescribe, id, null, run => run with { Name = name, Tags = tags, Note = note });

    /// <summary>Changes a run's name, tags and note in one step, so that no change of somebody else in between is lost.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="id">The run.</param>
    /// <param name="edit">The new words for the present ones; what it throws leaves them as they are.</param>
    /// <exception cref="InputException">There is no such run.</exception>
    public void Edit(Actor actor, string id, Func<RunWords, RunWords> edit) => Change(
        actor, AuditActions.RunDescribe, id, null, run =>
        {
            RunWords words = edit(RunWords.Of(run));
            return run with { Name = words.Name, Tags = words.Tags, Note = words.Note };
        });

    /// <summary>Adds tags to a run and removes others.</summary>
    /// <exception cref="InputException">There is no such run.</exception>
    public void Tag(Actor actor, string id, IReadOnlyList<string> added, IReadOnlyList<string> removed) => Change(
        actor, AuditActions.RunTag, id, null, run =>
        {
            string[] tags = [.. run.Tags.Except(removed).Union(added)];
            return tags.SequenceEqual(run.Tags) ? run : run with { Tags = tags };
        });

    /// <summary>Archives a run, or returns it to the list.</summary>
    /// <exception cref="InputException">There is no such run.</exception>
    public void Archive(Actor actor, string id, bool archived) =>
        Change(actor, AuditActions.RunArchive, id, archived ? "archived" : "back in the list",
            run => run.Archived == archived ? run : run with { Archived = archived });

    /// <summary>Makes a run the baseline of its experiment, in place of another, or no longer.</summary>
    /// <exception cref="InputException">There is no such run.</exception>
    public void Pin(Actor actor, string id, bool pinned) => rights.Do(
        actor, Roles.Researcher, AuditActions.RunBaseline, id, _ =>
        {
            if (runs.Find(id) is not { } wanted) throw new InputException($"{id}: there is no such run; reload the page");
            // In one step: of two people who pin at the same time, one is the last.
            runs.UpdateTogether(
                run => run.Experiment == wanted.Experiment && run.Baseline != (pinned && run.Id == id) && (pinned || run.Id == id),
                run => run with { Baseline = run.Id == id && pinned }, []);
        }, pinned ? "pinned" : "unpinned");

    private void Change(Actor actor, string action, string id, string? detail, Func<Run, Run> change) => rights.Do(
        actor, Roles.Researcher, action, id, _ =>
        {
            if (runs.Update(id, change) is null) throw new InputException($"{id}: there is no such run; reload the page");
        }, detail);
}
