using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Pages;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>
/// crossval.pdf: the variants with intervals and their differences from the baseline, how good the best is, and of each drawn variant its
/// curves within folds and the confusion of the pooled exams.
/// </summary>
public static class CrossvalPdf
{
    /// <summary>The file's usual name.</summary>
    public const string Name = "crossval.pdf";

    private const string Title = "Cross-validation";

    private const int RowsOfForest = 26;

    /// <summary>Writes it; the same results give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="study">The study.</param>
    /// <exception cref="Core.InputException">The file cannot be written, or the typeface cannot be read.</exception>
    public static void Write(string path, ReportedStudy study) => PagedFile.Write(path, Title, [.. Sections(study)]);

    /// <summary>The bytes of the same file.</summary>
    /// <param name="study">The study.</param>
    /// <exception cref="Core.InputException">The typeface cannot be read.</exception>
    public static byte[] Bytes(ReportedStudy study) => PagedFile.Bytes(Title, [.. Sections(study)]);

    private static IEnumerable<PageSection> Sections(ReportedStudy study)
    {
        StudyResults results = study.Results;
        string below = string.Join(" · ", PaperWords.Clean(study.Name), $"{results.Runs} of {results.Of} runs are finished",
            $"95 % intervals by {Figures.Count(results.Resamples)} resamples of {results.Unit}");
        yield return new PageSection($"Study: {MetricTitle.Within(results.Metric)} of {Variants(results.Variants.Count)}", below,
        [
            .. Words(study).Select(text => new PageText(text)),
            .. StudyResultTables.All(results).SelectMany(Table),
            .. StudyFigures.Forest(results, RowsOfForest).Select(row => new PageFigures(row, 2)),
        ]);
        if (results.LearningCurve is { } curve)
            yield return new PageSection("Would more exams help?", below,
                [new PageText(curve.Answer), new PageFigures([StudyFigures.Growth(results, curve)], 1)]);
        foreach (VariantResult variant in study.Drawn)
        {
            if (variant.Figures is not { } figures) continue;
            IReadOnlyList<Figure> roc = StudyFigures.Roc(results, study.Curves[variant.Variant]);
            yield return new PageSection($"{PaperWords.Clean(variant.Variant)}: curves and classes", below,
            [
                .. roc.Count > 0
                    ? (PagePart[])[new PageText($"ROC curves. {CurveWords(results)}"), new PageFigures(roc, Math.Clamp(roc.Count, 3, 4))]
                    : [],
                .. Table(StudyResultTables.Classes(results, variant)),
                .. StudyFigures.Confusion(results, figures) is { } confusion ? (PagePart[])[new PageFigures([confusion], 2)] : [],
            ]);
        }
    }

    /// <summary>What the curves within folds are, in a sentence.</summary>
    internal static string CurveWords(StudyResults results) => results.Folds == 1
        ? results.Seeds.Count > 1 ? "Faint: each seed. Strong: their mean at each false positive rate." : "Of the test exams."
        : "Faint: the test exams of each fold"
        + (results.Seeds.Count > 1 ? " with each seed" : "") + ". Strong: their mean at each false positive rate, weighted by the pairs of "
        + "exams that each fold compares, so that the area below it is the area within folds.";

    private static IEnumerable<string> Words(ReportedStudy study)
    {
        StudyResults results = study.Results;
        if (results.Selection is { } selection) yield return MetricTitle.Begin(selection.Metric, selection.Line);
        if (study.LeavesOut)
            yield return "Curves and confusion matrices are of "
                + $"{PaperWords.And([.. study.Drawn.Select(variant => variant.Variant)])}; results.json has the matrices of all variants.";
        foreach (VariantResult variant in results.Variants.Where(variant => variant.NotCompared is not null))
            yield return $"{variant.Variant}: {variant.NotCompared}.";
        foreach (string note in results.Notes) yield return note;
    }

    private static string Variants(int count) => count == 1 ? "one variant" : $"{count} variants";

    private static IEnumerable<PagePart> Table(PaperTable table)
    {
        yield return new PageTable(table.Caption.TrimEnd('.'),
            [.. table.Columns.Select(column => new PageColumn(column.Title, column.Share, column.IsText))],
            [.. table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(cell => cell.Text.Replace('\n', ' '))])]);
        if (table.Note.Length > 0) yield return new PageText(table.Note);
    }
}
