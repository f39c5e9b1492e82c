using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Studies.Ensembles;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>The predictions of a data set by an ensemble, or by all finished runs of a variant.</summary>
/// <param name="Splits">The mean probabilities.</param>
/// <param name="Words">Which runs, for the user.</param>
/// <param name="LeftOut">How many exams were left out, since a run was trained on them or chose its epoch by them.</param>
internal sealed record StudyPrediction(IReadOnlyList<SplitPredictions> Splits, string Words, int LeftOut)
{
    /// <summary>Whether a path is the folder of a study or of an ensemble.</summary>
    public static bool Is(string path) => IsEnsemble(path) || File.Exists(Path.Combine(path, StudyPlanFile.Name));

    /// <summary>Predicts with each run, one after the other, and averages.</summary>
    /// <param name="path">The folder of an ensemble, or of a study.</param>
    /// <param name="variant">Of a study, the variant's name; null for its only ensemble, or else its only variant.</param>
    /// <param name="given">Settings, such as the data set.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="InputException">The study, the ensemble or the data cannot be used, or no exam is left.</exception>
    public static async Task<StudyPrediction> MakeAsync(
        string path, string? variant, IReadOnlyList<JsonObject> given, CancellationToken cancellation)
    {
        (IReadOnlyList<RunFolder> runs, IReadOnlyList<string> classes, string words) = Models(path, variant, cancellation);
        List<IReadOnlyList<SplitPredictions>> models = [];
        HashSet<string> seen = [];
        foreach ((int number, RunFolder run) in runs.Index())
        {
            await Console.Error.WriteLineAsync($"run {number + 1} of {runs.Count}: {run.Path}");
            models.Add((await ModelPrediction.MakeAsync(run.Path, given, cancellation)).Splits);
            seen.UnionWith(EnsembleData.Seen(run, classes));
        }
        IReadOnlyList<SplitPredictions> splits = EnsemblePredictions.Mean(models, seen);
        if (splits.Count == 0)
            throw new InputException($"{path}: its runs were trained on all these exams, or chose their epochs by them, so there is none "
                + "to predict fairly; give other exams");
        return new StudyPrediction(splits, words, models[0].Sum(split => split.Exams.Count) - splits.Sum(split => split.Exams.Count));
    }

    private static bool IsEnsemble(string path) => File.Exists(Path.Combine(path, EnsembleFolder.RecordName));

    private static (IReadOnlyList<RunFolder> Runs, IReadOnlyList<string> Classes, string Words) Models(
        string path, string? variant, CancellationToken cancellation)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (IsEnsemble(path))
            return variant is null
                ? Members(new EnsembleFolder(path), cancellation)
                : throw new InputException("--variant: an ensemble has its own runs; leave it out");
        StudyDirectory study = StudyDirectory.Open(path);
        if (variant is null && EnsembleFolder.All(study.Path) is [{ } only]) return Members(only, cancellation);
        string name = Variant(study.Plan, variant);
        RunFolder[] runs = [.. study.Cells().Where(cell => cell.Run.Variant == name && cell.State == StudyRunState.Finished)
            .Select(cell => cell.Folder!)];
        return runs.Length > 0
            ? (runs, SettingsRules.Resolve(study.Plan.Settings).ClassNames!, $"the ensemble of {runs.Length} runs of {name}")
            : throw new InputException($"{study.Path}: no run of {name} is finished; train them: angioboard study run");
    }

    // What predicts must be what was evaluated.
    private static (IReadOnlyList<RunFolder> Runs, IReadOnlyList<string> Classes, string Words) Members(
        EnsembleFolder folder, CancellationToken cancellation)
    {
        EnsembleRecord record = EnsembleFile.Read(folder.Record);
        IReadOnlyList<string> changes =
            EnsembleChanges.OfMembers(folder.Study, record, path => MemberFiles.Hash(path, cancellation), thorough: true);
        if (changes.Count > 0)
            throw new InputException([.. changes.Select(change =>
                $"{folder.Path}: {change}; make it again: angioboard study ensemble {folder.Study}")]);
        string experiment = Path.GetDirectoryName(folder.Study)!;
        return ([.. record.Members.Select(member => new RunFolder(Path.Combine(experiment, member.Run)))], record.Classes,
            $"the ensemble {folder.Name} of {record.Words()}");
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
