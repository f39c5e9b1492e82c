using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Selective;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The results: calibration, and what it gains to leave the least sure exams to a doctor.</summary>
internal static class CalibrationSection
{
    public const string ClassTable = "calibration", EffectTable = "recalibration";

    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        yield return new PaperHeading(2, "Calibration");
        if (SealText.InPlace(study) is { } seal)
        {
            yield return new PaperParagraph(seal);
            yield break;
        }
        yield return new PaperParagraph(Sentence(study));
        if (study.Results.Calibrated is { } calibrated)
        {
            yield return Classes(study, calibrated);
            if (calibrated.Metrics.Count > 0) yield return Effects(study, calibrated);
        }
        if (ResultFigures.Reliability(study) is { } figure) yield return figure;
    }

    private static string Sentence(PaperStudy study)
    {
        string fit = study.Main.Calibration switch
        {
            null => "",
            { Method: CalibrationMethod.None } none => $"The probabilities were left as they are: {none.Why}. ",
            { } fitted => $"Of the ways to recalibrate, {fitted.Why}. ",
        };
        if (study.Results.RiskCoverage?.Rest is not { } rest) return fit.TrimEnd();
        return fit + $"If a doctor reads the {rest.Read * 100:0} % of exams that the model is least sure of, {Figures.Value(rest.Risk)} "
            + $"({Figures.Interval(rest.Interval.Low, rest.Interval.High)}) of the other {rest.Kept} are wrong, instead of "
            + $"{Figures.Value(rest.RiskOfAll)} of all.";
    }

    private static PaperTable Classes(PaperStudy study, CalibratedSplit split)
    {
        bool after = split.PerClass.Any(c => c.After is not null);
        return new PaperTable(ClassTable,
            $"Calibration of each class against the rest, {study.Main.Name} on the {study.Split} split, with 95 % intervals.",
            [
                PaperColumn.Words("Class", 0.24, "class"), PaperColumn.Interval("In the large", 0.19, "in_the_large"),
                PaperColumn.Interval("Slope", 0.19, "slope"),
                .. after ? (PaperColumn[])
                [
                    PaperColumn.Interval("In the large, recalibrated", 0.19, "in_the_large_after"),
                    PaperColumn.Interval("Slope, recalibrated", 0.19, "slope_after"),
                ] : [],
            ],
            [
                .. split.PerClass.Select(c => (PaperCell[])
                [
                    PaperCells.Words(c.Name), Estimate(c.Before.InTheLarge), Estimate(c.Before.Slope),
                    .. after ? (PaperCell[])[Estimate(c.After?.InTheLarge), Estimate(c.After?.Slope)] : [],
                ]),
            ])
        {
            Note = "In the large: 0 if the class is as frequent as its probabilities say. Slope: 1 if probabilities spread as they should, "
                + "below 1 if they are too extreme."
                + string.Concat(split.PerClass.Select(c => c.Before.Undefined).OfType<string>().Distinct().Select(why => $" –: {why}.")),
        };
    }

    private static PaperTable Effects(PaperStudy study, CalibratedSplit split) => new(EffectTable,
        $"What recalibration changes, {study.Main.Name} on the {study.Split} split.",
        [
            PaperColumn.Words("Metric", 0.34, "metric"), new PaperColumn("Before", 0.14, "before"), new PaperColumn("After", 0.14, "after"),
            new PaperColumn("Difference", 0.14, "difference"), new PaperColumn("95 % interval", 0.24, "low", "high"),
        ],
        [
            .. split.Metrics.Select(metric => (PaperCell[])
            [
                new PaperCell(MetricTitle.Of(metric.Key), metric.Key), PaperCells.Value(metric.Value.Before),
                PaperCells.Value(metric.Value.After), PaperCells.Signed(metric.Value.Difference),
                PaperCells.Limits(metric.Value.Paired?.Low, metric.Value.Paired?.High),
            ]),
        ])
    {
        Note = split.FittedHere ? "It was fitted to these very exams, and looks better here than on others." : "",
    };

    private static PaperCell Estimate(CalibrationEstimate? estimate) => PaperCells.Interval(estimate?.Value, estimate?.Low, estimate?.High);
}
