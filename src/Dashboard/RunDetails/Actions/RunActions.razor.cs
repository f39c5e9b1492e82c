using System.Globalization;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.RunDetails.Actions;

/// <summary>The buttons of a run's page and what they do.</summary>
public sealed partial class RunActions
{
    private bool busy;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>Whether the user may change runs.</summary>
    [Parameter, EditorRequired] public required bool MayChange { get; set; }

    /// <summary>Edit was pressed.</summary>
    [Parameter] public EventCallback OnEdit { get; set; }

    private async Task DoAsync(RunActionKind kind)
    {
        if (busy) return;
        busy = true;
        try
        {
            await Snackbar.SayAsync(() => ActAsync(kind));
        }
        finally
        {
            busy = false;
        }
    }

    // The message once the action has begun; null for none.
    private async Task<string?> ActAsync(RunActionKind kind)
    {
        switch (kind)
        {
            case RunActionKind.Stop:
                if (!await ConfirmStopAsync()) return null;
                await Control.StopAsync(await Page.GetAsync(), Run.Id, CancellationToken.None);
                return Run.Status == RunStatus.Queued ? $"{Run.Id} is removed from the queue" : $"{Run.Id} is stopping";
            case RunActionKind.Pause:
                await Control.PauseAsync(await Page.GetAsync(), Run.Id, CancellationToken.None);
                return Run.Status == RunStatus.Queued ? $"{Run.Id} is held in the queue"
                    : $"{Run.Id} is saving a checkpoint and freeing its device";
            case RunActionKind.ResumeQueueing:
                await Control.GoOnAsync(await Page.GetAsync(), Run.Id, CancellationToken.None);
                return $"{Run.Id} is back in the queue";
            case RunActionKind.AddEpochs:
                return await AddEpochsAsync();
            case RunActionKind.FinishEarly:
                if (!await ConfirmFinishAsync()) return null;
                await Control.FinishEarlyAsync(await Page.GetAsync(), Run.Id, CancellationToken.None);
                return $"{Run.Id} ends training after the current step, then evaluates the best epoch";
            case RunActionKind.Resume:
                await Control.ResumeAsync(await Page.GetAsync(), Run.Id, CancellationToken.None);
                return $"{Run.Id} is queued to continue";
            case RunActionKind.Clone:
                Navigation.NavigateTo(RunAddress.Clone(Run.Id));
                return null;
            case RunActionKind.CloneHalved:
                Navigation.NavigateTo(RunAddress.CloneHalved(Run));
                return null;
            case RunActionKind.EvaluateOn:
                return await EvaluateOnAsync();
            case RunActionKind.Edit:
                await OnEdit.InvokeAsync();
                return null;
            case RunActionKind.Archive or RunActionKind.Unarchive:
                bool archived = kind == RunActionKind.Archive;
                string id = Run.Id;
                Texts.Archive(await Page.GetAsync(), id, archived);
                OfferUndo(archived ? $"{Called(Run)} is archived" : $"{Called(Run)} is in the list again", actor =>
                {
                    Texts.Archive(actor, id, !archived);
                    return Task.CompletedTask;
                });
                return null;
            default:
                return await DeleteAsync();
        }
    }

    private Task<bool> ConfirmStopAsync() => Run.Status == RunStatus.Queued
        ? Task.FromResult(true)
        : Dialogs.ConfirmAsync($"Stop {Run.Id}?",
            "Training ends after the current step, or within 4 seconds. The newest complete checkpoint is kept; the run can be resumed.",
            "Stop the run", dangerous: true);

    private Task<bool> ConfirmFinishAsync() => Dialogs.ConfirmAsync($"Finish {Run.Id} early?",
        $"Training ends after the current step, with {Run.EpochsDone} of {Run.Settings.Epochs} epochs trained. "
            + "The best epoch so far is then evaluated.", "Finish early");

    private async Task<string?> DeleteAsync()
    {
        Actor actor = await Page.GetAsync();
        string whose = Run.Owner == actor.Name ? "" : $"It belongs to {Run.Owner}. ";
        if (!await Dialogs.ConfirmAsync($"Delete {Called(Run)}?",
            $"{whose}Its folder, with all results and checkpoints, is moved to the trash; restorable until {RestorableUntil}.",
            "Delete the run", dangerous: true))
            return null;
        string id = Run.Id;
        await Control.DeleteAsync(await Page.GetAsync(), id, CancellationToken.None);
        OfferUndo($"{id} is in the trash", undoing => Control.RestoreAsync(undoing, id, CancellationToken.None));
        return null;
    }

    private async Task<string?> AddEpochsAsync()
    {
        DialogParameters<AddEpochsDialog> parameters = new() { { d => d.Run, Run } };
        IDialogReference dialog = await Dialogs.ShowAsync<AddEpochsDialog>($"Train {Run.Id} for more epochs", parameters,
            new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.Small, FullWidth = true });
        if (await dialog.Result is not { Canceled: false, Data: int until }) return null;
        await Control.ExtendAsync(await Page.GetAsync(), Run.Id, until, CancellationToken.None);
        return $"{Run.Id} is queued to train until epoch {until}";
    }

    private async Task<string?> EvaluateOnAsync()
    {
        DialogParameters<EvaluateOnDialog> parameters = new() { { d => d.Run, Run } };
        IDialogReference dialog = await Dialogs.ShowAsync<EvaluateOnDialog>($"Evaluate {Run.Id} on", parameters,
            new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.Small, FullWidth = true });
        if (await dialog.Result is not { Canceled: false, Data: string dataset }) return null;
        await Control.EvaluateOnAsync(await Page.GetAsync(), Run.Id, dataset, CancellationToken.None);
        return $"The evaluation on {dataset} is queued; its results appear under Evaluation";
    }
}
