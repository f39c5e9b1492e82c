using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison.Differences;

/// <summary>Which runs are compared on the same exams, and how.</summary>
/// <param name="Runs">The runs with predictions of the split, at least two.</param>
/// <param name="Split">The split: <c>test</c>, or <c>dataset: test</c>.</param>
/// <param name="Metric">The metric that decides.</param>
/// <param name="Reference">The run that each other is compared with, by its place in <paramref name="Runs"/>.</param>
public sealed record DifferencesQuestion(IReadOnlyList<DifferencesRun> Runs, string Split, string Metric, ReferenceRun Reference)
{
    private const string Test = "test";

    /// <summary>The metrics that can decide.</summary>
    public static IReadOnlyList<string> Metrics => PairedMetrics.Names;

    /// <summary>The run that each other is compared with.</summary>
    public DifferencesRun Against => Runs[Reference.Place];

    /// <summary>The other dataset that the split is of; null for the runs' own.</summary>
    public string? Dataset => Runs[0].Predicted.Dataset;

    /// <summary>The split's name in the predictions.</summary>
    public string NameInFile => Dataset is { } dataset ? Split[RunEvaluations.NameOf(dataset, "").Length..] : Split;

    /// <summary>The names of the classes, of the first run.</summary>
    public IReadOnlyList<string> Classes => Runs[0].Run.Settings.ClassNames is { } names && names.Count == Count ? names
        : [.. Enumerable.Range(0, Count).Select(c => $"{c}")];

    private int Count => Runs[0].Predicted.Exams is [{ } first, ..] ? first.Probabilities.Length : 0;

    /// <summary>The splits that two or more of the runs have predictions of, the test split first.</summary>
    public static IReadOnlyList<string> Splits(ComparedData data) =>
        [.. data.Splits.Where(split => data.Predicted(split).Count(found => found is not null) > 1)
            .OrderBy(name => name switch { Test => 0, "validation" => 1, "train" => 2, _ => 3 })];

    /// <summary>The question about a page's runs; null where fewer than two have predictions of the same split.</summary>
    /// <param name="data">The runs.</param>
    /// <param name="split">The split; null, or one that is not there, for the test split or else the first.</param>
    /// <param name="metric">The metric; null, or one without differences, for the macro area under ROC curves.</param>
    /// <param name="reference">The id of the run to compare with; null for the baseline, or else the best on validation.</param>
    public static DifferencesQuestion? Of(ComparedData data, string? split, string? metric, string? reference)
    {
        IReadOnlyList<string> splits = Splits(data);
        if (splits.Count == 0) return null;
        string chosen = split is not null && splits.Contains(split) ? split : splits[0];
        IReadOnlyList<PredictedSplit?> predicted = data.Predicted(chosen);
        ComparedRuns compared = data.Compared;
        DifferencesRun[] runs = [.. Enumerable.Range(0, predicted.Count).Where(run => predicted[run] is not null)
            .Select(run => new DifferencesRun(run, NameOf(compared, run), compared.Runs[run],
                compared.SettingTitles[compared.Runs[run].SettingsHash], predicted[run]!))];
        return new DifferencesQuestion(runs, chosen, metric is not null && Metrics.Contains(metric) ? metric : MetricNames.AucOvrMacro,
            ReferenceRun.Of([.. runs.Select(run => run.Run)], reference));
    }

    // Runs of the dashboard may have any name.
    private static string NameOf(ComparedRuns compared, int run) => ComparisonFile.Reserved.Contains(compared.Names[run])
        ? $"{compared.Names[run]} ({compared.Runs[run].Id})"
        : compared.Names[run];

    /// <summary>The places of the reference and of a run that is compared with it exam by exam.</summary>
    /// <param name="decided">The run's id; null, or that of no other run, for the first other run.</param>
    public (int First, int Second) Deciding(string? decided)
    {
        DifferencesRun[] others = [.. Runs.Where(run => run != Against)];
        return (Against.Place, (others.FirstOrDefault(run => run.Run.Id == decided) ?? others[0]).Place);
    }

    /// <summary>The command that prints the same, quoted for a shell. It names folders of the machine.</summary>
    public string Command(string? patients)
    {
        List<string> words = ["angioboard compare"];
        words.AddRange(Runs.Select(run => SettingsCommand.Quote($"{Word(run)}={run.File}")));
        words.Add($"--reference {SettingsCommand.Quote(Word(Against))}");
        if (NameInFile != Test) words.Add($"--split {SettingsCommand.Quote(NameInFile)}");
        if (Metric != MetricNames.AucOvrMacro) words.Add($"--metric {Metric}");
        if (patients is not null) words.Add($"--patients {SettingsCommand.Quote(patients)}");
        return string.Join(' ', words);

        // The first equals sign ends a name.
        static string Word(DifferencesRun run) => run.Name.Replace('=', ':');
    }

    /// <summary>The runs of each setting; empty if none has several runs, or there is only one.</summary>
    internal IReadOnlyList<IReadOnlyList<DifferencesRun>> BySettings
    {
        get
        {
            IReadOnlyList<DifferencesRun>[] groups =
                [.. Runs.GroupBy(run => run.Run.SettingsHash).Select(group => (IReadOnlyList<DifferencesRun>)[.. group])];
            return groups.Length > 1 && groups.Any(group => group.Count > 1) ? groups : [];
        }
    }

    /// <summary>The options of the comparison.</summary>
    internal ComparisonOptions Options => new(Metric, Against.Name);
}
