using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Seals;

/// <summary>
/// A dashboard with a dataset whose test split can be sealed, two runs on it, and a run on another dataset that was evaluated on it. What
/// belongs to the test split has figures and names that are nowhere else.
/// </summary>
internal sealed class SealedStudy : IAsyncDisposable
{
    /// <summary>The dataset.</summary>
    public const string Dataset = "retina";

    private const string Exam = "telltale";

    private static readonly string[] Formats = ["0.000", "0.0000", "R"];

    private static readonly double[] Sure = [0.73737, 0.26263], Unsure = [0.41414, 0.58586];

    private readonly TemporaryFolder folder = new(), data = new();

    private SealedStudy()
    {
    }

    public RunningDashboard Dashboard { get; private set; } = null!;

    public RunStore Runs => Dashboard.Services.GetRequiredService<RunStore>();

    /// <summary>What an answer must not contain: names of exams, probabilities and figures of the test split.</summary>
    public IReadOnlyList<Regex> Telltales { get; private set; } = [];

    public static async Task<SealedStudy> StartAsync()
    {
        SealedStudy study = new();
        study.Dashboard = await RunningDashboard.StartAsync(study.data.Path);
        study.AddDatasets();
        study.Add("study/Train_1", Dataset, seed: 1);
        study.Add("study/Train_2", Dataset, seed: 2);
        study.Add("study/Train_3", "open", seed: 3);
        string seen = System.IO.File.ReadAllText(study.File("study/Train_3", "evaluation.json"));
        study.Telltales = [.. study.Telltales.Where(telltale => !telltale.IsMatch(seen))];
        Assert.True(study.Telltales.Count > 12, "The figures of the test split are too like the others");
        return study;
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        folder.Dispose();
        data.Dispose();
    }

    /// <summary>A file of a run's folder.</summary>
    public string File(string run, string name) => folder.File(run.Split('/')[0], run.Split('/')[1], name);

    /// <summary>The text of an answer; of a zip, that of all its files.</summary>
    public static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        if (!body.AsSpan().StartsWith("PK"u8)) return Encoding.UTF8.GetString(body);
        StringBuilder text = new();
        await using ZipArchive zip = new(new MemoryStream(body));
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using StreamReader reader = new(await entry.OpenAsync());
            text.AppendLine(entry.FullName).AppendLine(await reader.ReadToEndAsync());
        }
        return text.ToString();
    }

    private void AddDatasets()
    {
        DatasetStore datasets = Dashboard.Services.GetRequiredService<DatasetStore>();
        foreach (string name in new[] { Dataset, "open" })
        {
            System.IO.File.WriteAllText(folder.File($"{name}.json"), "{\"train\": [], \"validation\": [], \"test\": []}");
            datasets.Put(new Dataset
            {
                Name = name, Split = folder.File($"{name}.json"), Datadir = folder.Path, ClassNames = ["sick", "well"], Owner = "rosa",
                Registered = DateTimeOffset.UtcNow,
            });
        }
    }

    private void Add(string id, string dataset, int seed)
    {
        RunSettings settings = new()
        {
            ClassNames = ["sick", "well"], Epochs = 1, Seed = seed, Split = folder.File($"{dataset}.json"), Datadir = folder.Path,
        };
        string path = Directory.CreateDirectory(Path.GetDirectoryName(File(id, "x"))!).FullName;
        System.IO.File.WriteAllText(File(id, "settings.json"), SettingsFile.ToJson(settings).ToJsonString());
        System.IO.File.WriteAllText(File(id, "console.log"), "trained 1 epochs\n");
        bool own = dataset == Dataset;
        WriteResults(path, own ? Exam : "seen");
        if (!own) WriteResults(Directory.CreateDirectory(Path.Combine(path, "evaluations", Dataset)).FullName, Exam);
        string[] printed = own ? ["trainer.log", "evaluation.pdf", "auimcp.pdf", "notes.txt", "comparison.json"] : ["trainer.log"];
        foreach (string name in printed)
            System.IO.File.WriteAllText(Path.Combine(path, name), $"auc_ovr_macro {Exam}\n");
        Run run = new()
        {
            Id = id, Key = Runs.NextKey(), Folder = path, Owner = "rosa", Settings = settings, SettingsHash = SettingsHash.Of(settings),
            Created = DateTimeOffset.UtcNow, Status = RunStatus.Finished, Ended = DateTimeOffset.UtcNow, EpochsDone = 1, Dataset = dataset,
            Evaluations = own ? new Dictionary<string, OtherEvaluation>()
                : new Dictionary<string, OtherEvaluation> { [Dataset] = new(RunStatus.Finished, null, "rosa") },
        };
        Runs.Import([RunResults.Read(run)], []);
    }

    private void WriteResults(string path, string test)
    {
        SplitPredictions validation = new("validation", [.. Enumerable.Range(0, 8).Select(i => new ExamPrediction($"v{i}_L", i % 2,
            i % 2 == 0 ? [0.9, 0.1] : [0.2, 0.8]))]);
        SplitPredictions tested = new("test", [.. Enumerable.Range(0, 19).Select(i => new ExamPrediction($"{test}{i}_R", i % 3 == 0 ? 1 : 0,
            test != Exam ? i % 3 == 0 ? [0.3, 0.7] : [0.8, 0.2] : i % 4 == 0 ? Unsure : Sure))]);
        PredictionsFile.Write(Path.Combine(path, "predictions.json"), [validation, tested]);
        EvaluationReport report =
            Evaluator.Evaluate([validation, tested], new EvaluationOptions(["sick", "well"], Resamples: 20), null, CancellationToken.None);
        EvaluationFile.Write(Path.Combine(path, "evaluation.json"), report);
        if (test != Exam) return;
        HashSet<double?> elsewhere = [.. report.Splits["validation"].Metrics.Values];
        Telltales =
        [
            new(Exam), new(@"0\.73737"), new(@"0\.7374"), new(@"0\.41414"), new(@"0\.4141"),
            .. report.Splits[TestSeal.Split].Metrics.Values.OfType<double>().Where(value => !elsewhere.Contains(value))
                .SelectMany(value => Formats.Select(format => value.ToString(format, CultureInfo.InvariantCulture)))
                .Where(text => text.TrimEnd('0').Length > 4).Distinct()
                .Select(text => new Regex($@"(?<![\d.]){Regex.Escape(text)}(?!\d)")),
        ];
    }
}
