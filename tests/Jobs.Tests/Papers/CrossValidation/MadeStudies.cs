using System.Text.Json.Nodes;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;

namespace Angioboard.Jobs.Tests.Papers.CrossValidation;

/// <summary>Makes folders of studies whose runs have predictions by chance, without training.</summary>
/// <param name="Parent">Where the experiment's folder is made.</param>
internal sealed record MadeStudies(TemporaryFolder Parent)
{
    private const string Patients = @"(\d+)_[LR]$";

    public IReadOnlyList<string> Classes { get; init; } = ["Leakage", "Staining", "No"];

    /// <summary>The variants, and how much better than guessing each is.</summary>
    public IReadOnlyList<(string Name, double Skill)> Variants { get; init; } = [("plain", 0.5), ("better", 2.5)];

    public IReadOnlyList<long> Seeds { get; init; } = [1];

    /// <summary>Patients, with two eyes each, of the folds; as many as a third of them are in the held-out test split.</summary>
    public int Count { get; init; } = 60;

    public StudyFolds? Folds { get; init; } = new PatientFolds(3);

    /// <summary>Which runs are finished.</summary>
    public Func<StudyRun, bool> Finished { get; init; } = _ => true;

    private string Split => Parent.File("split.json");

    /// <summary>Makes the next study.</summary>
    /// <param name="experiment">The name of the experiment's folder.</param>
    public StudyDirectory Make(string experiment = "demo")
    {
        WriteSplit();
        RunSettings settings = SettingsRules.Resolve(new RunSettings
        {
            ClassNames = Classes,
            NumClasses = Classes.Count,
            Patients = Patients,
            Split = Split,
            Datadir = Parent.Path,
            Backbone = "vit(img=32,patch=8,dim=64,depth=2,heads=4)",
        });
        FoldOptions options = new(Classes.Count, Classes, PatientMap.Parse(Patients));
        FoldSet? divided = Folds switch
        {
            null => null,
            PatientFolds patients => FoldDivision.Divide(Split, options, patients.Patients, TestContext.Current.CancellationToken),
            CurveFolds curve => new FoldSet
            {
                Folds = NestedSubsets.Of(ReadyFolds.Single(Split, options, TestContext.Current.CancellationToken), curve.Shares, curve.Draw,
                    options),
            },
            _ => throw new InvalidOperationException("no other folds are made here"),
        };
        StudyPlan plan = new()
        {
            Settings = settings,
            Variants =
                [.. Variants.Select((variant, i) => new StudyVariant(variant.Name, new JsonObject { ["dropout"] = i / 1000.0 }))],
            Baseline = Variants.Count > 1 ? Variants[0].Name : null,
            Seeds = Seeds,
            Folds = Folds,
            Selection = SelectionRule.Of("auc_ovr_macro"),
            CreatedAt = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero),
            CreatedBy = "Anna",
        };
        StudyDirectory study = StudyDirectory.Create(Parent.File(experiment), plan, divided);
        foreach (StudyRun run in study.Plan.Runs(Folds is null ? null : study.Folds)) MakeRun(study, run);
        return study;
    }

    private void MakeRun(StudyDirectory study, StudyRun run)
    {
        RunFolder folder = study.Make(run, SettingsRules.Resolve(run.Settings));
        if (!Finished(run)) return;
        double skill = Variants.First(variant => variant.Name == run.Variant).Skill;
        // More training patients make a better model, in a learning curve.
        if (Folds is CurveFolds curve) skill *= 0.3 + curve.Shares[run.Fold!.Value];
        Random random = new((int)run.Seed * 1000 + run.Number);
        List<SplitPredictions> predicted = [];
        foreach ((string split, JsonNode? exams) in RunFiles.Json(folder.Split))
        {
            ExamPrediction[] rows = [.. exams!.AsArray().Select(row => ((string)row![0]!, (int)row[1]!))
                .Select(exam => (Name: exam.Item1[..exam.Item1.LastIndexOf('/')], Label: exam.Item2)).DistinctBy(exam => exam.Name)
                .Select(exam => new ExamPrediction(exam.Name, exam.Label, Probabilities(random, exam.Label, skill)))];
            predicted.Add(new SplitPredictions(split, rows));
        }
        PredictionsFile.Write(folder.Predictions, predicted);
        JsonObject[] events =
        [
            .. Enumerable.Range(0, 3).Select(epoch => new JsonObject
            {
                ["seq"] = epoch, ["time"] = "2026-11-30T08:00:00+00:00", ["type"] = "epoch", ["epoch"] = epoch,
                ["train_loss"] = 1.0 / (epoch + 1), ["val_loss"] = 1.5 - epoch * 0.25, ["val_auc_ovr_macro"] = 0.6 + epoch * 0.1,
            }),
            new JsonObject { ["seq"] = 3, ["time"] = "2026-11-30T08:00:01+00:00", ["type"] = "status", ["status"] = "finished" },
        ];
        File.WriteAllLines(folder.Metrics, events.Select(line => line.ToJsonString()));
    }

    private double[] Probabilities(Random random, int label, double skill)
    {
        double[] weights =
            [.. Enumerable.Range(0, Classes.Count).Select(c => Math.Exp(3 * random.NextDouble() + (c == label ? skill : 0)))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private void WriteSplit()
    {
        JsonObject split = [];
        int patient = 0;
        foreach ((string name, int count) in new[] { ("train", Count / 2), ("validation", Count / 2), ("test", Count / 3) })
        {
            JsonArray rows = [];
            for (int i = 0; i < count; i++, patient++)
                foreach (char eye in "LR") rows.Add(new JsonArray($"exams/{patient}_{eye}/1.jpg", patient % Classes.Count));
            split[name] = rows;
        }
        File.WriteAllText(Split, split.ToJsonString());
    }
}
