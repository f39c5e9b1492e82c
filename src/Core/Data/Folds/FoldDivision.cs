namespace Angioboard.Core.Data.Folds;

/// <summary>
/// Divides the exams of a split file into folds by patient, with the classes in proportion (<see cref="StratifiedGroups"/>).
/// </summary>
public static class FoldDivision
{
    private const string HeldOut = "test", Monitor = "monitor-";
    private const int NamedExams = 3;

    /// <summary>
    /// The folds: fold f tests on part f, chooses the epoch on part f + 1 (of the last fold: part 0), and trains on the rest. The exams
    /// come from all splits but <c>test</c>, which is held out, and <c>monitor-…</c>, which only watch. The order of the file does not
    /// matter: patients that are alike are taken in the order of their names.
    /// </summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="options">The classes and the patients.</param>
    /// <param name="folds">The number of folds, from <see cref="FoldRules.Fewest"/> to the patients of the rarest class.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    /// <exception cref="InputException">
    /// The file cannot be used, a patient is held out and not, an exam has no label or patient, or there are too many folds; all problems
    /// are listed.
    /// </exception>
    public static FoldSet Divide(string splitPath, FoldOptions options, int folds, CancellationToken cancellation = default)
    {
        Problems problems = new(splitPath);
        IReadOnlyList<FoldPart> parts = FoldParts.Read(splitPath, options, problems);
        // A label that cannot be read has its own line and counts as none.
        bool areLabelsRead = problems.Count == 0;
        FoldPart[] watched = [.. parts.Where(part => part.Name.StartsWith(Monitor, StringComparison.Ordinal))];
        FoldPart[] pooled = [.. parts.Except(watched).Where(part => part.Name != HeldOut)];
        FoldExam[] held = [.. parts.Where(part => part.Name == HeldOut).SelectMany(part => part.Exams)];
        FoldExam[] pool = [.. pooled.SelectMany(part => part.Exams)];
        string names = string.Join(" and ", pooled.Select(part => part.Name));
        IReadOnlyDictionary<string, string>? patients = options.Patients?.Assign(
            [(names, pool.Select(exam => exam.Name)), (HeldOut, held.Select(exam => exam.Name))], problems, cancellation);
        if (parts.Count > 0 && pool.Length == 0)
            problems.Add($"{splitPath}: there is no exam to divide into folds; {HeldOut} is held out, "
                + "so name other splits train or validation");
        if (areLabelsRead) AddUnlabelled(splitPath, pool, problems);
        if (problems.Count > 0) throw new InputException(problems);

        IReadOnlyList<FoldExam> exams = FoldParts.WithPatients(pool, patients);
        if (FoldRules.Problem(folds, exams, options) is { } problem) throw new InputException(problem);
        Fold[] divided = Divide(exams, folds);
        return new FoldSet
        {
            Folds = divided,
            HeldOut = FoldParts.WithPatients(held, patients),
            Warnings =
            [
                .. watched.Select(part =>
                    $"{splitPath}: {part.Name} is left out of the folds: its exams are only watched, never trained on"),
                .. FoldRules.Warnings(divided, options),
            ],
        };
    }

    private static Fold[] Divide(IReadOnlyList<FoldExam> exams, int folds)
    {
        string[] patients = [.. exams.Select(exam => exam.Patient).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> numbers = patients.Index().ToDictionary(patient => patient.Item, patient => patient.Index);
        int[] parts = StratifiedGroups.Assign(
            [.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => numbers[exam.Patient])], folds);
        IReadOnlyList<FoldExam> Of(Func<int, bool> chosen) => [.. exams.Where((_, i) => chosen(parts[i]))];
        return [.. Enumerable.Range(0, folds).Select(test =>
        {
            int validation = (test + 1) % folds;
            IReadOnlyList<FoldExam> train = Of(part => part != test && part != validation);
            return new Fold(Fold.NameOf(test), train, Of(part => part == validation), Of(part => part == test));
        })];
    }

    private static void AddUnlabelled(string path, FoldExam[] pool, Problems problems)
    {
        string[] unlabelled = [.. pool.Where(exam => exam.Label is null).Select(exam => exam.Name)];
        if (unlabelled.Length == 0) return;
        string named = string.Join(", ", unlabelled.Take(NamedExams)) + (unlabelled.Length > NamedExams ? " …" : "");
        string count = unlabelled.Length == 1 ? "1 exam has" : $"{unlabelled.Length} exams have";
        problems.Add($"{path}: {count} no label ({named}); folds test every exam, "
            + $"so label or remove {(unlabelled.Length == 1 ? "it" : "them")}");
    }
}
