using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>An ensemble that was made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">What was done, in a line.</param>
public sealed record MadeEnsemble(string Name, string Words);

/// <summary>Predictions of an ensemble that were asked for.</summary>
/// <param name="Words">What was done, in a line.</param>
/// <param name="Queued">How many of its runs were queued to predict.</param>
/// <param name="Of">How many runs it has.</param>
/// <param name="Refused">Why others were not, a line each.</param>
public sealed record QueuedPredictions(string Words, int Queued, int Of, IReadOnlyList<string> Refused);

/// <summary>
/// Makes ensembles of studies' runs, and has them predict datasets: each member does so as by itself, in the queue, and the means are made
/// of what all have predicted.
/// </summary>
public sealed class EnsembleControl(
    StudyLibrary library, EnsembleLibrary ensembles, StudyReports reports, RunStore runs, RunControl control,
    DataRoots roots, Rights rights, TimeProvider time) : IDisposable
{
    // One at a time, as each uses all cores.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>Makes an ensemble, or makes it again.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="study">The study's id: <c>experiment/Study_N</c>.</param>
    /// <param name="choice">Which runs; of neither a variant nor runs, the best variant's.</param>
    /// <param name="cancellation">Stops it; nothing is written then.</param>
    /// <exception cref="InputException">The study or its runs cannot be used, or its test split is sealed.</exception>
    public Task<MadeEnsemble> MakeAsync(Actor actor, string study, EnsembleChoice choice, CancellationToken cancellation) => Task.Run(
        () => rights.DoAsync(actor, Roles.Researcher, AuditActions.StudyEnsemble, study,
            user => MakeAsync(study, choice, user.Name, cancellation), made => made.Words), cancellation);

    /// <summary>Queues the prediction of a registered dataset by each member of an ensemble.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="study">The study's id.</param>
    /// <param name="name">The ensemble.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InputException">The ensemble is out of date, or no member could be queued.</exception>
    public Task<QueuedPredictions> PredictAsync(
        Actor actor, string study, string name, string dataset, CancellationToken cancellation) => Task.Run(
        () => rights.DoAsync(actor, Roles.Researcher, AuditActions.StudyPredict, study,
            _ => PredictMembersAsync(actor, study, name, dataset, cancellation), done => $"{name}: {done.Words}"), cancellation);

    private async Task<MadeEnsemble> MakeAsync(string id, EnsembleChoice choice, string by, CancellationToken cancellation)
    {
        StudyDirectory opened = library.OpenOwn(id);
        StudyRuns study = Find(id);
        if (SealedStudies.AreHidden(study, runs.Seals)) throw new InputException(SealedStudies.Words);
        StudyInputs.RequirePlanned(study);
        StudyResults? results = choice is { Variant: null, Runs.Count: 0 } && ChosenRuns.Variants(opened.Plan).Count > 1
            ? await reports.FindAsync(study, cancellation: cancellation)
            : null;
        await turn.WaitAsync(cancellation);
        try
        {
            ChosenRuns chosen = ChosenRuns.Of(opened, StudyInputs.Finished(study), choice, () => results?.Selection?.Best);
            (EnsembleFolder folder, EnsembleRecord record) = EnsembleMaker.Make(opened, chosen,
                StudyInputs.Options(opened.Plan.Settings, roots), by, time.GetUtcNow(), null, cancellation);
            return new MadeEnsemble(folder.Name, $"{folder.Name}: an ensemble of {record.Words()}");
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<QueuedPredictions> PredictMembersAsync(
        Actor actor, string id, string name, string dataset, CancellationToken cancellation)
    {
        StudyRuns study = Find(id);
        FoundEnsemble ensemble = ensembles.Find(study, name)
            ?? throw new InputException($"{name}: there is no such ensemble; its folder may have been moved or deleted");
        if (ensemble.Record is not { } record) throw new InputException(ensemble.Problems);
        if (ensemble.Changes.Count > 0)
            throw new InputException([.. ensemble.Changes.Select(change => $"{name}: {change}; make the ensemble again")]);
        Dictionary<string, Run> known = study.All.ToDictionary(run => run.Train);
        Run[] members = [.. record.Members.Select(member => known.GetValueOrDefault(member.Run)
            ?? throw new InputException($"{name}: the dashboard does not know {member.Words}; look for it in the trash"))];
        // Asked again when all have predicted, all do so again: the dataset may have changed.
        Run[] left = [.. members.Where(run => run.Evaluations.GetValueOrDefault(dataset)?.Status != RunStatus.Finished)];
        if (left.Length == 0) left = members;
        int queued = 0;
        HashSet<string> refused = [];
        foreach (Run run in left)
        {
            try
            {
                await control.EvaluateOnAsync(actor, run.Id, dataset, cancellation);
                queued++;
            }
            catch (InputException e) when (e is not NotAllowedException)
            {
                refused.Add(e.Problems[0]);
            }
        }
        if (queued == 0) throw new InputException([.. refused]);
        return new QueuedPredictions(
            $"{queued} of {members.Length} runs queued to predict {dataset}", queued, members.Length, [.. refused]);
    }

    private StudyRuns Find(string id) => library.Find(id) is { } found
        ? StudyRuns.Of(found, runs.All)
        : throw new InputException($"{id}: there is no such study; its folder may have been moved or deleted");
}
