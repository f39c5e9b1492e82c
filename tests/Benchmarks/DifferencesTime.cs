using System.Diagnostics;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Comparison.Differences;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Benchmarks;

/// <summary>Seconds until a page has the differences of six runs on 200 test exams: the first time, and once they are kept.</summary>
internal sealed class DifferencesTime : IBenchmark
{
    private const int Runs = 6, Exams = 200, Classes = 5, WarmUps = 1;

    /// <inheritdoc/>
    public string Name => "differences";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        string folder = Path.Combine(options.Scratch, "differences");
        AngioboardOptions dashboard = new() { DataFolder = folder };
        using Database database = Database.Open(folder);
        UserStore users = new(database, new AuditLog(dashboard, TimeProvider.System), new Revocations());
        DataRoots roots = new(dashboard, database, users.Rights, TimeProvider.System);
        using RunDifferences differences = new(dashboard, roots, new DatasetStore(database), NullLogger<RunDifferences>.Instance);
        DifferencesRun[] runs = [.. Enumerable.Range(0, Runs).Select(run => Make(folder, run))];
        DifferencesQuestion question = new(runs, "test", MetricNames.AucOvrMacro, new ReferenceRun(0, ReferenceReason.First));
        string kept = Path.Combine(folder, RunDifferences.FolderName);

        Samples[] seconds = Interleaved.Measure([() => Time(forget: true), () => Time(forget: false)], WarmUps, options.Repeats);

        string what = $"differences of {Runs} runs, {Exams} exams";
        yield return new Figure($"{what}: the first time", "s", seconds[0], null, Goal.Most(5), "two settings with three seeds each");
        yield return new Figure($"{what}: once kept", "s", seconds[1], null, Goal.Most(0.3), "read from the data folder");

        double Time(bool forget)
        {
            if (forget && Directory.Exists(kept)) Directory.Delete(kept, recursive: true);
            long start = Stopwatch.GetTimestamp();
            differences.CompareAsync(question).GetAwaiter().GetResult();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static DifferencesRun Make(string folder, int run)
    {
        string path = Directory.CreateDirectory(Path.Combine(folder, "results", $"Train_{run}")).FullName;
        SeededRandom labels = new(3, "benchmark labels"), random = new(3, $"benchmark predictions of {run}");
        ExamPrediction[] exams = [.. Enumerable.Range(0, Exams).Select(exam =>
        {
            int label = labels.NextInt(Classes);
            double[] scores = [.. Enumerable.Range(0, Classes).Select(c => Math.Exp(random.NextNormal() + (c == label ? 1.5 : 0)))];
            return new ExamPrediction($"{exam / 2}_{exam % 2}", label, [.. scores.Select(score => score / scores.Sum())]);
        })];
        PredictionsFile.Write(new RunFolder(path).Predictions, [new("test", exams)]);
        return new DifferencesRun(run, $"Train_{run}", new Run
        {
            Id = $"demo/Train_{run}",
            Key = run,
            Folder = path,
            Owner = "ada",
            Settings = new RunSettings { Patients = "^(.*)_" },
            SettingsHash = $"{run / 3}",
            Created = DateTimeOffset.UnixEpoch,
        }, $"{run / 3}", new PredictedSplit("test", null, exams));
    }
}
