using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;
using MathNet.Numerics.Optimization;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>The exams that a baseline is fitted to, and those that it is measured on.</summary>
/// <param name="Train">Labelled exams of train.</param>
/// <param name="Measured">Labelled exams of the test, or of validation.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Patients">Each exam's patient; null if not known.</param>
internal sealed record MeasuredExams(
    IReadOnlyList<ExamTraits> Train, IReadOnlyList<ExamTraits> Measured, IReadOnlyList<string> Classes,
    IReadOnlyDictionary<string, string>? Patients)
{
    private readonly int[] labels = [.. Measured.Select(exam => exam.Exam.Label!.Value)];

    /// <summary>The classes of the exams that are measured.</summary>
    public int[] Labels => labels;

    /// <summary>The units of the exams that are measured.</summary>
    public ExamUnits Units { get; } =
        new([.. Measured.Select(exam => exam.Exam.Name)], [.. Measured.Select(exam => exam.Exam.Label!.Value)], Classes.Count, Patients);

    /// <summary>What a regression reaches: fitted to train, measured on the others, with the interval that runs have.</summary>
    /// <param name="values">An exam's values.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public JointBaseline Joint(Func<ExamTraits, double[]> values, CancellationToken cancellation)
    {
        int[] targets = [.. Train.Select(exam => exam.Exam.Label!.Value)];
        if (Measured.Count == 0) return None("neither test nor validation has exams with labels to measure on");
        if (labels.All(label => label == labels[0]))
            return None($"all labelled exams to measure on are of the class {Classes[labels[0]]}");
        if (targets.Length == 0) return None("train has no exams with labels to fit to");
        if (targets.All(label => label == targets[0])) return None($"all labelled exams of train are of the class {Classes[targets[0]]}");
        double[][] train = [.. Train.Select(values)], measured = [.. Measured.Select(values)];
        if (train[0].Length == 0) return None("no feature differs between exams");
        RidgeRegression regression;
        try
        {
            regression = RidgeRegression.Fit(train, targets, Classes.Count, cancellation);
        }
        catch (OptimizationException)
        {
            return None("the regression found no minimum");
        }
        ScoredExams scored = new(labels, [.. measured.Select(regression.Predict)], Classes.Count);
        double auc = new RankStatistics(scored, scored.Once).AucOvrMacro;
        SplitIntervals intervals = new(scored, Units, Patients is null ? "exams" : "patients", Classes, rows: []);
        (Interval? interval, string? why) = intervals.Of(MetricNames.All.Index().First(m => m.Item == MetricNames.AucOvrMacro).Index);
        Limits? limits = interval is null ? null : new Limits(interval.Low, interval.High);
        // A perfect separation has no interval, and is the plainest case of all.
        bool perfect = auc == 1 && labels.Distinct().All(c => Units.WithClass(c) >= FewUnits.Least);
        return new JointBaseline(auc, limits, why, interval is null ? null : intervals.Caution(MetricNames.AucOvrMacro),
            Verdict.IsRed(auc, limits) || perfect);

        static JointBaseline None(string why) => new(null, null, why, null, false);
    }
}
