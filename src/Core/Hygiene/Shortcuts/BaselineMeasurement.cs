using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>Measures the <see cref="ShortcutBaseline"/> of a data set.</summary>
internal static class BaselineMeasurement
{
    private const string Training = "train";
    private const string Stage = "looking for shortcuts";
    private const int Permutations = 9999;

    private static readonly string[] measuring = ["test", "validation"];

    /// <summary>
    /// Measures features by themselves on all labelled exams, as nothing is fitted to them; regressions on the test split, or on validation
    /// where there is no test.
    /// </summary>
    /// <param name="splits">The exams of each split that have frames, with or without labels.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="patients">Each exam's patient; null if not known.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    public static ShortcutBaseline Measure(
        IReadOnlyDictionary<string, IReadOnlyList<ExamTraits>> splits, IReadOnlyList<string> classes,
        IReadOnlyDictionary<string, string>? patients, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        ExamTraits[] train = Labelled(splits, Training);
        ExamTraits[] all = [.. train, .. measuring.Reverse().SelectMany(name => Labelled(splits, name))];
        if (all.Length == 0) return new ShortcutBaseline { Why = "No exam has a label, so there is no class to give away." };
        if (all.All(exam => exam.Exam.Label == all[0].Exam.Label))
        {
            return new ShortcutBaseline
            {
                Why = $"All labelled exams are of the class {classes[all[0].Exam.Label!.Value]}, so there is nothing to tell apart.",
            };
        }

        progress?.Report(new StageProgress(Stage, 0, 3));
        FeatureTable table = new(all);
        int[] labels = [.. all.Select(exam => exam.Exam.Label!.Value)];
        ExamUnits units = new([.. all.Select(exam => exam.Exam.Name)], labels, classes.Count, patients);
        ShortcutFeature[] features =
            FeatureTests.Test(table.Names, table.Rows, labels, classes.Count, units, Permutations, cancellation);
        progress?.Report(new StageProgress(Stage, 1, 3));

        string? split = measuring.FirstOrDefault(name => Labelled(splits, name).Length > 0);
        MeasuredExams exams = new(train, split is null ? [] : Labelled(splits, split), classes, patients);
        int[] joined = [.. Enumerable.Range(0, table.Names.Count).Where(f => !FeatureNames.AreOfPicture(table.Names[f]))];
        Dictionary<ExamTraits, double[]> rows =
            all.Zip(table.Rows, (exam, row) => (exam, joined.Select(f => row[f]).ToArray())).ToDictionary();
        JointBaseline joint = exams.Joint(exam => rows[exam], cancellation);
        progress?.Report(new StageProgress(Stage, 2, 3));
        JointBaseline? strip = all[0].StripPicture is null ? null : exams.Joint(exam => exam.StripPicture!, cancellation);
        progress?.Report(new StageProgress(Stage, 3, 3));
        return new ShortcutBaseline
        {
            Split = split,
            AllExams = all.Length,
            AllUnits = units.Count,
            TrainExams = train.Length,
            Exams = exams.Measured.Count,
            Units = exams.Units.Count,
            Features = features,
            LeftOut = table.LeftOut,
            Joint = joint,
            Strip = strip,
            Notes = [.. Notes(split, units, labels, classes, patients is not null)],
            Strata = exams.Measured.ToDictionary(exam => exam.Exam.Name, exam => exam.Stratum),
        };
    }

    private static IEnumerable<string> Notes(
        string? split, ExamUnits units, int[] labels, IReadOnlyList<string> classes, bool patientsKnown)
    {
        if (split is not null && split != measuring[0])
            yield return "There is no labelled test split, so regressions are measured on validation.";
        if (!patientsKnown)
        {
            yield return "Patients are not known, so each exam counts as a patient. "
                + "If both eyes of a patient are in, intervals are too narrow and p-values too small.";
        }
        string[] rare = [.. labels.Distinct().Order().Where(c => units.WithClass(c) < FewUnits.Least).Select(c => classes[c])];
        if (rare.Length > 0)
        {
            yield return $"{string.Join(", ", rare)}: fewer than {FewUnits.Least} {(patientsKnown ? "patients" : "exams")}, "
                + "too few for an interval.";
        }
        string[] absent = [.. classes.Where((_, c) => !labels.Contains(c))];
        if (absent.Length > 0)
            yield return $"{string.Join(", ", absent)}: no exam has {(absent.Length == 1 ? "this class" : "these classes")}.";
    }

    private static ExamTraits[] Labelled(IReadOnlyDictionary<string, IReadOnlyList<ExamTraits>> splits, string name) =>
        splits.TryGetValue(name, out IReadOnlyList<ExamTraits>? exams) ? [.. exams.Where(exam => exam.Exam.Label is not null)] : [];
}
