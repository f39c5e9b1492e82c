using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Paired;

/// <summary>A golden file of runs on the same exams, with what other programs compute from them.</summary>
internal sealed class GoldenRuns
{
    private GoldenRuns(JsonObject file)
    {
        Exams = [.. file["exams"]!.AsArray().Select(exam => (string)exam!)];
        Patients = [.. file["patients"]!.AsArray().Select(patient => (string)patient!)];
        Classes = [.. Enumerable.Range(0, file["classes"]!.AsArray().Count).Select(c => $"class {c}")];
        Labels = [.. file["labels"]!.AsArray().Select(label => (int)label!)];
        Runs = file["runs"]!.AsObject().ToDictionary(run => run.Key, run =>
            run.Value!.AsArray().Select(row => row!.AsArray().Select(p => (double)p!).ToArray()).ToArray());
        Expected = file["expected"]!.AsObject();
    }

    public string[] Exams { get; }

    public string[] Patients { get; }

    public int[] Labels { get; }

    public string[] Classes { get; }

    public IReadOnlyDictionary<string, double[][]> Runs { get; }

    public JsonObject Expected { get; }

    /// <summary>The names of the golden files, for theories.</summary>
    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(GoldenFiles.Path("statistics"), "paired_*.json").Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal)];

    /// <summary>Each exam's patient, from 0, in the order of the patients' names.</summary>
    public int[] Units
    {
        get
        {
            string[] names = [.. Patients.Distinct().Order(StringComparer.Ordinal)];
            return [.. Patients.Select(patient => Array.IndexOf(names, patient))];
        }
    }

    public static GoldenRuns Read(string name) =>
        new(JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", $"{name}.json")))!.AsObject());

    public ScoredExams Scored(string run) => new(Labels, Runs[run], Runs[run][0].Length);

    public NamedExams Named(string run) => new(run, Scored(run));

    public SplitPredictions Split(string run) =>
        new("test", [.. Exams.Select((exam, i) => new ExamPrediction(exam, Labels[i], Runs[run][i]))]);

    /// <summary>The pairs of runs, each with its expected values.</summary>
    public IEnumerable<(string First, string Second, JsonObject Expected)> Pairs => Expected["pairs"]!.AsObject()
        .Select(pair => (pair.Key.Split('-')[0], pair.Key.Split('-')[1], pair.Value!.AsObject()));
}
