using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>
/// The figures of an ensemble beside the mean of its members' figures. Metrics are made of folds as those of a study
/// (<see cref="FoldedMetrics"/>): areas within folds, and never of pooled scores.
/// </summary>
public sealed record EnsembleFigures
{
    private const string Ensemble = "ensemble", MembersName = "members";

    /// <summary>Labelled exams.</summary>
    public required int Exams { get; init; }

    /// <summary>Independent units among them.</summary>
    public required int Units { get; init; }

    /// <summary>What these are: <c>patients</c> or <c>exams</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Draws of patients for intervals.</summary>
    public required int Resamples { get; init; }

    /// <summary>The metrics by name.</summary>
    public required OrderedDictionary<string, EnsembleMetric> Metrics { get; init; }

    /// <summary>What the members' mean leaves out, or why there is none; null if it is of all members.</summary>
    public string? Note { get; init; }

    /// <summary>The figures on exams that every member predicts, such as those of a held-out test split.</summary>
    /// <param name="members">Each member's predictions, the same exams in the same order.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="patients">Patient of every labelled exam; null if exams count as independent.</param>
    /// <param name="resamples">How many draws.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <returns>Null if no exam has a label.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EnsembleFigures? Of(IReadOnlyList<IReadOnlyList<ExamPrediction>> members, IReadOnlyList<string> classes,
        IReadOnlyDictionary<string, string>? patients, int resamples, CancellationToken cancellation = default) => Of(
        [.. members.Select((exams, number) => new OutOfFold(MembersName, number,
            [new FoldPredictions(0, [.. exams.Where(exam => exam.Label is not null).OrderBy(exam => exam.Exam, StringComparer.Ordinal)])],
            []))], classes, patients, resamples, cancellation);

    /// <summary>The figures of joined runs; null if no exam has a label.</summary>
    internal static EnsembleFigures? Of(IReadOnlyList<OutOfFold> members, IReadOnlyList<string> classes,
        IReadOnlyDictionary<string, string>? patients, int resamples, CancellationToken cancellation)
    {
        ILookup<int, FoldPredictions> folds = members.SelectMany(member => member.Folds).ToLookup(fold => fold.Fold);
        FoldPredictions[] mean = [.. folds.OrderBy(fold => fold.Key).Select(fold => MeanProbabilities.Of([.. fold]))];
        if (VariantPredictions.Of(Ensemble, [new OutOfFold(Ensemble, 0, mean, [])], classes.Count) is not { } predictions) return null;
        DrawnExams exams = new(predictions.First, classes, patients);
        MeasuredVariant ensemble = new(predictions, exams, resamples, cancellation);
        (IReadOnlyList<OutOfFold> whole, string? note) = Whole(members, folds);
        MeasuredVariant? alone = VariantPredictions.Of(MembersName, whole, classes.Count) is { } own
            ? new MeasuredVariant(own, exams, resamples, cancellation)
            : null;
        OrderedDictionary<string, EnsembleMetric> metrics = [];
        foreach ((int m, string name) in FoldedMetrics.Names.Index()) metrics.Add(name, Metric(m, ensemble, alone));
        return new EnsembleFigures
        {
            Exams = exams.Labels.Count,
            Units = exams.Units.Count,
            Unit = exams.Unit,
            Resamples = resamples,
            Metrics = metrics,
            Note = note,
        };
    }

    // Figures can be averaged over models that were tested on the same exams: those with all folds.
    private static (IReadOnlyList<OutOfFold> Whole, string? Note) Whole(
        IReadOnlyList<OutOfFold> members, ILookup<int, FoldPredictions> folds)
    {
        if (folds.All(fold => fold.Count() == 1))
            return ([], "Each of these exams is predicted by one run, so the figures are those of single runs.");
        OutOfFold[] whole = [.. members.Where(member => member.Folds.Count == folds.Count)];
        return whole.Length == 0
            ? ([], "The members have no mean on these exams, as none has all folds with its seed.")
            : (whole, whole.Length == members.Count ? null
                : $"The members' mean is of {whole.Length} of {members.Count} seeds, those with all folds.");
    }

    private static EnsembleMetric Metric(int m, MeasuredVariant ensemble, MeasuredVariant? members)
    {
        string name = FoldedMetrics.Names[m];
        (double? value, Interval? interval, string? why) = Figure(ensemble, m);
        if (members is null) return new EnsembleMetric(value, interval, null, null, null, null, why);
        (double? mean, Interval? limits, _) = Figure(members, m);
        double? gain = value - mean;
        return new EnsembleMetric(value, interval, mean, limits, gain,
            gain is null ? null : EnsembleGain.IntervalOf(name, ensemble.Exams, ensemble.Draws.Whole, ensemble.Drawn(m), members.Drawn(m)),
            why);
    }

    private static (double? Value, Interval? Interval, string? Why) Figure(MeasuredVariant measured, int m)
    {
        if (double.IsNaN(measured.Values[m])) return (null, null, FoldedMetrics.WhyUndefined(FoldedMetrics.Names[m]));
        (Interval? interval, string? why) = new FigureIntervals(measured).Of(m);
        return (measured.Values[m], interval, why);
    }
}
