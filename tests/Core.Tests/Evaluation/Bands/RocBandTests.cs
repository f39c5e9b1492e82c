using Angioboard.Core.Evaluation.Bands;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Bands;

public sealed class RocBandTests
{
    [Fact]
    public void A_band_holds_the_curve_and_rises_with_it()
    {
        ExamPrediction[] exams = Exams(120, skill: 1);
        RocCurve curve = ClassCurves.Roc(Scored(exams), 0, "a", null);

        RocBand band = RocBand.Of("test", exams, 2, null, TestContext.Current.CancellationToken)[0]!;

        Assert.Equal(51, band.FalsePositiveRate.Count);
        for (int i = 0; i < 51; i++)
        {
            double at = Upper(curve, band.FalsePositiveRate[i]);
            Assert.InRange(at, band.Low[i], band.High[i]);
            Assert.True(i == 0 || (band.Low[i] >= band.Low[i - 1] && band.High[i] >= band.High[i - 1]));
        }
        Assert.Equal((1, 1), (band.Low[^1], band.High[^1]));
        Assert.InRange(band.High[10] - band.Low[10], 0.1, 0.5);
    }

    [Fact]
    public void Bands_depend_on_the_exams_alone_and_are_wider_where_patients_are_fewer_than_exams()
    {
        ExamPrediction[] exams = Exams(120, skill: 1);
        // Both exams of a patient are alike.
        ExamPrediction[] eyes = [.. exams.SelectMany(exam => (ExamPrediction[])[exam, exam with { Exam = $"{exam.Exam}_R" }])];
        Dictionary<string, string> patients = eyes.ToDictionary(
            exam => exam.Exam, exam => exam.Exam.Replace("_R", "", StringComparison.Ordinal));

        RocBand first = Band(exams, null), reversed = Band([.. exams.Reverse()], null);
        RocBand byExam = Band(eyes, null), byPatient = Band(eyes, patients);

        Assert.Equal(first.Low, reversed.Low);
        Assert.True(Width(byPatient) > 1.2 * Width(byExam));
    }

    [Fact]
    public void A_class_of_few_patients_has_no_band()
    {
        ExamPrediction[] exams =
            [.. Exams(40, 1).Select((exam, i) => exam with { Label = i < 4 ? 0 : 1 }), new("unlabelled", null, [0.5, 0.5])];

        IReadOnlyList<RocBand?> bands = RocBand.Of("test", exams, 2, null, TestContext.Current.CancellationToken);

        Assert.Equal([null, null], bands);
    }

    [Fact]
    public void Perfect_scores_have_a_band_without_width_at_the_top()
    {
        ExamPrediction[] exams =
            [.. Enumerable.Range(0, 40).Select(i => new ExamPrediction($"{i}", i % 2, i % 2 == 0 ? [0.9, 0.1] : [0.1, 0.9]))];

        RocBand band = Band(exams, null);

        Assert.All(band.Low, y => Assert.Equal(1, y));
        Assert.All(band.High, y => Assert.Equal(1, y));
    }

    private static RocBand Band(ExamPrediction[] exams, IReadOnlyDictionary<string, string>? patients) =>
        RocBand.Of("test", exams, 2, patients, TestContext.Current.CancellationToken)[0]!;

    private static double Width(RocBand band) => band.High.Zip(band.Low, (high, low) => high - low).Sum();

    private static ScoredExams Scored(ExamPrediction[] exams) =>
        new([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)], 2);

    private static ExamPrediction[] Exams(int count, double skill)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double p = 1 / (1 + Math.Exp(-(3 * (random.NextDouble() - 0.5) + (i % 2 == 0 ? skill : 0))));
            return new ExamPrediction($"{i:000}", i % 2, [p, 1 - p]);
        })];
    }

    // The curve's upper end where it rises.
    private static double Upper(RocCurve curve, double x)
    {
        IReadOnlyList<double> fpr = curve.FalsePositiveRate, tpr = curve.TruePositiveRate;
        int i = fpr.Count - 1;
        while (i > 0 && fpr[i] > x) i--;
        return i == fpr.Count - 1 || fpr[i] == x ? tpr[i] : tpr[i] + (tpr[i + 1] - tpr[i]) * (x - fpr[i]) / (fpr[i + 1] - fpr[i]);
    }
}
