using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Evaluation.Paired.Decisions;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Jobs.Lists;

namespace Angioboard.Jobs.Comparison.Export;

/// <summary>A comparison as a table: a row for each pair and metric, then for each pair and class its area and its recall.</summary>
public static class ComparisonCsv
{
    private static readonly string[] header =
    [
        "first", "second", "class", "metric", "value_first", "value_second", "difference", "low", "high", "p", "standard_error",
        "smallest_difference", "patients_needed", "left_out", "note",
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="report">The comparison.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="writer">Receives the text, and stays open.</param>
    public static void Write(ComparisonReport report, IReadOnlyList<string> classes, TextWriter writer)
    {
        using CsvText csv = new(writer);
        csv.Texts(header);
        csv.EndRow();
        foreach (PairReport pair in report.Pairs.Values)
        {
            foreach ((string metric, MetricDifference found) in pair.Intervals) WriteMetric(csv, report, classes, pair, metric, found);
            for (int c = 0; c < classes.Count; c++)
            {
                WriteArea(csv, pair, classes[c], pair.Areas.Classes[c]);
                WriteRecall(csv, pair, classes[c], pair.Mcnemar.RecallOfClass[c]);
            }
        }
        csv.Flush();
    }

    private static void WriteMetric(
        CsvText csv, ComparisonReport report, IReadOnlyList<string> classes, PairReport pair, string metric, MetricDifference found)
    {
        csv.Texts(pair.First, pair.Second, "", metric);
        Numbers(csv, report.Metrics[pair.First][metric], report.Metrics[pair.Second][metric], pair.Difference[metric], found.Low,
            found.High, found.P, found.StandardError, found.SmallestDifference, found.PatientsNeeded, found.LeftOut);
        csv.Text(ComparisonNote.Named(found.Undefined ?? found.Caution ?? "", classes));
        csv.EndRow();
    }

    private static void WriteArea(CsvText csv, PairReport pair, string c, ClassAreas areas)
    {
        csv.Texts(pair.First, pair.Second, c, "auc");
        double? error = areas.Clustered is { } test ? Math.Sqrt(test.Variance) : null;
        Numbers(csv, areas.First?.Auc, areas.Second?.Auc, areas.Difference, areas.Clustered?.Low, areas.Clustered?.High, areas.Clustered?.P,
            error, null, null, null);
        csv.Text(areas.Undefined.Values.FirstOrDefault() ?? "");
        csv.EndRow();
    }

    private static void WriteRecall(CsvText csv, PairReport pair, string c, McNemarTest recall)
    {
        double exams = recall.Table.Sum(row => row.Sum()), both = recall.Table[0][0];
        double? of = exams > 0 ? exams : null;
        csv.Texts(pair.First, pair.Second, c, "recall");
        Numbers(csv, (both + recall.OnlyFirst) / of, (both + recall.OnlySecond) / of, (recall.OnlyFirst - recall.OnlySecond) / of,
            null, null, of is null ? null : recall.ExactP, null, null, null, null);
        csv.Text(of is null ? "this class has no exams here" : "p by McNemar's exact test over exams");
        csv.EndRow();
    }

    private static void Numbers(CsvText csv, params ReadOnlySpan<double?> values)
    {
        foreach (double? value in values) csv.Number(value);
    }
}
