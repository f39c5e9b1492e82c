using Angioboard.Core;
using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Layouts;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Files;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Sections;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>The paper kit of a study: methods, results of the variants, and limits.</summary>
internal static class CrossValidationPaper
{
    public const string ForestName = "variants-figure", GrowthName = "learning-curve";

    private const int RowsOfForest = 26;

    public static Paper Of(PaperCrossValidation study)
    {
        List<PaperBlock> blocks = [.. About(study), .. CrossValidationMethods.Of(study), .. Results(study), .. Limits(study)];
        blocks.AddRange(ReferencesSection.Of(blocks));
        return new Paper($"Classification of eye angiography: {study.Study.Name}",
            $"Draft for the authors, written by Angioboard {ProductVersion.Text}. {study.Results.Title}.", blocks)
        {
            Attachments =
            [
                (StudyResultsFile.Name, path => StudyResultsFile.Write(path, study.Results)),
                ("results.csv", path => AtomicFile.Write(path, stream =>
                {
                    using StreamWriter writer = new(stream, leaveOpen: true);
                    StudyCsv.Write(study.Results, writer);
                })),
                (CrossvalPdf.Name, path => CrossvalPdf.Write(path, study.Reported)),
            ],
        };
    }

    private static IEnumerable<PaperBlock> About(PaperCrossValidation study)
    {
        StudyResults results = study.Results;
        yield return new PaperHeading(1, "About this report");
        yield return new PaperParagraph(
            $"Tables, figures and text for a paper, written from {study.Study.Name}, of which {results.Runs} of {results.Of} runs are "
            + "finished. Every figure is one of results.json. What these files do not say is marked as a gap: "
            + PaperWords.Gap("like this") + ". The same tables are in the folder tables as CSV, with figures in full, and for LaTeX; the "
            + "figures are in the folder figures as PDF and SVG.");
    }

    private static IEnumerable<PaperBlock> Results(PaperCrossValidation study)
    {
        StudyResults results = study.Results;
        yield return new PaperHeading(1, "Results");
        yield return new PaperHeading(2, "Variants");
        string sentences = CrossValidationWords.Results(results);
        if (sentences.Length > 0) yield return new PaperParagraph(PaperCells.Minus(sentences));
        foreach (PaperTable table in StudyResultTables.All(results)) yield return table;
        foreach ((int part, IReadOnlyList<Figure> row) in StudyFigures.Forest(results, RowsOfForest).Index())
        {
            FigurePanels panels = new(MetricTitle.Of(results.Metric), row, 2);
            yield return new PaperFigure(part == 0 ? ForestName : $"{ForestName}-{part + 1}",
                $"{MetricTitle.Of(results.Metric)} of the variants"
                    + (row.Count > 1 ? $" and their differences from {results.Baseline}" : "") + ", with 95 % intervals"
                    + (part == 0 ? "." : ", continued."),
                $"Points with intervals, one row for each variant, of the figures in {Paper.Reference(StudyResultTables.VariantTable)}.",
                FigureFile.TwoColumns, (format, width) => FigureFile.Bytes(panels, format, width));
        }
        if (results.LearningCurve is { } curve)
        {
            Figure growth = StudyFigures.Growth(results, curve);
            yield return new PaperHeading(2, "Learning curve");
            yield return new PaperParagraph(PaperCells.Minus(curve.Answer));
            yield return new PaperFigure(GrowthName,
                $"{MetricTitle.Of(curve.Metric)} by the number of patients trained on, with 95 % intervals"
                    + (curve.Fit is null ? "." : " and the fitted curve."),
                $"A line through {PaperWords.Count(curve.Points.Count, "point")}.", FigureFile.TwoColumns,
                (format, width) => FigureFile.Bytes(growth, format, width));
        }
        foreach ((int number, VariantResult variant) in study.Reported.Drawn.Index())
        {
            if (variant.Figures is null) continue;
            yield return new PaperHeading(2, $"Classes of {PaperWords.Clean(variant.Variant)}");
            foreach (PaperBlock block in Variant(study, variant, variant.Figures, number + 1)) yield return block;
        }
    }

    private static IEnumerable<PaperBlock> Variant(PaperCrossValidation study, VariantResult variant, VariantFigures figures, int number)
    {
        StudyResults results = study.Results;
        yield return StudyResultTables.Classes(results, variant, $"variant-{number}-classes");
        IReadOnlyList<Figure> roc = StudyFigures.Roc(results, study.Reported.Curves[variant.Variant]);
        if (roc.Count > 0)
        {
            FigurePanels panels = new("Receiver operating characteristic", roc, 3);
            yield return new PaperFigure($"variant-{number}-roc",
                $"ROC curves of each class against the rest, {variant.Variant}. {CrossvalPdf.CurveWords(results)}",
                $"ROC curves with the areas in {Paper.Reference($"variant-{number}-classes")}.",
                FigureFile.TwoColumns, (format, width) => FigureFile.Bytes(panels, format, width));
        }
        if (StudyFigures.Confusion(results, figures) is { } confusion)
        {
            string cells = string.Join("; ", results.Classes.Select((name, c) => $"{name}: "
                + string.Join(", ", figures.Confusion[c].Select(count => PaperCells.Value(count).Text))));
            yield return new PaperFigure($"variant-{number}-confusion",
                $"Confusion matrix of {variant.Variant}: {Pooled(study)}"
                    + (figures.Seeds.Count > 1 ? ", the mean over seeds" : "") + ", and their share of the true class.",
                $"Exams of each true class by predicted class. {(results.Classes.Count > 12 ? "" : cells)}".TrimEnd(),
                results.Classes.Count > 6 ? FigureFile.TwoColumns : 100,
                (format, width) => FigureFile.Bytes(confusion, format, width));
        }
    }

    private static string Pooled(PaperCrossValidation study) => study.IsCrossValidated ? "exams of all folds" : "test exams";

    private static IEnumerable<PaperBlock> Limits(PaperCrossValidation study)
    {
        StudyResults results = study.Results;
        yield return new PaperHeading(1, "Limitations");
        yield return new PaperList(
        [
            .. results.Runs < results.Of
                ? (string[])[$"{results.Of - results.Runs} of {results.Of} runs are not finished: the figures may change."]
                : [],
            .. results.Notes,
            .. results.Seeds.Count == 1
                ? (string[])["Each variant was trained with one seed in each fold, so how much of the results is chance is unknown."]
                : [],
            .. results.Variants.Select(variant => variant.Figures).OfType<VariantFigures>().SelectMany(figures => figures.Cautions.Values)
                .Distinct().Select(caution => $"{caution}."),
            $"Others: {PaperWords.Gap("limits of the data and the design")}.",
        ]);
    }
}
