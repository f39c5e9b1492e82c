using Angioboard.Core;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Runs;

/// <summary>What can be done to the selected runs.</summary>
public sealed partial class SelectionBar
{
    private const int MostFew = 2;
    private const int MostCompared = 20;

    /// <summary>The runs.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<Run> Selected { get; set; }

    /// <summary>Whether the user may change runs.</summary>
    [Parameter] public bool CanLaunch { get; set; }

    /// <summary>Who does it.</summary>
    [Parameter, EditorRequired] public required string User { get; set; }

    /// <summary>Nothing is to be selected any more.</summary>
    [Parameter] public EventCallback OnClear { get; set; }

    /// <summary>Where runs are kept.</summary>
    [Inject] public required RunStore Runs { get; set; }

    /// <summary>What stops and deletes them.</summary>
    [Inject] public required RunControl Control { get; set; }

    /// <summary>Questions.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>Answers.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <summary>The address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    private string? CompareHint => Selected.Count switch
    {
        < MostFew => "Select two runs or more to compare them",
        > MostCompared => $"At most {MostCompared} runs can be compared",
        _ => null,
    };

    private string Counted => Selected.Count == 1 ? Selected[0].Title : $"{Selected.Count} runs";

    private void Compare() => Navigation.NavigateTo(RunLinks.Compare(Selected.Select(run => run.Id)));

    private async Task TagAsync()
    {
        DialogParameters<TagDialog> parameters = new() { { dialog => dialog.Runs, Selected } };
        IDialogReference dialog = await Dialogs.ShowAsync<TagDialog>($"Tags of {Counted}", parameters, new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        if (await dialog.Result is not { Canceled: false, Data: TagChange change }) return;
        foreach (Run run in Selected) Runs.Update(run.Id, change.Apply);
    }

    private void Archive()
    {
        bool archived = !Selected.All(run => run.Archived);
        foreach (Run run in Selected) Runs.Update(run.Id, r => r with { Archived = archived });
        Snackbar.Add(archived ? $"{Counted} archived: found under Archived" : $"{Counted} back among the current runs", Severity.Success);
        _ = OnClear.InvokeAsync();
    }

    private async Task DeleteAsync()
    {
        int busy = Selected.Count(run => !run.Status.IsFinal());
        string text = $"The {(Selected.Count == 1 ? "run and its folder go" : $"{Selected.Count} runs and their folders go")} to the trash, from where they can be restored for some days."
            + (busy > 0 ? $"\n{busy} of them {(busy == 1 ? "is" : "are")} queued or running and {(busy == 1 ? "stays" : "stay")}: stop {(busy == 1 ? "it" : "them")} first." : "");
        string confirm = Selected.Count == 1 ? "Delete 1 run" : $"Delete {Selected.Count} runs";
        if (await Dialogs.ConfirmAsync($"Delete {Counted}?", text, confirm, dangerous: true))
            await ForEachAsync("deleted", (id, cancellation) => Control.DeleteAsync(id, User, cancellation), Selected.Where(run => run.Status.IsFinal()));
    }

    private async Task StopAsync()
    {
        Run[] active = [.. Selected.Where(run => !run.Status.IsFinal())];
        string count = active.Length == 1 ? "1 run" : $"{active.Length} runs";
        if (await Dialogs.ConfirmAsync($"Stop {count}?", "Training ends after the step under way; a stopped run can be resumed.", $"Stop {count}"))
            await ForEachAsync("asked to stop", (id, cancellation) => Control.StopAsync(id, User, cancellation), active);
    }

    private IEnumerable<Run> Pausable => Selected.Where(run => run is { Status: RunStatus.Queued or RunStatus.Running, PausedBy: null });

    private IEnumerable<Run> Paused => Selected.Where(run => run is { Status: RunStatus.Queued, PausedBy: not null });

    private Task PauseAsync() => ForEachAsync("asked to pause", (id, cancellation) => Control.PauseAsync(id, User, cancellation), Pausable);

    private Task GoOnAsync() => ForEachAsync("take their turn again", (id, cancellation) => Control.GoOnAsync(id, cancellation), Paused);

    private Task RestoreAsync() =>
        ForEachAsync("restored", (id, cancellation) => Control.RestoreAsync(id, User, cancellation), Selected.Where(run => run.Trashed is not null));

    // Each on its own: one that cannot be changed does not keep the others.
    private async Task ForEachAsync(string done, Func<string, CancellationToken, Task> act, IEnumerable<Run> runs)
    {
        int count = 0;
        List<string> problems = [];
        foreach (Run run in runs.ToArray())
        {
            try
            {
                await act(run.Id, CancellationToken.None);
                count++;
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        if (count > 0) Snackbar.Add($"{count} {(count == 1 ? "run" : "runs")} {done}", Severity.Success);
        foreach (string problem in problems.Take(3)) Snackbar.Add(problem, Severity.Error);
        if (problems.Count > 3) Snackbar.Add($"and {problems.Count - 3} more could not be changed", Severity.Error);
        await OnClear.InvokeAsync();
    }
}
