using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Growth;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Evaluation.Studies.Selection;

namespace Angioboard.Core.Evaluation.Studies;

/// <summary>The results of a study: the content of results.json. They follow from its runs' predictions alone.</summary>
public sealed record StudyResults
{
    /// <summary>Class names, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The one metric that decides. All others are description.</summary>
    public required string Metric { get; init; }

    /// <summary>The variant that others are compared with; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>Number of folds.</summary>
    public required int Folds { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>What counts as independent: <c>patients</c> or <c>exams</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Draws of patients for intervals.</summary>
    public required int Resamples { get; init; }

    /// <summary>Finished runs.</summary>
    public required int Runs { get; init; }

    /// <summary>All runs: variants × folds × seeds.</summary>
    public required int Of { get; init; }

    /// <summary>What the figures are, in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>The variants, in the study's order.</summary>
    public required IReadOnlyList<VariantResult> Variants { get; init; }

    /// <summary>
    /// The best variant, and those that cannot be told from it; null before two variants have all folds, and of learning curves.
    /// </summary>
    public BestVariant? Best { get; init; }

    /// <summary>
    /// Intervals of the differences from the baseline, in the chosen metric, that hold for all variants together; null with one difference.
    /// </summary>
    public JointIntervals? Simultaneous { get; init; }

    /// <summary>How good the best variant is; null before two variants have all folds.</summary>
    public VariantSelection? Selection { get; init; }

    /// <summary>Whether more exams would help; null of other studies, and before two sizes have all folds.</summary>
    public LearningCurve? LearningCurve { get; init; }

    /// <summary>What a reader must know, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Computes everything that the finished runs allow.</summary>
    /// <param name="study">The study and its predictions.</param>
    /// <param name="progress">Receives the progress after each variant.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <exception cref="InputException">
    /// The plan is not valid, or predictions do not fit together (<see cref="OutOfFold.Join"/>). Every problem is listed.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StudyResults Compute(
        StudyPredictions study, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        study.Require();
        return new StudyComputation(study, OutOfFold.Join(study), progress, cancellation).Results();
    }
}
