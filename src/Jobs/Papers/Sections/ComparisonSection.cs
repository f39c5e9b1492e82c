using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The results: differences between runs, and between settings over their seeds.</summary>
internal static class ComparisonSection
{
    public const string RunsTable = "results-of-runs", SeedsTable = "seeds", SettingsTable = "settings-compared", PairsTable = "pairs",
        DifferenceTable = "differences", AreaTable = "areas-compared";

    private static readonly string[] Chosen =
        [MetricNames.AucOvrMacro, MetricNames.Accuracy, MetricNames.BalancedAccuracy, MetricNames.F1Macro, MetricNames.LogLoss];

    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        if (study.Runs.Count < 2) yield break;
        yield return new PaperHeading(2, study.HasSeeds && study.BySettings.Count > 1 ? "Differences between settings" : "Differences "
            + "between runs");
        if (SealText.InPlace(study) is { } seal)
        {
            yield return new PaperParagraph(seal);
            yield break;
        }
        yield return Results(study);
        if (study.HasSeeds) yield return Seeds(study);
        if (study.Comparison is not { } report)
        {
            yield return new PaperParagraph($"The runs cannot be compared: {study.NoComparison}.");
            yield break;
        }
        if (report.Settings is { } settings)
        {
            IEnumerable<string> found = settings.Select(pair => ComparisonNote.Named(Sentence(report, pair), study.Classes));
            yield return new PaperParagraph(PaperCells.Minus(string.Join(" ", [.. found, .. Notes(study, report)])));
            yield return Settings(study, report, settings);
            yield break;
        }
        foreach (PaperBlock block in report.Pairs.Count == 1
            ? Pair(study, report, report.Pairs.Values.First()) : Pairs(study, report)) yield return block;
    }

    private static PaperTable Results(PaperStudy study) => new(RunsTable, $"Metrics of the runs on the {study.Split} split, with 95 % "
        + $"intervals.",
        [
            PaperColumn.Words("Run", 0.25, "run"), .. Chosen.Select(metric => PaperColumn.Interval(MetricTitle.Of(metric), 0.15, metric)),
        ],
        [
            .. study.Runs.Select(run => (PaperCell[])
            [
                PaperCells.Words(run.Name),
                .. Chosen.Select(metric => PaperCells.Interval(
                    run.Evaluation.Splits[study.Split].Metrics[metric], run.Evaluation.Splits[study.Split].Intervals[metric])),
            ]),
        ]);

    private static string Sentence(ComparisonReport report, SettingsPair pair)
    {
        string title = MetricTitle.Within(report.Metric);
        if (pair.Seeds is not { } seeds) return $"{pair.First} and {pair.Second} cannot be compared over their seeds: {pair.Undefined}.";
        string over = pair.FirstSeeds == pair.SecondSeeds
            ? $"{pair.FirstSeeds} seeds each"
            : $"{pair.FirstSeeds} and {pair.SecondSeeds} seeds";
        string begin =
            $"The mean {title} of {pair.First} less that of {pair.Second}, over {over}, is {Figures.Signed(seeds.Difference)}";
        return seeds.Low is null ? $"{begin}, without an interval: {seeds.Undefined}."
            : $"{begin} (95 % interval {Figures.Interval(seeds.Low, seeds.High)}, {Figures.PIs(seeds.P)})"
                + (seeds.Low > 0 || seeds.High < 0 ? "." : ": no difference is shown.");
    }

    private static IEnumerable<string> Notes(PaperStudy study, ComparisonReport report) =>
        report.Notes.Select(note => ComparisonNote.Named(note, study.Classes));

    private static PaperTable Seeds(PaperStudy study) => new(SeedsTable,
        $"Metrics of the settings on the {study.Split} split: mean ± standard deviation over seeds.",
        [
            PaperColumn.Words("Settings", 0.25, "settings"), new PaperColumn("Seeds", 0.1, "seeds"),
            .. Chosen.Select(metric => new PaperColumn(MetricTitle.Of(metric), 0.13, $"{metric}_mean", $"{metric}_sd")),
        ],
        [
            .. study.BySettings.Select(group => (PaperCell[])
            [
                PaperCells.Words(study.TitleOf(group)), PaperCells.Count(group.Count),
                .. Chosen.Select(metric => MeanOf([.. group.Select(run => run.Evaluation.Splits[study.Split].Metrics[metric])])),
            ]),
        ]);

    private static PaperCell MeanOf(double?[] values)
    {
        double[] known = [.. values.OfType<double>()];
        if (known.Length == 0) return new PaperCell("–", null, null);
        double mean = known.Average();
        double? deviation = known.Length < 2 ? null
            : Math.Sqrt(known.Sum(value => (value - mean) * (value - mean)) / (known.Length - 1));
        return new PaperCell(deviation is null ? Figures.Value(mean) : $"{Figures.Value(mean)} ± "
            + $"{Figures.Value(deviation)}", mean, deviation);
    }

    private static PaperTable Settings(PaperStudy study, ComparisonReport report, IReadOnlyList<SettingsPair> pairs) => new(SettingsTable,
        $"Differences in {MetricTitle.Within(report.Metric)} between settings over their seeds, the first less the second.",
        [
            PaperColumn.Words("First", 0.2, "first"), PaperColumn.Words("Second", 0.2, "second"),
            PaperColumn.Words("Seeds", 0.1, "seeds"), PaperColumn.Interval("Difference", 0.18, "difference"),
            new PaperColumn("p", 0.1, "p"),
            new PaperColumn("p (Holm)", 0.1, "p_holm"), new PaperColumn("Pairs in which the first is better", 0.12, "better"),
        ],
        [
            .. pairs.Select(pair => (PaperCell[])
            [
                PaperCells.Words(pair.First), PaperCells.Words(pair.Second), PaperCells.Words($"{pair.FirstSeeds} and {pair.SecondSeeds}"),
                PaperCells.Difference(pair.Seeds?.Difference, pair.Seeds?.Low, pair.Seeds?.High), PaperCells.P(pair.Seeds?.P),
                PaperCells.P(pair.Adjusted), PaperCells.Value(pair.Seeds?.Better),
            ]),
        ])
    {
        Note = string.Concat(pairs.Select(pair => pair.Undefined ?? pair.Seeds?.Undefined).OfType<string>().Distinct()
            .Select(why => $"–: {ComparisonNote.Named(why, study.Classes)}. "))
            .TrimEnd(),
    };

    private static IEnumerable<PaperBlock> Pairs(PaperStudy study, ComparisonReport report)
    {
        string?[] found = [ComparisonSentence.Reference(report), ComparisonSentence.Best(report)];
        string[] sentences = [.. found.OfType<string>(), .. Notes(study, report)];
        yield return new PaperParagraph(PaperCells.Minus(string.Join(" ", sentences)));
        yield return new PaperTable(PairsTable, $"Differences in {MetricTitle.Within(report.Metric)} between runs, the first less the "
            + $"second.",
            [
                PaperColumn.Words("First", 0.25, "first"), PaperColumn.Words("Second", 0.25, "second"),
                PaperColumn.Interval("Difference", 0.2, "difference"), new PaperColumn("p", 0.15, "p"), new PaperColumn("p "
                    + "(Holm)", 0.15, "p_holm"),
            ],
            [
                .. report.Pairs.Values.Select((pair, i) => (PaperCell[])
                [
                    PaperCells.Words(pair.First), PaperCells.Words(pair.Second),
                    PaperCells.Difference(
                        pair.Difference[report.Metric], pair.Intervals[report.Metric].Low, pair.Intervals[report.Metric].High),
                    PaperCells.P(pair.Intervals[report.Metric].P), PaperCells.P(report.Holm?.Adjusted[i]),
                ]),
            ]);
    }

    private static IEnumerable<PaperBlock> Pair(PaperStudy study, ComparisonReport report, PairReport pair)
    {
        yield return new PaperParagraph(
            PaperCells.Minus(string.Join(" ", [ComparisonSentence.Of(report, pair, report.Metric), .. Notes(study, report)])));
        yield return new PaperTable(DifferenceTable, $"Differences between {pair.First} and {pair.Second} on the {report.Split} split, "
            + $"the first less the "
            + "second.",
            [
                PaperColumn.Words("Metric", 0.28, "metric"), new PaperColumn(pair.First, 0.13, "value_first"),
                new PaperColumn(pair.Second, 0.13, "value_second"), PaperColumn.Interval("Difference (95 % interval)", 0.2, "difference"),
                new PaperColumn("p", 0.1, "p"), new PaperColumn("Smallest that could show", 0.16, "smallest_difference"),
            ],
            [
                .. pair.Intervals.Select(metric => (PaperCell[])
                [
                    new PaperCell(MetricTitle.Of(metric.Key), metric.Key), PaperCells.Value(report.Metrics[pair.First][metric.Key]),
                    PaperCells.Value(report.Metrics[pair.Second][metric.Key]),
                    PaperCells.Difference(pair.Difference[metric.Key], metric.Value.Low, metric.Value.High), PaperCells.P(metric.Value.P),
                    PaperCells.Value(metric.Value.SmallestDifference),
                ]),
            ])
        {
            Note = "Smallest that could show: a true difference of this size would be found in 80 % of studies like this one.",
        };
        yield return new PaperTable(AreaTable, $"Areas under the ROC curve of each class, {pair.First} and {pair.Second}.",
            [
                PaperColumn.Words("Class", 0.28, "class"), new PaperColumn("Exams", 0.1, "exams"),
                new PaperColumn(pair.First, 0.16, "auc_first"),
                new PaperColumn(pair.Second, 0.16, "auc_second"), PaperColumn.Interval("Difference (95 % interval)", 0.2, "difference"),
                new PaperColumn("p", 0.1, "p"),
            ],
            [
                .. pair.Areas.Classes.Select((areas, c) => (PaperCell[])
                [
                    PaperCells.Words(study.Classes[c]), PaperCells.Count(areas.Positives), PaperCells.Value(areas.First?.Auc),
                    PaperCells.Value(areas.Second?.Auc),
                    PaperCells.Difference(areas.Difference, areas.Clustered?.Low, areas.Clustered?.High),
                    PaperCells.P(areas.Clustered?.P),
                ]),
            ]);
    }
}
