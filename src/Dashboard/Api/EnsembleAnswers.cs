using Angioboard.Core;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Audit;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Dashboard.Api;

/// <summary>What answers with files of ensembles are made of.</summary>
/// <param name="Library">Finds the study.</param>
/// <param name="Runs">The runs.</param>
/// <param name="Ensembles">Finds the ensemble.</param>
/// <param name="Data">What it predicts of datasets.</param>
/// <param name="Downloads">Records them.</param>
internal sealed record EnsembleParts(
    StudyLibrary Library, RunStore Runs, EnsembleLibrary Ensembles, EnsembleData Data, Downloads Downloads);

/// <summary>
/// Sends an ensemble's files to pages and programs, and records that in the audit log. Those of sealed test splits are kept back.
/// </summary>
/// <param name="context">The request.</param>
/// <param name="parts">What they are made of.</param>
/// <param name="refuse">The answer that something is not sent: why, and the status.</param>
internal sealed class EnsembleAnswers(HttpContext context, EnsembleParts parts, Func<string, int, IResult> refuse)
{
    /// <summary>The files of an ensemble.</summary>
    public static readonly IReadOnlyList<string> Files = [EnsembleFolder.RecordName, Predictions, Evaluation, "calibration.json"];

    /// <summary>The files of what it predicts of a dataset.</summary>
    public static readonly IReadOnlyList<string> FilesOnData = [Predictions, Evaluation];

    private const string Predictions = "predictions.json", Evaluation = "evaluation.json", Json = "application/json";
    private const string ForViewers = "The files of this ensemble cannot be used as they are. A researcher can see why.";

    /// <summary>A file of its folder.</summary>
    public IResult File(string experiment, string study, string name, string file)
    {
        if (Find(experiment, study, name, out _, out (string Why, int Status) refused) is not { } ensemble)
            return refuse(refused.Why, refused.Status);
        if (!Files.Contains(file)) return Missing($"An ensemble has no file {file}; it has {string.Join(", ", Files)}.");
        string path = Path.Combine(ensemble.Folder.Path, file);
        try
        {
            byte[] bytes = SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson));
            return Send(ensemble, $"{experiment}/{study}", file, bytes);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            return Missing($"The ensemble {name} has no {file}.");
        }
    }

    /// <summary>A file of what it predicts of a dataset.</summary>
    public async Task<IResult> OnDataAsync(string experiment, string study, string name, string dataset, string file)
    {
        if (Find(experiment, study, name, out StudyRuns runs, out (string Why, int Status) refused) is not { } ensemble)
            return refuse(refused.Why, refused.Status);
        if (!FilesOnData.Contains(file))
            return Missing($"There is no file {file} of what an ensemble predicts; there are {string.Join(", ", FilesOnData)}.");
        try
        {
            using MemoryStream bytes = new();
            if (file == Predictions)
                PredictionsFile.Write(bytes, await parts.Data.PredictAsync(runs, ensemble, dataset, context.RequestAborted));
            else if (await parts.Data.EvaluateAsync(runs, ensemble, dataset, context.RequestAborted) is { } report)
                EvaluationFile.Write(bytes, report);
            else return Missing($"No exam of {dataset} has a label, so there is no evaluation.");
            return Send(ensemble, $"{experiment}/{study}", $"{dataset}/{file}", bytes.ToArray());
        }
        catch (InputException e)
        {
            bool isHidden = EnsembleDataset.Of(runs, ensemble.Record!).Any(on => on.Name == dataset && on.Hidden);
            return isHidden ? Missing($"{dataset}: {SealedStudies.OfDataset}.")
                : refuse(context.User.MayLaunch() ? e.Message : ForViewers, StatusCodes.Status422UnprocessableEntity);
        }
    }

    // The API throws a refusal, so none is made before it is needed.
    private FoundEnsemble? Find(string experiment, string study, string name, out StudyRuns runs, out (string Why, int Status) refused)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        (runs, refused) = (null!, ($"There is no study {experiment}/{study}.", StatusCodes.Status404NotFound));
        if (parts.Library.Find(experiment, study) is not { } found) return null;
        runs = StudyRuns.Of(found, parts.Runs.All);
        if (SealedStudies.AreHidden(runs, parts.Runs.Seals))
        {
            refused.Why = SealedStudies.Words;
            return null;
        }
        refused.Why = $"There is no ensemble {name} of {experiment}/{study}.";
        FoundEnsemble? ensemble = parts.Ensembles.Find(runs, name);
        if (ensemble is null or { Record: not null }) return ensemble;
        refused = (context.User.MayLaunch() ? string.Join('\n', ensemble.Problems) : ForViewers, StatusCodes.Status422UnprocessableEntity);
        return null;
    }

    private IResult Send(FoundEnsemble ensemble, string study, string file, byte[] bytes)
    {
        parts.Downloads.Whole(context, study, $"{ensemble.Name}/{file}");
        return Results.File(bytes, Json, Path.GetFileName(file));
    }

    private IResult Missing(string why) => refuse(why, StatusCodes.Status404NotFound);
}
