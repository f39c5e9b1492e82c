using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Comparing;

/// <summary>The studies of compared variants, whose folds test the same exams; folds are counted as in the first.</summary>
internal sealed class JoinedStudies
{
    private readonly Dictionary<StudyPredictions, int[]> folds = new(ReferenceEqualityComparer.Instance);

    private JoinedStudies(IReadOnlyList<int> trainExams, IReadOnlyDictionary<string, string>? patients) =>
        (TrainExams, Patients) = (trainExams, patients);

    /// <summary>For each fold, how many exams a run is trained on; of several studies the fewest, which is the careful choice.</summary>
    public IReadOnlyList<int> TrainExams { get; }

    /// <summary>Patient of every exam; null if no study knows patients.</summary>
    public IReadOnlyDictionary<string, string>? Patients { get; }

    /// <summary>Checks that the studies fit together.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="problems">Receives what does not fit.</param>
    public static JoinedStudies Of(IReadOnlyList<ComparedVariant> variants, List<string> problems)
    {
        ComparedVariant[] studies = [.. variants.DistinctBy(variant => variant.Study, ReferenceEqualityComparer.Instance)];
        ComparedVariant first = studies[0];
        ComparedVariant? known = studies.FirstOrDefault(study => study.Study.Patients is not null);
        TestFolds own = TestFolds.Of(first.StudyName, first.Study);
        int[] train = [.. first.Study.TrainExams];
        JoinedStudies joined = new(train, known?.Study.Patients);
        joined.folds[first.Study] = [.. Enumerable.Range(0, first.Study.Folds)];
        foreach (ComparedVariant study in studies.Skip(1))
        {
            if (!study.Study.Classes.SequenceEqual(first.Study.Classes))
                problems.Add($"{first.StudyName} has the classes {string.Join(", ", first.Study.Classes)}, and {study.StudyName} has "
                    + $"{string.Join(", ", study.Study.Classes)}; compare variants of studies with the same classes");
            (int[] same, string? problem) = own.Match(TestFolds.Of(study.StudyName, study.Study));
            if (problem is not null) problems.Add(problem);
            joined.folds[study.Study] = same;
            if (problem is null)
                foreach ((int fold, int at) in same.Index()) train[at] = Math.Min(train[at], study.Study.TrainExams[fold]);
            if (study != known && known is not null && OtherPatients(known, study) is { } apart) problems.Add(apart);
        }
        return joined;
    }

    /// <summary>The runs of a variant, by its name here.</summary>
    public IEnumerable<PredictedRun> Runs(ComparedVariant variant)
    {
        int[] same = folds[variant.Study];
        return variant.Study.Runs.Where(run => run.Variant == variant.Variant).Select(run => run with
        {
            Variant = variant.Name,
            Fold = run.Fold >= 0 && run.Fold < same.Length ? same[run.Fold] : run.Fold,
        });
    }

    // Patients may be called otherwise, but must be the same.
    private static string? OtherPatients(ComparedVariant first, ComparedVariant second)
    {
        if (second.Study.Patients is not { } others) return null;
        Dictionary<string, (string Patient, string Exam)> there = [], back = [];
        foreach ((string exam, string patient) in first.Study.Patients!.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (!others.TryGetValue(exam, out string? other)) continue;
            there.TryAdd(patient, (other, exam));
            back.TryAdd(other, (patient, exam));
            if (there[patient].Patient != other)
                return Text(there[patient].Exam, exam, first.StudyName, second.StudyName);
            if (back[other].Patient != patient)
                return Text(back[other].Exam, exam, second.StudyName, first.StudyName);
        }
        return null;

        static string Text(string one, string other, string together, string apart) =>
            $"patients: {one} and {other} are of one patient in {together} and of two in {apart}; give both studies the same patients";
    }
}
