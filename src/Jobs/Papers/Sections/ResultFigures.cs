using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Layouts;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Bands;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The figures of one run.</summary>
internal static class ResultFigures
{
    public const string ConfusionName = "confusion-matrix", RocName = "roc", ReliabilityName = "reliability", TrainingName = "training";

    private const int MostPanels = 12, Columns = 3, MostDrawn = 40;
    private const int Two = FigureFile.TwoColumns, Middle = 100;

    /// <summary>The confusion matrix; null of more classes than can be read.</summary>
    public static PaperFigure? Confusion(PaperStudy study)
    {
        if (study.Classes.Count > MostDrawn) return null;
        Figure figure = new()
        {
            Title = "Confusion matrix: exams, and share of the true class",
            Kind = FigureKind.Confusion,
            Categories = Names(study),
            Series = [.. study.Results.Confusion.Select((row, c) => new FigureSeries(Names(study)[c],
                [.. row.Select((_, i) => (double)i)], [.. row.Select(count => (double)count)], "#000000", 0))],
        };
        return Of(ConfusionName, $"Confusion matrix of {study.Main.Name} on the {study.Split} split: exams, and their share of the true "
            + $"class.",
            $"Confusion matrix with the counts of {{@{PerformanceSection.ConfusionTable}}}.",
            study.Classes.Count > 6 ? Two : Middle, figure);
    }

    /// <summary>A ROC curve for each class with its band; null if no class has one, or too many have.</summary>
    public static PaperFigure? Roc(PaperStudy study)
    {
        RocCurve[] curves = [.. study.Results.Roc.Where(curve => curve.FalsePositiveRate.Count > 0)];
        if (curves.Length is 0 or > MostDrawn) return null;
        string areas = PaperWords.Some([.. curves.Select(curve => $"{curve.Name} {Figures.Value(curve.Area)}")]);
        string words = $"ROC curves. Areas: {areas}.";
        if (curves.Length > MostPanels)
        {
            Figure all = RocSquare.Of("Receiver operating characteristic") with
            {
                Series = [.. curves.Select(curve => Line(study, curve, null))],
            };
            return Of(RocName, $"ROC curves of each class against the rest, {study.Main.Name} on the {study.Split} "
                + $"split.", words, Two, all);
        }
        FigurePanels panels = new("Receiver operating characteristic", [.. curves.Select(Panel)], Columns);
        return new PaperFigure(RocName, $"ROC curves of each class against the rest, {study.Main.Name} on the {study.Split} split. Bands "
            + $"hold the curve in 95 % of resamples at each false positive rate"
            + (study.RocBands.Any(band => band is null) ? "; a class of fewer than 5 patients has none." : "."),
            words, Two, (format, width) => FigureFile.Bytes(panels, format, width));

        Figure Panel(RocCurve curve)
        {
            int c = study.Results.Roc.Index().First(entry => entry.Item == curve).Index;
            string name = PaperWords.Clean(curve.Name);
            return RocSquare.Of(name) with
            {
                Subtitle = $"AUC {Figures.Value(curve.Area)}",
                Series = [Line(study, curve, study.RocBands.Count > c ? study.RocBands[c] : null)],
                Legend = false,
            };
        }
    }

    /// <summary>The reliability diagram; null if no exam was sure of anything.</summary>
    public static PaperFigure? Reliability(PaperStudy study)
    {
        CalibrationBin[] bins = [.. study.Results.Calibration.Where(bin => bin.Exams > 0)];
        if (bins.Length == 0) return null;
        Figure figure = Figure.UnitSquare($"Reliability: ECE {Figures.Value(study.Results.Metrics[MetricNames.Ece])}",
            "Confidence (largest probability)", "Accuracy") with
        {
            Series =
            [
                new FigureSeries("Accuracy", [.. bins.Select(bin => bin.Confidence!.Value)], [.. bins.Select(bin => bin.Accuracy!.Value)],
                    PaperColours.Series[0], 0)
                {
                    Band = [.. bins.Where(bin => bin.IfCalibrated is not null)
                        .Select(bin => (bin.Confidence!.Value, bin.IfCalibrated!.Low, bin.IfCalibrated.High))],
                },
            ],
            Markers = true,
            Legend = false,
        };
        return Of(ReliabilityName, $"Reliability of {study.Main.Name} on the {study.Split} split: accuracy in bins of the largest "
            + $"probability. The band holds the accuracy of a calibrated model in 95 % of "
            + "studies.",
            $"Reliability diagram. {string.Join("; ", bins.Select(bin =>
                $"confidence {Figures.Value(bin.Confidence)}, accuracy {Figures.Value(bin.Accuracy)}, {bin.Exams} exams"))}.",
            FigureFile.OneColumn, figure);
    }

    /// <summary>Training and validation loss over the epochs; null without epochs.</summary>
    public static PaperFigure? Training(PaperStudy study)
    {
        IReadOnlyList<EpochRecord> epochs = study.Main.Epochs;
        (string Key, string Name)[] lines = [("train_loss", "Training"), ("val_loss", "Validation")];
        FigureSeries[] series =
        [
            .. lines.Where(line => epochs.Any(epoch => epoch.Values.GetValueOrDefault(line.Key) is not null))
                .Select((line, i) => new FigureSeries(line.Name, [.. epochs.Select(epoch => (double)epoch.Number)],
                    [.. epochs.Select(epoch => epoch.Values.GetValueOrDefault(line.Key) ?? double.NaN)], PaperColours.Series[i],
                    PaperColours.DashOf(i))),
        ];
        if (series.Length == 0) return null;
        Figure figure = new()
        {
            Title = "Loss",
            Series = series,
            XLabel = "Epoch",
            YLabel = "Loss",
            WholeX = true,
            Markers = epochs.Count <= 60,
            Marks = study.Main.Kept is { } kept ? [(kept.Number, $"kept: epoch {kept.Number}")] : [],
        };
        return Of(TrainingName, $"Loss of {study.Main.Name} over the epochs; the mark is at the epoch that was kept.",
            $"Training and validation loss over {epochs.Count} epochs.", Middle, figure);
    }

    private static FigureSeries Line(PaperStudy study, RocCurve curve, RocBand? band)
    {
        int c = study.Results.Roc.Index().First(entry => entry.Item == curve).Index;
        return new FigureSeries($"{PaperWords.Clean(curve.Name)}, AUC {Figures.Value(curve.Area)}", curve.FalsePositiveRate,
            curve.TruePositiveRate, PaperColours.Series[PaperColours.ColourOf(c)], band is null ? PaperColours.DashOf(c) : 0)
        {
            Band = band is null ? [] : [.. band.FalsePositiveRate.Select((x, i) => (x, band.Low[i], band.High[i]))],
        };
    }

    private static IReadOnlyList<string> Names(PaperStudy study) => [.. study.Classes.Select(PaperWords.Clean)];

    private static PaperFigure Of(string name, string caption, string alternative, int millimetres, Figure figure) =>
        new(name, caption, alternative, millimetres, (format, width) => FigureFile.Bytes(figure, format, width));
}
