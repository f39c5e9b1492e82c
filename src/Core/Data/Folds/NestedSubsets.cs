using System.Globalization;

namespace Angioboard.Core.Data.Folds;

/// <summary>
/// Folds for a learning curve: the same validation and test, and ever more of the patients to train on. Each size contains the smaller
/// ones, and holds the classes in proportion.
/// </summary>
public static class NestedSubsets
{
    /// <summary>The usual shares of the patients.</summary>
    public static IReadOnlyList<double> Usual { get; } = [0.125, 0.25, 0.5, 1];

    private const int MostShares = 20;

    /// <summary>
    /// A fold for each share. Patients stand in one order, and a share takes them from its beginning: the patients of each class (of
    /// several, the rarest) in random order, spread evenly, the first of each class in front.
    /// </summary>
    /// <param name="fold">The fold with all patients.</param>
    /// <param name="shares">Shares of the patients of train, above 0 and at most 1, the smallest first.</param>
    /// <param name="seed">Determines the order of the patients, whatever the order of the exams.</param>
    /// <param name="options">The classes' names.</param>
    /// <exception cref="InputException">A share is out of range, or leaves a class without a patient; all are listed.</exception>
    public static IReadOnlyList<Fold> Of(Fold fold, IReadOnlyList<double> shares, long seed, FoldOptions options)
    {
        if (Problem(shares) is { } unusable) throw new InputException(unusable);

        ILookup<string, FoldExam> exams = fold.Train.ToLookup(exam => exam.Patient);
        string[] order = Order(exams, seed);
        int least = Covering(order, exams);
        int[] counts = [.. shares.Select(share => Math.Max(1, (int)Math.Round(share * order.Length)))];
        List<string> problems = [];
        for (int i = 0; i < counts.Length; i++)
        {
            string size = $"shares: {Percent(shares[i])} of the {Patients(order.Length)} of train";
            if (counts[i] < least)
            {
                int[] missing = [.. Classes(order, exams).Except(Classes(order.Take(counts[i]), exams)).Order()];
                problems.Add($"{size} is {Patients(counts[i])}, without one of {options.Words(missing)}; "
                    + $"leave this size out or take {Patients(least)} or more");
            }
            else if (i > 0 && counts[i] == counts[i - 1])
            {
                problems.Add($"{size} is {Patients(counts[i])}, as is {Percent(shares[i - 1])}; leave one of them out");
            }
        }
        if (problems.Count > 0) throw new InputException(problems);
        return [.. shares.Zip(counts, (share, count) =>
        {
            HashSet<string> chosen = [.. order.Take(count)];
            return fold with { Name = Name(share), Train = [.. fold.Train.Where(exam => chosen.Contains(exam.Patient))] };
        })];
    }

    /// <summary>What is wrong with a list of shares, whatever the patients; null if nothing is.</summary>
    /// <param name="shares">Shares of the patients.</param>
    public static string? Problem(IReadOnlyList<double> shares) => shares switch
    {
        { Count: 0 or > MostShares } => $"shares: give 1 to {MostShares} shares of the patients",
        _ when shares.Any(share => share is not (> 0 and <= 1)) =>
            $"shares: {Percent(shares.First(share => share is not (> 0 and <= 1)))} of the patients is not above 0 and at most 100 %",
        _ when shares.Zip(shares.Skip(1)).Any(pair => pair.First >= pair.Second) =>
            "shares: are not in order; write the smallest first, and each once",
        _ when shares.Select(Name).Distinct().Count() < shares.Count =>
            "shares: two are nearly equal; give shares that differ by 0.0001 % or more",
        _ => null,
    };

    /// <summary>The name of the fold of a share: <c>train-12.5</c>.</summary>
    public static string Name(double share) => string.Create(CultureInfo.InvariantCulture, $"train-{share * 100:0.####}");

    private static string[] Order(ILookup<string, FoldExam> exams, long seed)
    {
        Dictionary<int, int> patients = exams.SelectMany(patient => patient.Select(Label).Distinct()).CountBy(label => label)
            .ToDictionary(count => count.Key, count => count.Value);
        IGrouping<int, string>[] strata =
        [
            .. exams.Select(patient => patient.Key).Order(StringComparer.Ordinal)
                .GroupBy(patient => exams[patient].Select(Label).MinBy(label => (patients[label], label)))
                .OrderBy(stratum => patients[stratum.Key]).ThenBy(stratum => stratum.Key),
        ];
        return
        [
            .. strata.SelectMany(stratum =>
            {
                string[] own = [.. stratum];
                int[] mixed = new SeededRandom(seed, "learning curve", stratum.Key).Permutation(own.Length);
                return mixed.Select((patient, i) => (Patient: own[patient], Place: (double)i / own.Length));
            }).OrderBy(patient => patient.Place).Select(patient => patient.Patient),
        ];
    }

    /// <summary>The fewest patients from the beginning that hold all classes.</summary>
    private static int Covering(string[] order, ILookup<string, FoldExam> exams)
    {
        HashSet<int> missing = [.. Classes(order, exams)];
        int count = 0;
        for (; missing.Count > 0; count++) missing.ExceptWith(Classes([order[count]], exams));
        return count;
    }

    private static IEnumerable<int> Classes(IEnumerable<string> patients, ILookup<string, FoldExam> exams) =>
        patients.SelectMany(patient => exams[patient]).Select(exam => exam.Label).OfType<int>().Distinct();

    // Exams without a label are a stratum of their own.
    private static int Label(FoldExam exam) => exam.Label ?? -1;

    private static string Patients(int count) => count == 1 ? "1 patient" : $"{count} patients";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.####} %");
}
