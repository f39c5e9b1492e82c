using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Studies.Ensembles;

/// <summary>The ensembles of a study. Files are read, and figures computed, in the background and again when runs have changed.</summary>
public sealed partial class EnsembleSection : IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private readonly Dictionary<(string, string), EnsembleOnData> onData = [];
    private readonly Dictionary<(string, string), string> problems = [];
    private IReadOnlyList<FoundEnsemble> found = [];
    private string? known;
    private int made;
    private bool busy;

    /// <summary>The study with its runs.</summary>
    [Parameter, EditorRequired] public required StudyRuns Runs { get; set; }

    /// <summary>The variant whose runs are offered; null for none.</summary>
    [Parameter] public string? Chosen { get; set; }

    /// <summary>Whether the user sees paths of this machine.</summary>
    [Parameter] public bool MayLaunch { get; set; }

    /// <summary>Something was done.</summary>
    [Parameter] public EventCallback OnDone { get; set; }

    /// <summary>Finds them.</summary>
    [Inject] public required EnsembleLibrary Library { get; set; }

    /// <summary>What they predict of datasets.</summary>
    [Inject] public required EnsembleData Data { get; set; }

    /// <summary>Makes them and predicts.</summary>
    [Inject] public required EnsembleControl Control { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Asks.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>Says what was done.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    // An ensemble of it that is up to date need not be made again.
    private string? Offered => Chosen is { } variant && Finished(variant) > 1
        && !found.Any(ensemble => ensemble.Record?.Variant == variant) ? variant : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <summary>Makes an ensemble, and says so.</summary>
    /// <param name="choice">Which runs.</param>
    public Task MakeAsync(EnsembleChoice choice) => DoAsync(async actor =>
        (await Control.MakeAsync(actor, Runs.Study.Id, choice, CancellationToken.None)).Words);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        string key = Key();
        if (known == key) return;
        known = key;
        CancellationToken stopped = gone.Token;
        StudyRuns of = Runs;
        IReadOnlyList<FoundEnsemble> now = await Task.Run(() => Library.Of(of));
        // Meanwhile runs may have changed once more, or another study may be shown.
        if (known != key || stopped.IsCancellationRequested) return;
        found = now;
        onData.Clear();
        problems.Clear();
        StateHasChanged();
        foreach (FoundEnsemble ensemble in now.Where(ensemble => ensemble is { Record: not null, Changes.Count: 0 }))
        {
            foreach (EnsembleDataset on in EnsembleDataset.Of(of, ensemble.Record!).Where(on => on is { IsWhole: true, Hidden: false }))
            {
                await ReadAsync(of, ensemble, on.Name, key, stopped);
                if (known != key || stopped.IsCancellationRequested) return;
                StateHasChanged();
            }
        }
    }

    private async Task ReadAsync(StudyRuns of, FoundEnsemble ensemble, string dataset, string key, CancellationToken stopped)
    {
        try
        {
            EnsembleOnData figures = await Data.FindAsync(of, ensemble, dataset, stopped);
            if (known == key) onData[(ensemble.Name, dataset)] = figures;
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The page is closed.
        }
        catch (InputException e)
        {
            if (known == key) problems[(ensemble.Name, dataset)] = e.Problems[0];
        }
    }

    private async Task PredictAsync(FoundEnsemble ensemble)
    {
        EnsembleRecord record = ensemble.Record!;
        DialogParameters<PredictDialog> parameters = new()
        {
            { d => d.Classes, record.Classes }, { d => d.Members, record.Members.Count },
            { d => d.Own, Runs.All.Select(run => run.Dataset).FirstOrDefault(name => name is not null) },
            { d => d.Predicted, [.. EnsembleDataset.Of(Runs, record).Select(on => on.Name)] },
        };
        IDialogReference dialog = await Dialogs.ShowAsync<PredictDialog>($"Predict with the ensemble {ensemble.Name}", parameters,
            new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.Small, FullWidth = true });
        if (await dialog.Result is not { Canceled: false, Data: string dataset }) return;
        await DoAsync(async actor =>
        {
            QueuedPredictions done =
                await Control.PredictAsync(actor, Runs.Study.Id, ensemble.Name, dataset, CancellationToken.None);
            foreach (string refused in done.Refused) Snackbar.Add(refused, Severity.Warning);
            return done.Words;
        });
    }

    private async Task DoAsync(Func<Actor, Task<string>> act)
    {
        if (busy) return;
        busy = true;
        StateHasChanged();
        try
        {
            await Snackbar.SayAsync(async () => await act(await Page.GetAsync()));
        }
        finally
        {
            busy = false;
        }
        made++;
        await OnDone.InvokeAsync();
    }

    // As long as this does not change, the ensembles do not, unless somebody edits their files.
    private string Key() => string.Join('\n',
    [
        Runs.Study.Folder, made.ToString(CultureInfo.InvariantCulture), StudyReports.Finished(Runs),
        .. Runs.All.SelectMany(run => run.Evaluations.Select(evaluation =>
            $"{run.Id} {evaluation.Key} {evaluation.Value.Status} {run.Hidden.Elsewhere(evaluation.Key)}")),
    ]);

    private bool IsOnly => Runs.Study.Plan is { Variants.Count: 1, Folds: not CurveFolds };

    private int Finished(string variant) => Runs.Planned.Count(run => run.IsFinished
        && (Runs.Study.Plan?.Folds is CurveFolds curve ? curve.NameOf(run.Plan.Fold!.Value) : run.Plan.Variant) == variant);
}
