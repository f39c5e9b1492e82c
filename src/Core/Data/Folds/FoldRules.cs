namespace Angioboard.Core.Data.Folds;

/// <summary>What folds must fulfil.</summary>
public static class FoldRules
{
    /// <summary>The fewest folds: one is the test, the next the validation, and something must be left to train on.</summary>
    public const int Fewest = 3;

    /// <summary>The most folds.</summary>
    public const int Most = 100;

    /// <summary>What is wrong with a number of folds for these exams; null if it works.</summary>
    /// <param name="folds">The number of folds.</param>
    /// <param name="exams">The exams to divide; those without a label do not count.</param>
    /// <param name="options">The classes' names.</param>
    public static string? Problem(int folds, IEnumerable<FoldExam> exams, FoldOptions options)
    {
        if (folds < Fewest)
        {
            return $"folds: {folds} would leave nothing to train on, since one fold is the test and the next the validation; "
                + $"give {Fewest} or more";
        }
        if (folds > Most) return $"folds: {folds} are too many; give at most {Most}";
        (int label, int patients)[] classes = [.. exams.Where(exam => exam.Label is not null).GroupBy(exam => exam.Label!.Value)
            .Select(same => (same.Key, same.Select(exam => exam.Patient).Distinct().Count())).OrderBy(of => of.Item2).ThenBy(of => of.Key)];
        if (classes.Length == 0) return "folds: no exam has a label; label the exams";
        (int rarest, int fewest) = classes[0];
        if (folds <= fewest) return null;
        string count = fewest == 1 ? "1 patient" : $"{fewest} patients";
        string few = $"folds: {folds}, but {options.Words(rarest)} has only {count}";
        return fewest >= Fewest
            ? $"{few}, and each fold needs one; give at most {fewest}"
            : $"{few}, and no number of folds works below {Fewest}; add exams of other patients of this class, or take the class out";
    }

    /// <summary>What a person should know about folds: classes that a part lacks.</summary>
    /// <param name="folds">The folds.</param>
    /// <param name="options">The classes' names.</param>
    internal static IEnumerable<string> Warnings(IReadOnlyList<Fold> folds, FoldOptions options)
    {
        int[] classes = [.. folds.SelectMany(fold => fold.Parts).SelectMany(part => part.Exams).Select(exam => exam.Label)
            .OfType<int>().Distinct().Order()];
        foreach (Fold fold in folds)
        {
            foreach ((string name, IReadOnlyList<FoldExam> exams) in fold.Parts)
            {
                int[] missing = [.. classes.Except(exams.Select(exam => exam.Label).OfType<int>())];
                if (missing.Length == 0) continue;
                string effect = name switch
                {
                    Fold.TrainPart => "the model cannot learn it",
                    Fold.ValidationPart => "it cannot influence the choice of the epoch",
                    _ => "metrics over classes leave it out",
                };
                yield return $"{fold.FileName}: no exam in {name} has {options.Words(missing)}: {effect}";
            }
        }
    }
}
