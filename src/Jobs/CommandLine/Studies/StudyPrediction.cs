using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>The predictions of a data set by the ensemble of a variant's runs.</summary>
/// <param name="Splits">The mean probabilities.</param>
/// <param name="Words">Which runs, for the user.</param>
/// <param name="LeftOut">How many exams were left out, since a run was trained on them or chose its epoch by them.</param>
internal sealed record StudyPrediction(IReadOnlyList<SplitPredictions> Splits, string Words, int LeftOut)
{
    private const string Train = "train", Validation = "validation";

    /// <summary>Whether a path is a study's folder.</summary>
    public static bool Is(string path) => File.Exists(Path.Combine(path, StudyPlanFile.Name));

    /// <summary>Predicts with each finished run of a variant, one after the other, and averages.</summary>
    /// <param name="path">The study's folder.</param>
    /// <param name="variant">The variant's name; null if the study has one only.</param>
    /// <param name="given">Settings, such as the data set.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="InputException">The study or the data cannot be used, or no exam is left.</exception>
    public static async Task<StudyPrediction> MakeAsync(
        string path, string? variant, IReadOnlyList<JsonObject> given, CancellationToken cancellation)
    {
        StudyDirectory study = StudyDirectory.Open(path);
        string name = Variant(study.Plan, variant);
        RunFolder[] runs = [.. study.Cells().Where(cell => cell.Run.Variant == name && cell.State == StudyRunState.Finished)
            .Select(cell => cell.Folder!)];
        if (runs.Length == 0) throw new InputException($"{study.Path}: no run of {name} is finished; train them: angioboard study run");
        List<IReadOnlyList<SplitPredictions>> models = [];
        HashSet<string> seen = [];
        foreach ((int number, RunFolder run) in runs.Index())
        {
            await Console.Error.WriteLineAsync($"run {number + 1} of {runs.Length}: {run.Path}");
            models.Add((await ModelPrediction.MakeAsync(run.Path, given, cancellation)).Splits);
            seen.UnionWith(PredictionsFile.Read(run.Predictions).Where(split => split.Split is Train or Validation)
                .SelectMany(split => split.Exams).Select(exam => exam.Exam));
        }
        IReadOnlyList<SplitPredictions> splits = EnsemblePredictions.Mean(models, seen);
        if (splits.Count == 0)
            throw new InputException($"{study.Path}: its runs were trained on all these exams, or chose their epochs by them, so there is "
                + "none to predict fairly; give other exams");
        return new StudyPrediction(splits, $"the ensemble of {runs.Length} runs of {name}",
            models[0].Sum(split => split.Exams.Count) - splits.Sum(split => split.Exams.Count));
    }

    private static string Variant(StudyPlan plan, string? variant)
    {
        string[] names = [.. plan.Variants.Select(one => one.Name)];
        if (variant is null)
            return names is [var only]
                ? only
                : throw new InputException($"--variant: is missing; choose one of: {string.Join("; ", names)}");
        return names.Contains(variant)
            ? variant
            : throw new InputException($"--variant: the study has no {variant}; choose one of: {string.Join("; ", names)}");
    }
}
