using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Experiments;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Tests.Papers;

/// <summary>Makes folders of evaluated runs without training.</summary>
internal static class PaperRuns
{
    public static IReadOnlyList<string> Classes { get; } = ["Leakage", "Staining", "No"];

    /// <summary>A run with predictions by chance that are better than guessing, and its evaluation.</summary>
    /// <param name="path">The folder to make.</param>
    /// <param name="skill">How much better: 0 is guessing.</param>
    /// <param name="seed">The seed of the predictions and of the settings.</param>
    /// <param name="classes">The classes; null for <see cref="Classes"/>.</param>
    /// <param name="splits">The splits and their patients, with two eyes each; null for the usual three.</param>
    /// <param name="patients">The setting for patients.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="exam">What an exam is called, from its patient and eye.</param>
    public static string Make(string path, double skill = 1, int seed = 1, IReadOnlyList<string>? classes = null,
        IReadOnlyList<(string Split, int Patients)>? splits = null, string? patients = @"(\d+)_[LR]$", double lr = 1e-3,
        Func<int, char, string>? exam = null)
    {
        classes ??= Classes;
        Directory.CreateDirectory(path);
        RunFolder folder = new(path);
        RunSettings settings = SettingsRules.Resolve(new RunSettings
        {
            ClassNames = classes,
            NumClasses = classes.Count,
            Patients = patients,
            Backbone = "vit(img=32,patch=8,dim=64,depth=2,heads=4)",
            Lr = lr,
            Seed = seed,
        });
        JsonObject environment = new()
        {
            ["angioboard"] = "0.1.0",
            ["commit"] = "abc",
            ["torchsharp"] = "0.107.0",
            ["libtorch"] = "2.10.0",
            ["dotnet"] = ".NET 10",
            ["os"] = "Debian",
            ["device"] = "cpu",
        };
        SettingsFile.Write(folder.Settings, settings, environment, new JsonObject { ["sha256"] = "0" });
        List<SplitPredictions> predicted = [];
        int patient = 0;
        foreach ((string split, int count) in splits ?? [("train", 40), ("validation", 25), ("test", 30)])
        {
            // The exams are the same whatever the seed, their predictions are not.
            Random random = new(seed * 1000 + patient);
            List<ExamPrediction> exams = [];
            for (int i = 0; i < count; i++, patient++)
            {
                int label = patient % classes.Count;
                foreach (char eye in "LR")
                {
                    string name = exam?.Invoke(patient, eye) ?? string.Create(CultureInfo.InvariantCulture, $"Train/Train/{patient}_{eye}");
                    exams.Add(new ExamPrediction(name, label, Probabilities(random, label, classes.Count, skill)));
                }
            }
            predicted.Add(new SplitPredictions(split, exams));
        }
        PredictionsFile.Write(folder.Predictions, predicted);
        File.WriteAllText(folder.Split, Split(predicted));
        File.WriteAllLines(folder.Metrics, Enumerable.Range(0, 3).Select(epoch => new JsonObject
        {
            ["seq"] = epoch,
            ["time"] = "2026-11-29T18:26:18+00:00",
            ["type"] = "epoch",
            ["epoch"] = epoch,
            ["train_loss"] = 1.0 / (epoch + 1),
            ["val_loss"] = 1.5 - epoch * 0.25,
        }.ToJsonString()));
        Reevaluation.Do(folder, null, TestContext.Current.CancellationToken);
        return path;
    }

    private static double[] Probabilities(Random random, int label, int classes, double skill)
    {
        double[] weights = [.. Enumerable.Range(0, classes).Select(c => Math.Exp(2 * random.NextDouble() + (c == label ? skill : 0)))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private static string Split(List<SplitPredictions> predicted) => new JsonObject(predicted.Select(split =>
        KeyValuePair.Create(split.Split,
            (JsonNode?)new JsonArray([.. split.Exams.Select(exam => new JsonArray($"{exam.Exam}/1.jpg", exam.Label))])))).ToJsonString();
}
