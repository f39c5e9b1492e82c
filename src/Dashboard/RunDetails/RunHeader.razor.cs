using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.RunDetails.Actions;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>The top of a run's page: its name, its state and its actions.</summary>
public sealed partial class RunHeader : IDisposable
{
    private Run run = null!;
    private RunWatch? following;
    private EvaluatedSplit? test;
    private IReadOnlyList<RunKeyFigure> figures = [];
    private string? difference;

    /// <summary>Reports changes of the run.</summary>
    [Parameter, EditorRequired] public required RunWatch Watch { get; set; }

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>Whether the user may change runs.</summary>
    [Parameter, EditorRequired] public required bool MayChange { get; set; }

    /// <summary>Changes names, tags and notes of runs.</summary>
    [Inject] public required RunTexts Texts { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <summary>Shows dialogs.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>The devices' names.</summary>
    [Inject] public required MachineMonitor Machine { get; set; }

    /// <summary>All runs, from which the page's run differs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Reads evaluations.</summary>
    [Inject] public required RunEvaluations Evaluations { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    // A device that no longer exists is shown by its id.
    private string DeviceName => Machine.Find(run.Device ?? "")?.Name
        ?? (DeviceSetting.Partition(run.Device ?? "") is { } partition ? $"Slurm {partition}" : run.Device ?? "");

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        run = Run;
        test = run.Status.IsFinal() ? Evaluations.Read(run).Find("test") : null;
        figures = RunKeyFigure.Of(run, test);
        difference = RunLabels.Of([run], Store.All).Of(run).Text is { } label && label != run.Title ? label : null;
        if (following == Watch) return;
        Unfollow();
        following = Watch;
        following.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public void Dispose() => Unfollow();

    private void Unfollow()
    {
        if (following is not null) following.Changed -= OnChanged;
    }

    private void OnChanged(RunUpdate update)
    {
        if (update.Now is null || update.IsMoreThanProgress) return; // The whole page renders then.
        run = update.Now;
        figures = RunKeyFigure.Of(run, test);
        StateHasChanged();
    }

    private async Task EditAsync()
    {
        DialogParameters<RunEditDialog> parameters = new(
            ) { { d => d.Name, run.Name ?? "" }, { d => d.Tags, string.Join(", ", run.Tags) }, { d => d.Note, run.Note } };
        IDialogReference dialog = await Dialogs.ShowAsync<RunEditDialog>($"Edit {run.Id}", parameters,
            new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.Small, FullWidth = true });
        if (await dialog.Result is not { Canceled: false, Data: RunDescription given }) return;
        try
        {
            Texts.Describe(await Page.GetAsync(), run.Id, given.Name, given.Tags, given.Note);
        }
        catch (InputException e)
        {
            Snackbar.Add(e.Message, Severity.Error);
        }
    }
}
