using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>A study on disk, of 60 patients with two eyes and three classes, whose runs have invented predictions.</summary>
internal sealed class SampleStudy
{
    public const string Patients = @"(\d+)_[LR]$";


    private const int Classes = 3;

    /// <summary>Makes the study.</summary>
    /// <param name="results">The results folder.</param>
    /// <param name="folds">What it repeats its runs over.</param>
    /// <param name="variants">Each variant's settings.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="metric">The metric that decides.</param>
    public SampleStudy(string results, StudyFolds? folds, IReadOnlyList<JsonObject> variants, IReadOnlyList<long> seeds,
        string experiment = "demo", string metric = "auc_ovr_macro")
    {
        Directory.CreateDirectory(results);
        string split = Path.GetFullPath(Path.Combine(results, "..", "split.json"));
        File.WriteAllText(split, JsonSerializer.Serialize(new Dictionary<string, object[]>
        {
            ["train"] = Exams(0, 36), ["validation"] = Exams(36, 12), ["test"] = Exams(48, 12),
        }));
        StudyPlan plan = new()
        {
            Settings = SettingsRules.Resolve(new RunSettings
            {
                Split = split, Datadir = "/exams", ClassNames = ["sick", "unwell", "well"], Patients = Patients, Epochs = 4,
            }),
            Variants = [.. variants.Select(settings => new StudyVariant(NameOf(settings), settings))],
            Baseline = variants.Count > 1 ? NameOf(variants[0]) : null,
            Seeds = seeds,
            Folds = folds,
            Selection = SelectionRule.Of(metric),
            CreatedAt = new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero),
            CreatedBy = "ada",
        };
        FoldOptions options = new(Classes, plan.Settings.ClassNames, PatientMap.ParseExpression(Patients));
        FoldSet? divided = folds switch
        {
            null => null,
            PatientFolds patients => FoldDivision.Divide(plan.Settings.Split!, options, patients.Patients, CancellationToken.None),
            CurveFolds curve => new FoldSet
            {
                Folds = NestedSubsets.Of(ReadyFolds.Single(plan.Settings.Split!, options), curve.Shares, curve.Draw, options),
            },
            _ => throw new NotSupportedException(),
        };
        Folder = StudyDirectory.Create(Path.Combine(results, experiment), plan, divided);
        Runs = Folder.Plan.Runs(folds is null ? null : Folder.Folds);
    }

    /// <summary>The study's folder.</summary>
    public StudyDirectory Folder { get; }

    /// <summary>Its planned runs.</summary>
    public IReadOnlyList<StudyRun> Runs { get; }

    /// <summary>A variant's settings.</summary>
    public static JsonObject Variant(params (string Setting, JsonNode? Value)[] settings) =>
        new(settings.Select(setting => KeyValuePair.Create(setting.Setting, setting.Value)));

    /// <summary>Makes the folder of a planned run, and adds it to a store as finished with predictions.</summary>
    /// <param name="store">The store.</param>
    /// <param name="planned">The run.</param>
    /// <param name="skill">How far the right class's logit is above the others.</param>
    /// <param name="status">Its status; only a finished one has predictions.</param>
    public Run Add(RunStore store, StudyRun planned, double skill, RunStatus status = RunStatus.Finished)
    {
        RunFolder folder = Folder.Make(planned, SettingsRules.Resolve(planned.Settings));
        if (status == RunStatus.Finished) Predict(folder, planned, skill);
        Run run = new()
        {
            Id = $"{Path.GetFileName(Folder.Experiment)}/{Path.GetFileName(folder.Path)}",
            Key = store.NextKey(),
            Folder = folder.Path,
            Owner = "ada",
            Settings = planned.Settings,
            SettingsHash = SettingsHash.Of(planned.Settings),
            Study = new StudyPlace(Folder.Name, planned.Variant, planned.Fold),
            Created = DateTimeOffset.UnixEpoch.AddDays(planned.Number),
            Started = DateTimeOffset.UnixEpoch.AddDays(planned.Number),
            Ended = status.IsFinal() ? DateTimeOffset.UnixEpoch.AddDays(planned.Number).AddSeconds(100) : null,
            Status = status,
            EpochsDone = status == RunStatus.Finished ? 4 : 0,
        };
        store.Add(run);
        return run;
    }

    /// <summary>Writes predictions of a run's splits.</summary>
    public static void Predict(RunFolder folder, StudyRun planned, double skill)
    {
        using JsonDocument parts = JsonDocument.Parse(File.ReadAllBytes(folder.Split));
        PredictionsFile.Write(folder.Predictions, [.. parts.RootElement.EnumerateObject()
            .Select(part => new SplitPredictions(part.Name, [.. part.Value.EnumerateArray().Select(Predicted)]))]);

        ExamPrediction Predicted(JsonElement exam) =>
            SampleStudy.Predicted(exam[0].GetString()!.Split('/')[0], exam[1].GetInt32(), planned, skill);
    }

    private static ExamPrediction Predicted(string exam, int label, StudyRun planned, double skill)
    {
        // What makes an exam hard is the same for all runs.
        SeededRandom shared = new(5, exam), own = new(7, exam, planned.Number);
        double[] scores = [.. Enumerable.Range(0, Classes).Select(c =>
            Math.Exp(2 * shared.NextDouble() + own.NextDouble() + (c == label ? skill : 0)))];
        return new ExamPrediction(exam, label, [.. scores.Select(score => score / scores.Sum())]);
    }

    private static object[] Exams(int from, int people) => [.. Enumerable.Range(from, people)
        .SelectMany(person => new[] { "L", "R" }.Select(eye => (object)new object[] { $"{person}_{eye}/1.jpg", person % Classes }))];

    private static string NameOf(JsonObject settings) =>
        settings.Count == 0 ? "as set" : string.Join(", ", settings.Select(setting => $"{setting.Key}={setting.Value}"));
}
