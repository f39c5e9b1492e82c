namespace Angioboard.Core.Phantom;

/// <summary>Assigns patients, eyes, classes and splits before any frame is drawn.</summary>
internal static class PhantomPlan
{
    /// <summary>From this many exams on, every split holds every class, and about its share of the exams.</summary>
    public const int EveryClassInEverySplit = 60;

    public static readonly string[] Splits = ["train", "validation", "test"];
    private static readonly double[] SplitShares = [0.6, 0.2, 0.2];
    private static readonly double[] ClassShares = [0.30, 0.22, 0.22, 0.14, 0.12];

    /// <summary>The exams in the order of their patients.</summary>
    public static IReadOnlyList<PlannedExam> Draw(PhantomOptions options)
    {
        // A draw that leaves a split without a class, or too large, is rare; the next attempt is as reproducible as the first.
        for (int attempt = 0; ; attempt++)
        {
            IReadOnlyList<PlannedExam> plan = Draw(options.Exams, new SeededRandom(options.Seed, "phantom plan", attempt));
            if (Covers(plan) && IsShared(plan)) return [.. plan.Select(exam => WithShortcut(exam, options.ShortcutClass))];
        }
    }

    private static PlannedExam WithShortcut(PlannedExam exam, int? shortcut) =>
        (int)exam.Class == shortcut ? exam with { ExtraFrames = PhantomOptions.ExtraFrames } : exam;

    private static PlannedExam[] Draw(int exams, SeededRandom random)
    {
        List<Hyperfluorescence[]> patients = Patients(exams, random);
        string[] splits = Stratify(patients, exams, random);
        List<PlannedExam> plan = [];
        for (int patient = 0; patient < patients.Count; patient++)
        {
            bool rightOnly = patients[patient].Length == 1 && random.Chance(0.5);
            for (int eye = 0; eye < patients[patient].Length; eye++)
                plan.Add(new(plan.Count, patient, eye == 0 && !rightOnly ? 'L' : 'R', patients[patient][eye], splits[patient]));
        }
        return [.. plan];
    }

    /// <summary>The classes of each patient's one or two eyes; the second eye usually has the same class as the first.</summary>
    private static List<Hyperfluorescence[]> Patients(int exams, SeededRandom random)
    {
        int[] left = Counts(exams);
        List<Hyperfluorescence[]> patients = [];
        for (int rest = exams; rest > 0;)
        {
            Hyperfluorescence first = Take(left, rest--, random);
            if (rest == 0 || random.Chance(0.5))
            {
                patients.Add([first]);
                continue;
            }
            bool alike = left[(int)first] > 0 && random.Chance(0.7);
            Hyperfluorescence second = alike ? first : Take(left, rest, random);
            if (alike) left[(int)first]--;
            rest--;
            patients.Add([first, second]);
        }
        return patients;
    }

    /// <summary>Exams per class: its share, rounded by largest remainders, so that the counts sum to <paramref name="exams"/>.</summary>
    private static int[] Counts(int exams)
    {
        int[] counts = [.. ClassShares.Select(share => (int)(share * exams))];
        int missing = exams - counts.Sum();
        IEnumerable<int> byRemainder = Enumerable.Range(0, counts.Length).OrderByDescending(c => ClassShares[c] * exams - counts[c]);
        foreach (int c in byRemainder.Take(missing)) counts[c]++;
        return counts;
    }

    private static Hyperfluorescence Take(int[] left, int rest, SeededRandom random)
    {
        int ticket = random.NextInt(rest), c = 0;
        while (ticket >= left[c]) ticket -= left[c++];
        left[c]--;
        return (Hyperfluorescence)c;
    }

    /// <summary>
    /// The split of each patient, by iterative stratification (Sechidis, Tsoumakas and Vlahavas, 2011): patients of the rarest classes
    /// first, each to the split that lacks its classes most.
    /// </summary>
    private static string[] Stratify(List<Hyperfluorescence[]> patients, int exams, SeededRandom random)
    {
        int[] counts = Counts(exams);
        double[,] wanted = new double[Splits.Length, counts.Length];
        for (int s = 0; s < Splits.Length; s++)
            for (int c = 0; c < counts.Length; c++) wanted[s, c] = SplitShares[s] * counts[c];

        string[] splits = new string[patients.Count];
        foreach (int patient in random.Permutation(patients.Count).OrderBy(p => patients[p].Min(c => counts[(int)c])))
        {
            int split = Enumerable.Range(0, Splits.Length).MaxBy(s => patients[patient].Sum(c => wanted[s, (int)c]));
            foreach (Hyperfluorescence c in patients[patient]) wanted[split, (int)c]--;
            splits[patient] = Splits[split];
        }
        return splits;
    }

    /// <summary>Whether all splits are within a twentieth of all exams, and two, of their share.</summary>
    private static bool IsShared(IReadOnlyList<PlannedExam> plan) => plan.Count < EveryClassInEverySplit || Splits.Zip(SplitShares).All(
        split => Math.Abs(plan.Count(exam => exam.Split == split.First) - split.Second * plan.Count) < 0.05 * plan.Count + 2);

    private static bool Covers(IReadOnlyList<PlannedExam> plan) =>
        Splits.All(split =>
        {
            int classes = plan.Where(exam => exam.Split == split).Select(exam => exam.Class).Distinct().Count();
            return classes >= (split == "train" || plan.Count >= EveryClassInEverySplit ? ClassShares.Length : 1);
        });
}
