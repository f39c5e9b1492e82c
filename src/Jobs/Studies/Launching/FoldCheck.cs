using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>What folds ask of the settings that are trained on them.</summary>
public static class FoldCheck
{
    /// <summary>Refuses batches that are larger than what a fold trains on.</summary>
    /// <exception cref="InputException">There is one.</exception>
    public static void RequireBatches(IEnumerable<RunSettings> settings, FoldSet? folds)
    {
        if (folds is null) return;
        (Fold fold, int exams) = folds.Folds.Select(fold => (fold, fold.Train.Count(exam => exam.Label is not null)))
            .MinBy(of => of.Item2);
        int largest = settings.Max(own => own.BatchSize);
        if (largest > exams)
            throw new InputException(string.Create(CultureInfo.InvariantCulture,
                $"batch_size: {largest} is more than the {exams} training exams of {fold.Name}; choose at most {exams}"));
    }
}
