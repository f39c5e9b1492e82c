using Angioboard.Core;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Runs;

/// <summary>Actions on the selected runs.</summary>
public sealed partial class SelectionBar
{
    private const int MostFew = 2;
    private const int MostCompared = 20;

    /// <summary>The runs.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<Run> Selected { get; set; }

    /// <summary>Whether the user may change runs.</summary>
    [Parameter] public bool CanLaunch { get; set; }

    /// <summary>The selection is to be cleared.</summary>
    [Parameter] public EventCallback OnClear { get; set; }

    /// <summary>Evaluates predictions once more.</summary>
    [Inject] public required Reevaluations Again { get; set; }

    private string? CompareHint => Selected.Count switch
    {
        < MostFew => "Select two runs or more to compare them",
        > MostCompared => $"At most {MostCompared} runs can be compared",
        _ => null,
    };

    private string Counted => Selected.Count == 1 ? Called(Selected[0]) : $"{Selected.Count} runs";

    private void Compare() => Navigation.NavigateTo(RunAddress.Compare(Selected.Select(run => run.Id)));

    private async Task TagAsync()
    {
        DialogParameters<TagDialog> parameters = new() { { dialog => dialog.Runs, Selected } };
        IDialogReference dialog = await Dialogs.ShowAsync<TagDialog>($"Tags of {Counted}", parameters,
            new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        if (await dialog.Result is not { Canceled: false, Data: TagChange change }) return;
        await ForEachAsync("tagged", (actor, id) => Done(() => Texts.Tag(actor, id, change.Added, change.Removed)), Selected, keep: true);
    }

    private Task PinAsync(Run run) =>
        ForEachAsync(run.Baseline ? $"is no longer the baseline of {run.Experiment}" : $"is the baseline of {run.Experiment}",
            (actor, id) => Done(() => Texts.Pin(actor, id, !run.Baseline)), [run], keep: true);

    private Task Archive()
    {
        bool archived = !Selected.All(run => run.Archived);
        return ForEachAsync(archived ? "archived" : "back in the list", Change(archived), Selected, undo: Change(!archived));

        Func<Actor, string, Task> Change(bool to) => (actor, id) => Done(() => Texts.Archive(actor, id, to));
    }

    private async Task DeleteAsync()
    {
        string user = (await Page.GetAsync()).Name;
        string[] others = [.. Selected.Select(run => run.Owner).Where(owner => owner != user).Distinct().Order(NaturalOrder.Comparer)];
        int busy = Selected.Count(run => !run.Status.IsFinal());
        string text = (Selected.Count == 1 ? "The run and its folder are" : $"The {Selected.Count} runs and their folders are")
            + $" moved to the trash; restorable until {RestorableUntil}."
            + (others.Length == 0 ? "" : Selected.Count == 1 ? $"\nThe run belongs to {others[0]}."
                : $"\nSome belong to others: {string.Join(", ", others)}.")
            + (busy == 0 ? "" : busy == 1 ? "\n1 of them is queued or running and is kept: stop it first."
                : $"\n{busy} of them are queued or running and are kept: stop them first.");
        string confirm = Selected.Count == 1 ? "Delete 1 run" : $"Delete {Selected.Count} runs";
        if (await Dialogs.ConfirmAsync($"Delete {Counted}?", text, confirm, dangerous: true))
            await ForEachAsync("deleted", (actor, id) => Control.DeleteAsync(actor, id, CancellationToken.None),
                Selected.Where(run => run.Status.IsFinal()),
                undo: (actor, id) => Control.RestoreAsync(actor, id, CancellationToken.None));
    }

    private async Task StopAsync()
    {
        Run[] active = [.. Selected.Where(run => !run.Status.IsFinal())];
        string count = active.Length == 1 ? "1 run" : $"{active.Length} runs";
        if (await Dialogs.ConfirmAsync($"Stop {count}?", "Training ends after the current step; a stopped run can be resumed.",
            $"Stop {count}"))
            await ForEachAsync("asked to stop", (actor, id) => Control.StopAsync(actor, id, CancellationToken.None), active);
    }

    private IEnumerable<Run> Pausable => Selected.Where(run => run is { Status: RunStatus.Queued or RunStatus.Running, PausedBy: null });

    private IEnumerable<Run> Paused => Selected.Where(run => run is { Status: RunStatus.Queued, IsPausedByHand: true });

    private Task PauseAsync() =>
        ForEachAsync("asked to pause", (actor, id) => Control.PauseAsync(actor, id, CancellationToken.None), Pausable);

    private Task ResumeQueueingAsync() =>
        ForEachAsync("put back in the queue", (actor, id) => Control.GoOnAsync(actor, id, CancellationToken.None), Paused);

    private IEnumerable<Run> Evaluated => Selected.Where(run => run is { Status: RunStatus.Finished, Trashed: null });

    private Task EvaluateAgainAsync() => ForEachAsync("evaluated again",
        (actor, id) => Again.DoAsync(actor, id, CancellationToken.None), Evaluated, keep: true);

    private Task RestoreAsync() =>
        ForEachAsync("restored", (actor, id) => Control.RestoreAsync(actor, id, CancellationToken.None),
            Selected.Where(run => run.Trashed is not null));

    // One by one: a run that cannot be changed does not hold up the others.
    private async Task ForEachAsync(string done, Func<Actor, string, Task> act, IEnumerable<Run> runs, bool keep = false,
        Func<Actor, string, Task>? undo = null)
    {
        Actor actor = await Page.GetAsync();
        List<Run> changed = [];
        List<string> problems = [];
        foreach (Run run in runs.ToArray())
        {
            try
            {
                await act(actor, run.Id);
                changed.Add(run);
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        string count = changed.Count == 1 ? Called(changed[0]) : $"{changed.Count} runs";
        if (changed.Count > 0 && undo is not null) OfferUndo($"{count} {done}", back => AllAsync(back, changed, undo));
        else if (changed.Count > 0) Snackbar.Add($"{count} {done}", Severity.Success);
        foreach (string problem in problems.Take(3)) Snackbar.Add(problem, Severity.Error);
        if (problems.Count > 3) Snackbar.Add($"and {problems.Count - 3} more could not be changed", Severity.Error);
        if (!keep) await OnClear.InvokeAsync();
    }

    private static async Task AllAsync(Actor actor, IEnumerable<Run> runs, Func<Actor, string, Task> act)
    {
        List<string> problems = [];
        foreach (Run run in runs)
        {
            try
            {
                await act(actor, run.Id);
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        if (problems.Count > 0) throw new InputException(problems);
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
